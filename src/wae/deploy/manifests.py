"""A workload as text, for whoever sends it: as wasmCloud hosts get it, or for its operator.

Values of settings are in neither: for wasmCloud each is its own name after a `$`, for Kubernetes
they come from a Secret.
"""

from __future__ import annotations

import json
from typing import Any

from wae.deploy.workload import FILES, Workload

KINDS = ("wasmcloud", "kubernetes")


def manifest(kind: str, workload: Workload, group: str, replicas: int) -> str:
    """The document of one of the kinds, in JSON, which is YAML, too."""
    build = {"wasmcloud": _start, "kubernetes": _deployment}[kind]
    return json.dumps(build(workload, group, replicas), indent=2)


def secret_name(workload: Workload) -> str:
    """The Secret that has the settings: a key for each variable."""
    return f"{_kubernetes_name(workload)}-settings"


def _kubernetes_name(workload: Workload) -> str:
    """RFC 1123's names have no `_`, which those of artifacts may have."""
    return workload.name.replace("_", "-")


def _start(workload: Workload, group: str, replicas: int) -> dict[str, Any]:
    """``WorkloadStartRequest`` of ``proto/wasmcloud/runtime/v2``."""
    document = workload.in_service().document()
    resources = document["witWorld"]["components"][0]["localResources"]
    resources["environment"] = {name: f"${name}" for name in workload.values}
    return {"workloadId": workload.id, "workload": document}


def _deployment(workload: Workload, group: str, replicas: int) -> dict[str, Any]:
    """A ``WorkloadDeployment`` of runtime-operator (``runtime.wasmcloud.dev/v1alpha1``)."""
    document = workload.document()
    component = document["witWorld"]["components"][0]
    resources = component["localResources"]
    del resources["environment"]
    if workload.values:
        resources["environment"] = {"secretFrom": [{"name": secret_name(workload)}]}
    spec: dict[str, Any] = {
        "hostSelector": {"hostgroup": group},
        "components": [component],
        "hostInterfaces": document["witWorld"]["hostInterfaces"],
    }
    if workload.folder:
        spec["volumes"] = [{"name": FILES, "hostPath": {"path": workload.folder}}]
    return {
        "apiVersion": "runtime.wasmcloud.dev/v1alpha1",
        "kind": "WorkloadDeployment",
        "metadata": {"name": _kubernetes_name(workload)},
        "spec": {
            "replicas": max(replicas, 1),
            "deployPolicy": "RollingUpdate",
            "template": {"spec": spec},
        },
    }
