"""A cluster of wasmCloud hosts on this machine: its NATS server, a registry, a load balancer."""

import os
import shutil
import signal
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.free_port import free_port
from tests.patience import PATIENCE

from npm_server import serving
from python_peer import PACKAGES

_CADDY = """{
    admin off
    auto_https off
}
http://:%(port)s {
    bind 127.0.0.1
    reverse_proxy %(hosts)s {
        lb_policy least_conn
        lb_try_duration 30s
        lb_try_interval 50ms
        fail_duration 5s
        health_uri %(health)s
        health_headers {
            Host %(name)s
        }
        health_interval 1s
        health_timeout 20s
        transport http {
            dial_timeout 20s
        }
    }
}
"""


def program(name: str) -> str:
    """One of the peers' programs; skips the test where it is not installed."""
    path = PACKAGES / name
    if not path.is_file():
        pytest.skip(f"the program {path.name} is not installed: run scripts/peers")
    return str(path)


@dataclass
class Cluster:
    """``registry`` is HOST:PORT, ``nats`` the URL of the server, ``ports`` those of hosts."""

    folder: Path
    registry: str
    nats: str
    monitor: str
    environment: dict[str, str] = field(default_factory=dict)
    ports: list[int] = field(default_factory=list)
    _hosts: dict[int, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    _nats: ExitStack = field(default_factory=ExitStack)

    def start_nats(self) -> None:
        """Starts the NATS server, where it always is."""

        def nats(port: int) -> list[str]:
            monitor = self.monitor.rpartition(":")[2]
            return [program("bin/nats-server"), "-a", "127.0.0.1", "-p", str(port), "-m", monitor]

        port = int(self.nats.rpartition(":")[2])
        self._nats.enter_context(serving(nats, self.folder / "nats.log", port))

    def stop_nats(self) -> None:
        """Ends the NATS server; hosts go on with what they have."""
        self._nats.close()

    def start(self, port: int = 0, *, threads: int = 1) -> int:
        """Starts a host that serves with so many threads, and returns the port where its workloads
        are called."""
        port = port or free_port()
        options = {
            "--scheduler-nats-url": self.nats,
            "--data-nats-url": self.nats,
            "--http-addr": f"127.0.0.1:{port}",
            "--host-name": "127.0.0.1",
            "--oci-cache-dir": str(self.folder / f"oci-{port}"),
        }
        words = [word for pair in options.items() for word in pair]
        command = [program("wash_cli/wash"), "host", "--allow-insecure-registries", *words]
        environment = {
            **os.environ,
            "HOME": str(self.folder),
            "RUST_BACKTRACE": "0",  # 1, which some machines set, halves its speed
            "TOKIO_WORKER_THREADS": str(threads),
            **self.environment,
        }
        with (self.folder / f"wash-{port}.log").open("ab") as log:
            self._hosts[port] = subprocess.Popen(
                command, env=environment, stdout=log, stderr=subprocess.STDOUT
            )
        self.ports = [*self._hosts]
        return port

    def kill(self, port: int) -> None:
        """kill -9, as a machine that loses its power."""
        process = self._hosts.pop(port)
        process.send_signal(signal.SIGKILL)
        process.wait(PATIENCE)

    def wait_for_deployment(self) -> None:
        """Waits until somebody listens for hosts: then each is heard as soon as it starts."""

        def listens() -> bool:
            url = f"{self.monitor}/subsz?subs=1"
            with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
                return b"runtime.operator.heartbeat" in answer.read()

        wait(listens)

    def stop(self) -> None:
        for port in [*self._hosts]:
            self.kill(port)
        self.stop_nats()

    @contextmanager
    def balanced(self, name: str, health: str) -> Iterator[int]:
        """The port where Caddy hands what is asked of ``name`` to the hosts.

        As docs/scale.md has it: a host that does not answer ``health`` gets nothing.
        """
        file = self.folder / "Caddyfile"
        hosts = " ".join(f"127.0.0.1:{port}" for port in self.ports)

        def caddy(port: int) -> list[str]:
            file.write_text(_CADDY % {"port": port, "hosts": hosts, "name": name, "health": health})
            return [program("bin/caddy"), "run", "--adapter", "caddyfile", "--config", str(file)]

        with serving(caddy, self.folder / "caddy.log") as url:
            yield int(url.rpartition(":")[2])


@contextmanager
def cluster(folder: Path, environment: dict[str, str] | None = None) -> Iterator[Cluster]:
    """A cluster without hosts; logs go to ``folder``."""
    registry_program = shutil.which("docker-registry")
    if registry_program is None:
        pytest.skip("there is no docker-registry: install the Debian package docker-registry")

    def registry(port: int) -> list[str]:
        file = folder / "registry.yml"
        file.write_text(
            "version: 0.1\nlog: {level: warn}\n"
            f"storage: {{filesystem: {{rootdirectory: {folder / 'registry'}}}}}\n"
            f"http: {{addr: '127.0.0.1:{port}'}}\n"
        )
        return [registry_program, "serve", str(file)]

    with ExitStack() as stack:
        images = stack.enter_context(serving(registry, folder / "registry.log"))
        made = Cluster(
            folder,
            images.removeprefix("http://"),
            f"nats://127.0.0.1:{free_port()}",
            f"http://127.0.0.1:{free_port()}",
            environment or {},
        )
        stack.callback(made.stop)
        made.start_nats()
        yield made


def wait(holds: Callable[[], bool], seconds: float = PATIENCE) -> float:
    """Waits until something holds, and tells how long that took; fails the test if not in time."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        try:
            if holds():
                return time.monotonic() - began
        except OSError:
            """Not there yet."""
        time.sleep(0.05)
    pytest.fail(f"not within {seconds} s")
