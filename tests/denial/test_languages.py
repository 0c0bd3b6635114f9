"""Programs in four languages with nothing granted: each starts, works, and handles its denials."""

import subprocess
import sysconfig
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.denial.languages import (
    COMMAND,
    REACTOR,
    c_component,
    go_component,
    javascript_app,
    python_app,
    sealed,
)
from tests.wasmtime_command import wasmtime

import wae
from wae.inspect.report import inspect_app

Make = Callable[[Path], Path]

PYTHON = {
    "stdout": "written",
    "descriptor": "23",
    "stdin": "''",
    "input": "EOFError",
    "select": "[1]",
    "environment": "({}, [])",
    "open": "FileNotFoundError",
    "look-up": "PermissionError",
    "connect": "PermissionError",
    "datagram": "PermissionError",
    "urllib": "URLError",
    "get": "ErrorCode_HttpRequestDenied",
    "post": "ErrorCode_HttpRequestDenied",
    "random": "8",
}
JAVASCRIPT = {
    "stdout": "written",
    "stderr": "written",
    "fetch": "caught an Error",
    "post": "caught an Error",
    "headers": "text/plain",
    "clock": "true",
    "random": "8",
}
C = {
    "stdout": "written",
    "stdin": "end",
    "environment": "none",
    "open": "No such file or directory",
    "random": "random",
    "clock": "clock",
}
GO = {
    "stdout": "written",
    "stdin": "EOF",
    "environment": "[] 0",
    "open": "open secret.txt: Bad file number",
    "random": "random",
    "clock": "true",
}


def _c(output: Path) -> Path:
    return sealed("c", c_component(REACTOR), output)


def _go(output: Path) -> Path:
    return sealed("go", go_component(REACTOR), output)


@pytest.fixture(scope="module", params=["python", "javascript", "c", "go"])
def program(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path, dict[str, str]]:
    """A language, its program without grants, and what must come of its attempts."""
    name = str(request.param)
    makers: dict[str, tuple[Make, dict[str, str]]] = {
        "python": (python_app, PYTHON),
        "javascript": (javascript_app, JAVASCRIPT),
        "c": (_c, C),
        "go": (_go, GO),
    }
    make, expected = makers[name]
    return name, make(tmp_path_factory.mktemp(name) / f"{name}.wasm"), expected


def _attempt(app: Any, what: str) -> str:
    return str(app.denied.tries.attempt(what))


def test_every_denial_can_be_handled(program: tuple[str, Path, dict[str, str]]) -> None:
    """Each attempt comes to what the table says, one after the other in one instance."""
    _, file, expected = program
    with wae.load(file) as app:
        assert expected == {what: _attempt(app, what) for what in expected}


def test_exit_says_who(program: tuple[str, Path, dict[str, str]]) -> None:
    """Exiting ends the app, with an error that names the component; the next call works."""
    name, file, expected = program
    if name == "javascript":
        pytest.skip("JavaScript has no way to exit")
    with wae.load(file) as app:
        with pytest.raises(wae.Crash) as caught:
            _attempt(app, "exit")
        message = f'the app crashed (component "{name}" ended the app with status 1)'
        assert message == caught.value.message
        assert expected["stdin"] == _attempt(app, "stdin")


def test_it_holds_nothing(program: tuple[str, Path, dict[str, str]]) -> None:
    """Clocks and random numbers are all that it holds, and nothing else is asked of the app."""
    name, file, _ = program
    report = inspect_app(file.read_bytes(), name)
    [instance] = [i for i in report.instances if i.name == name]
    assert {"clocks", "random"} >= {*instance.capabilities, *instance.through}
    assert ["denial"] == [i.role for i in report.instances if i.role]
    given = {title.partition("@")[0] for title in report.imports}
    assert {"wasi:cli/stderr"} == {title for title in given if title.startswith("wasi:cli/")}
    assert not [t for t in given if t.startswith(("wasi:filesystem", "wasi:sockets", "wasi:http"))]


LINES = {
    "python": ["Python on stdout", "'' 0 0"],
    "c": ["C on stdout", *(f"{what}: {found}" for what, found in C.items())],
    "go": ["Go on stdout", *(f"{what}: {found}" for what, found in GO.items())],
}

NOTICES = {
    name: (
        "wae: waiting for another wae, which is compiling\n",  # another test's
        f"Compiling {name}.wasm for this machine (once)…\n",
    )
    for name in LINES
}


@pytest.fixture(scope="module", params=["python", "c", "go"])
def command(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path]:
    name = str(request.param)
    output = tmp_path_factory.mktemp(name) / f"{name}.wasm"
    if name == "python":
        return name, python_app(output)
    make = {"c": c_component, "go": go_component}[name]
    return name, sealed(name, make(COMMAND), output)


def _check(name: str, stdout: str, stderr: str) -> None:
    said = [*LINES[name], f'wae: component "{name}" ended the app with status 1']
    assert "" == stdout
    assert said == stderr.splitlines()[: len(said)]


def test_command_under_wae(command: tuple[str, Path], environ: dict[str, str]) -> None:
    """What a command prints comes out of stderr, its input does not reach it, and the error at its
    end says who exited.
    """
    name, file = command
    wae_command = Path(sysconfig.get_path("scripts"), "wae")
    done = subprocess.run(
        [wae_command, "run", file], input="x", env=environ, capture_output=True, text=True
    )
    assert 1 == done.returncode
    text = "".join(line for line in done.stderr.splitlines(True) if line not in NOTICES[name])
    _check(name, done.stdout, text)
    reason = f'component "{name}" ended the app with status 1'
    assert f"wae: the app crashed ({reason})" == text.splitlines()[-1]


def test_command_under_wasmtime(command: tuple[str, Path]) -> None:
    """The same under another host, which offers it everything."""
    name, file = command
    given = ["--env", "SECRET=x", "--dir", ".", "-S", "http", "-S", "inherit-network"]
    done = subprocess.run(
        wasmtime("run", *given, file, "argument"), input="x", capture_output=True, text=True
    )
    assert 0 != done.returncode
    _check(name, done.stdout, done.stderr)
