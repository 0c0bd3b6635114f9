"""Our apps under servers that others wrote: wasmtime, and jco on Node.js."""

import json
import os
import signal
import socket
import subprocess
import sysconfig
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from tests.free_port import free_port
from tests.patience import PATIENCE, until
from tests.wasmtime_command import wasmtime

from tests.conftest import COMMAND

ROOT = Path(__file__).parents[2]
APP = ROOT / "dist" / "toolbox-http.wasm"
WARM = ROOT / "dist" / "toolbox-warm.wasm"
OF_WASI_0_3 = ("-W", "component-model-async", "-S", "p3")

_JCO = ROOT / ".cache/peers/node_modules/@bytecodealliance/jco/dist/jco.js"
_NODE = Path(sysconfig.get_path("scripts"), "node")


def wasmtime_command(
    environment: Mapping[str, str], *options: str, app: Path = APP
) -> Callable[[int], list[str]]:
    """The command that serves an app with wasmtime on a port; skips without wasmtime."""
    variables = [f"--env={name}={value}" for name, value in environment.items()]
    # The pool's default is too small for several Python components in one.
    pool = ["-O", "pooling-max-component-instance-size=16777216"]
    wasi = ["-S", "cli,inherit-network,allow-ip-name-lookup"]
    command = wasmtime("serve", *wasi, *pool, *variables, *options)
    return lambda port: [*command, "--addr", f"127.0.0.1:{port}", str(app)]


def jco_command(*options: str, app: Path = APP) -> Callable[[int], list[str]]:
    """The command that serves an app with jco on a port; skips without jco."""
    if not _JCO.is_file():
        pytest.skip("the npm package @bytecodealliance/jco is not installed: run scripts/peers")
    command = [str(_NODE), str(_JCO), "serve", "--jco-dir", "jco", "--host", "127.0.0.1", *options]
    return lambda port: [*command, "--port", str(port), str(app)]


def jco_module(folder: Path, module: Path) -> str:
    """The option by which jco opens a folder as `/files`: a module that is imported first."""
    shim = (
        _JCO.parents[1] / "node_modules/@bytecodealliance/preview2-shim/dist/nodejs/filesystem.js"
    )
    opens = f"_addPreopen('/files', {json.dumps(str(folder))});"
    module.write_text(f"import {{ _addPreopen }} from '{shim.as_uri()}';\n{opens}\n")
    return f"--jco-import={module}"


def wae_command(app: Path) -> Callable[[int], list[str]]:
    """The command that serves an app with our own host on a port."""
    return lambda port: [str(COMMAND), "serve", str(app), "--quiet", "--port", str(port)]


@contextmanager
def served(
    command: Callable[[int], list[str]], environ: Mapping[str, str], log: Path
) -> Iterator[httpx.Client]:
    """A client of the server that `command` starts; it is stopped at the end."""
    assert APP.is_file(), "run `make toolbox` first"
    port = free_port()
    with log.open("wb") as output:
        process = subprocess.Popen(
            command(port),
            env=dict(environ),
            cwd=log.parent,
            stdout=output,
            stderr=output,
            start_new_session=True,  # Node.js is started by a script, and starts another one
        )
    try:
        _wait(process, port, log)
        url = f"http://127.0.0.1:{port}"
        with httpx.Client(base_url=url, timeout=PATIENCE, trust_env=False) as client:
            _wait_until_ready(client, log)
            yield client
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(PATIENCE)


def _wait(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"the server did not start: {log.read_text('utf-8', 'replace')}")


def _wait_until_ready(client: httpx.Client, log: Path) -> None:
    """Ours listens before it has compiled everything, and says 503 until then."""
    until(
        lambda: client.get("/readyz").status_code != 503,
        lambda: log.read_text("utf-8", "replace"),
    )
