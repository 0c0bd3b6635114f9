"""A gate before `wasi:http` of WASI 0.3: only requests to the listed origins go out."""

import importlib.util
import subprocess
from pathlib import Path

import pytest
from tests.gate.runtimes import serving
from tests.patience import PATIENCE
from tests.wasip3 import official

from tests import dummy
from wae.binary.decode import decode_component
from wae.compose import ComponentSpec, PlanError, Policy, encode, plan
from wae.inspect.report import inspect_app

ASKER = Path(__file__).with_name("asker.wat").read_text()
CLIENT, RUN = "wasi:http/client@0.3.0", "wasi:cli/run@0.3.0"


def app(binary: bytes, *hosts: str) -> bytes:
    kind = decode_component(binary)
    spec = ComponentSpec("asker", binary, kind, policy=Policy(hosts))
    made = encode(plan([spec], ["asker"]), "app")
    assert "" == dummy.problem(made)
    return made


def asker(authority: str) -> bytes:
    core = ASKER.replace("AUTHORITY", authority).replace("LENGTH", str(len(authority)))
    return official.component([CLIENT], [RUN], core)


@pytest.mark.parametrize("name", [CLIENT, "wasi:http/handler@0.3.0"])
def test_proved(name: str) -> None:
    """The origins are read back from the bytes, and hold whatever the code does."""
    report = inspect_app(app(official.component([name], [RUN]), "api.example.org"), "app")
    roles = {i.name: (i.role, i.origins) for i in report.instances}
    listed = ("api.example.org",)
    assert (None, listed) == roles["asker"]
    assert ("gate", listed) == roles["gate of asker"]


def test_both_tracks() -> None:
    """With a gate before each of two ways to the network, both are limited."""
    wit = official.component([CLIENT, "wasi:http/handler@0.3.0"], [RUN])
    report = inspect_app(app(wit, "api.example.org"), "app")
    gates = [i.origins for i in report.instances if i.role == "gate"]
    assert [("api.example.org",)] * 2 == gates
    assert ("api.example.org",) == report.instances[-1].origins


def test_other_types() -> None:
    """What is no `send` of WASI's is not let through."""
    wit = """package a:b; world w { import wasi:http/client@0.3.0; }
    package wasi:http@0.3.0 { interface client { send: async func(url: string); } }"""
    binary = dummy.from_wit(wit)
    with pytest.raises(PlanError, match="with types that differ from WASI's"):
        app(binary, "api.example.org")


@pytest.mark.parametrize("is_listed", [True, False])
def test_requests(is_listed: bool, tmp_path: Path) -> None:
    """Under a runtime that knows no gate: requests arrive at a listed origin, at others none."""
    package = importlib.util.find_spec("wasmtime_cli")
    if package is None or package.origin is None:
        pytest.skip("there is no wasmtime CLI")
    file = tmp_path / "app.wasm"
    with serving() as server:
        authority = f"127.0.0.1:{server.port}"
        listed = f"http://{authority}" if is_listed else "http://127.0.0.1:9"
        file.write_bytes(app(asker(authority), listed))
        command = [Path(package.origin).with_name("wasmtime"), "run", "-S", "http", file]
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=PATIENCE
        )
        assert "" == done.stderr
        assert (0 if is_listed else 1) == done.returncode
        assert (3 if is_listed else 0) == len(server.received)
