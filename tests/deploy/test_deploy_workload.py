"""What a host is sent: exactly what the app needs, under an id that is the same for the same."""

import json
from dataclasses import replace

import pytest

from wae.deploy.manifests import KINDS, manifest
from wae.deploy.workload import Warm, Workload

IMAGE = "registry.example/team/app@sha256:" + "0123456789abcdef" * 4
PLAIN = Workload("app", IMAGE, "app.example", "incoming-handler", {"KEY": "s3cret"})


def test_document() -> None:
    """The least there is: no look-ups, no hosts, no folder, no warm instances."""
    component = {
        "name": "app",
        "image": IMAGE,
        "localResources": {"environment": {"KEY": "s3cret"}, "allowedHosts": []},
    }
    interface = {
        "namespace": "wasi",
        "package": "http",
        "interfaces": ["incoming-handler"],
        "config": {"host": "app.example"},
    }
    expected = {
        "namespace": "default",
        "name": "app",
        "witWorld": {"components": [component], "hostInterfaces": [interface]},
    }
    assert expected == PLAIN.document()


def test_document_with_everything() -> None:
    """Each need has its place."""
    full = replace(
        PLAIN,
        handler="handler",
        allowed=("https://a.example",),
        lookups=True,
        interfaces={"wasi:keyvalue": ("store",)},
        folder="/srv/files",
        warm=Warm(8, 1000),
    )
    document = full.in_service().document()
    (component,) = document["witWorld"]["components"]
    resources = component["localResources"]
    assert (8, 1000) == (component["poolSize"], component["maxInvocations"])
    assert ["https://a.example"] == resources["allowedHosts"]
    assert ["*"] == resources["allowedIpNameLookups"]
    mount = {"name": "files", "mountPath": "/files", "readOnly": True}
    assert [mount] == resources["volumeMounts"]
    volume = {"name": "files", "hostPath": {"localPath": "/srv/files"}}
    assert [volume] == document["volumes"]
    http, store = document["witWorld"]["hostInterfaces"]
    assert ["handler"] == http["interfaces"]
    assert {"host": "app.example", "host-aliases": full.private_name} == http["config"]
    assert {"namespace": "wasi", "package": "keyvalue", "interfaces": ["store"]} == store


def test_id() -> None:
    """Name and digest can be read; the same settings give the same id."""
    assert PLAIN.id.startswith("app.0123456789ab.")
    assert replace(PLAIN).id == PLAIN.id


@pytest.mark.parametrize(
    "change",
    [
        {"host": "other.example"},
        {"values": {"KEY": "other"}},
        {"values": {}},
        {"allowed": ("https://a.example",)},
        {"lookups": True},
        {"folder": "/srv"},
        {"warm": Warm(1, 1)},
        {"image": IMAGE.replace("sha256:0", "sha256:1")},
    ],
    ids=lambda change: next(iter(change)),
)
def test_another_id(change: dict[str, object]) -> None:
    """Whatever changes makes another workload, which is rolled out."""
    assert replace(PLAIN, **change).id != PLAIN.id  # type: ignore[arg-type]


def test_trial() -> None:
    """A trial differs in nothing but the name, which is nobody's and that of this version alone."""
    trial, other = PLAIN.on_trial(), replace(PLAIN, values={}).on_trial()
    assert PLAIN.values == trial.values
    assert trial.host.endswith(".wae.invalid")
    assert trial.host != other.host
    assert "app.example" not in json.dumps(trial.document())


@pytest.mark.parametrize("kind", KINDS)
def test_no_value_is_shown(kind: str) -> None:
    """Neither a manifest, nor an id, nor a representation has the value of a setting."""
    shown = manifest(kind, PLAIN, "default", 2) + PLAIN.id + repr(PLAIN) + repr(PLAIN.on_trial())
    assert "s3cret" not in shown


def test_manifest_for_hosts() -> None:
    """What a host would get, with names in place of values."""
    document = json.loads(manifest("wasmcloud", PLAIN, "default", 2))
    expected = PLAIN.in_service().document()
    expected["witWorld"]["components"][0]["localResources"]["environment"] = {"KEY": "$KEY"}
    assert {"workloadId": PLAIN.id, "workload": expected} == document


def test_manifest_for_kubernetes() -> None:
    """What wasmCloud's operator takes: settings from a Secret, by name."""
    document = json.loads(manifest("kubernetes", replace(PLAIN, folder="/srv"), "edge", 0))
    assert ("runtime.wasmcloud.dev/v1alpha1", "WorkloadDeployment") == (
        document["apiVersion"],
        document["kind"],
    )
    spec = document["spec"]["template"]["spec"]
    assert (1, {"hostgroup": "edge"}) == (document["spec"]["replicas"], spec["hostSelector"])
    resources = spec["components"][0]["localResources"]
    assert {"secretFrom": [{"name": "app-settings"}]} == resources["environment"]
    assert [{"name": "files", "hostPath": {"path": "/srv"}}] == spec["volumes"]
    bare = json.loads(manifest("kubernetes", replace(PLAIN, values={}), "edge", 3))
    component = bare["spec"]["template"]["spec"]["components"][0]
    assert "environment" not in component["localResources"]
