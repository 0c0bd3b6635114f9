"""What a sealed component of WASI 0.3 gets for what it was not granted."""

import importlib.util
import subprocess
from pathlib import Path

import pytest
from tests.wasip3 import official

from tests import dummy, golden
from wae.binary.decode import decode_component
from wae.compose import ComponentSpec, encode, plan
from wae.compose.generate.answers import Answers, Return, Say, ToStderr
from wae.compose.generate.denial import denial
from wae.inspect.recognize import recognize
from wae.inspect.report import inspect_app

OPEN = ("wasi:clocks/", "wasi:random/", "wasi:cli/types", "wasi:cli/stderr")
HOSTILE = Path(__file__).with_name("hostile.wat")


def test_every_function() -> None:
    """Each function of WASI 0.3 answers what the table says, and the denial is valid, and ours."""
    interfaces = official.interfaces()
    denied = [name for name in interfaces if not name.startswith(OPEN)]
    made = denial("p", denied, interfaces)
    assert "" == dummy.problem(made.binary)
    actual = recognize(made.binary)
    assert actual is not None
    assert ("denial", 2) == (actual.role, actual.version)
    answers = Answers("p", denied, interfaces)
    lines = []
    for owner in denied:
        for title, func in interfaces[owner].functions().items():
            match answers.of(owner, title, func):
                case Return(value):
                    text = _text(value)
                case Say(says):
                    text = f'says "{says}" and traps'
                case ToStderr():
                    text = "goes to stderr"
                case other:
                    text = repr(other)
            lines.append(f"{owner} {title}: {text}".replace("@0.3.0", ""))
    golden.check(golden.FOLDER / "denials" / "wasi-0.3.txt", "\n".join(lines))


def _text(value: object) -> str:
    match value:
        case None:
            return "nothing"
        case (str() as case, None):
            return case
        case (str() as case, payload):
            return f"{case}: {_text(payload)}"
        case tuple() | list():
            return f"[{', '.join(map(_text, value))}]"
        case int() | str():
            return repr(value)
        case _:
            ending = getattr(value, "value", None)
            text = type(value).__name__
            return text if ending is None else f"{text}: {_text(ending)}"


def hostile() -> bytes:
    imports = ("environment", "stdin", "stdout", "exit")
    rest = ("filesystem/preopens", "sockets/types", "sockets/ip-name-lookup", "http/client")
    names = [*(f"cli/{name}" for name in imports), *rest]
    return official.component(
        [f"wasi:{name}@0.3.0" for name in names], ["wasi:cli/run@0.3.0"], HOSTILE.read_text()
    )


def test_hostile() -> None:
    """It holds nothing, and its denial is proved from the bytes."""
    binary = hostile()
    made = encode(
        plan([ComponentSpec("hostile", binary, decode_component(binary))], ["hostile"]), "app"
    )
    assert "" == dummy.problem(made)
    report = inspect_app(made, "app")
    assert {"hostile": (), "deny hostile": ()} == {i.name: i.capabilities for i in report.instances}
    assert {"hostile": None, "deny hostile": "denial"} == {i.name: i.role for i in report.instances}
    assert () == report.other_imports


def test_hostile_runs(tmp_path: Path) -> None:
    """Under a runtime that knows nothing of us: every answer is a refusal, `exit` says who."""
    package = importlib.util.find_spec("wasmtime_cli")
    if package is None or package.origin is None:
        pytest.skip("there is no wasmtime CLI")
    binary = hostile()
    made = encode(
        plan([ComponentSpec("hostile", binary, decode_component(binary))], ["hostile"]), "app"
    )
    file = tmp_path / "app.wasm"
    file.write_bytes(made)
    command = [Path(package.origin).with_name("wasmtime"), "run", "-S", "http,inherit-network"]
    options = ["--env", "SECRET=x", "--dir", str(tmp_path)]
    done = subprocess.run(
        [*command, *options, file], capture_output=True, text=True, input="secret", check=False
    )
    lines = done.stderr.splitlines()
    assert ["printed", 'wae: component "hostile" ended the app with status 7'] == lines[:2]
    assert "" == done.stdout
