"""A wasmCloud host of its own, with its NATS server and a registry, that runs one component."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest

from npm_server import serving
from python_peer import PACKAGES
from wasmcloud_nats import Nats
from wasmcloud_registry import registry

HOST = "toolbox.local"
"""The name under which the component is served."""

_SECONDS = 300  # pulls and compiles the component
# Its default is too small for several Python components in one.
_POOL = "WASMTIME_POOLING_MAX_COMPONENT_INSTANCE_SIZE=16777216"


@contextmanager
def wasmcloud(
    component: Path, environment: Mapping[str, str], hosts: list[str], files: Path, folder: Path
) -> Iterator[httpx.Client]:
    """A client of `component`, which is served with `environment` and may send requests to `hosts`;
    the folder `files` is open to it as `/files`, to read.

    Logs go to `folder`.
    """
    wash, nats_server = _program("wash_cli/wash"), _program("bin/nats-server")
    with ExitStack() as stack:
        image = stack.enter_context(registry(component.read_bytes()))
        nats = stack.enter_context(
            serving(
                lambda port: [nats_server, "-a", "127.0.0.1", "-p", str(port)], folder / "nats.log"
            )
        )
        port = int(nats.rpartition(":")[2])

        def host(http: int) -> list[str]:
            options = {
                "--scheduler-nats-url": f"nats://127.0.0.1:{port}",
                "--data-nats-url": f"nats://127.0.0.1:{port}",
                "--http-addr": f"127.0.0.1:{http}",
                "--oci-cache-dir": str(folder / "oci"),
            }
            command = ["env", f"HOME={folder}", _POOL, wash, "host", "--allow-insecure-registries"]
            return [*command, *(word for pair in options.items() for word in pair)]

        url = stack.enter_context(serving(host, folder / "wash.log"))
        with Nats(port, _SECONDS) as connection:
            mount = {"name": "files", "mountPath": "/files", "readOnly": True}
            resources = {"environment": dict(environment), "allowedHosts": hosts}
            _start(connection, image, {**resources, "volumeMounts": [mount]}, files)
        headers = {"host": HOST}
        client = httpx.Client(base_url=url, headers=headers, timeout=60, trust_env=False)
        yield stack.enter_context(client)


def _start(nats: Nats, image: str, resources: dict[str, object], files: Path) -> None:
    subject, _ = nats.next("runtime.operator.heartbeat.>")
    component = {"name": "toolbox", "image": image, "localResources": resources}
    interface = {
        "namespace": "wasi",
        "package": "http",
        "interfaces": ["incoming-handler"],
        "config": {"host": HOST},
    }
    workload = {
        "namespace": "default",
        "name": "toolbox",
        "volumes": [{"name": "files", "hostPath": {"localPath": str(files)}}],
        "witWorld": {"components": [component], "hostInterfaces": [interface]},
    }
    answer = nats.request(
        f"runtime.host.{subject.rpartition('.')[2]}.workload.start",
        {"workloadId": "toolbox", "workload": workload},
    )
    assert "WORKLOAD_STATE_RUNNING" == answer["workloadStatus"]["workloadState"], answer


def _program(name: str) -> str:
    """One of the peers' programs; skips the test where it is not installed."""
    path = PACKAGES / name
    if not path.is_file():
        pytest.skip(f"the program {path.name} is not installed: run scripts/peers")
    return str(path)
