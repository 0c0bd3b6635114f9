"""`wae test`: one test, natively and against the sealed component."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from wae.build.app import build_app
from wae.build.progress import Progress
from wae.cli import dispatch
from wae.errors import UsageError
from wae.manifest import load_manifest

ROOT = Path(__file__).parents[2]
APPS = ROOT / "tests" / "apps"
FAILING = """
from wae_component import Component, Imports


def test_missing(component: Component) -> None:
    component.relay.optional("x", None)


def test_raised(component: Component, imports: Imports) -> None:
    def fail(reason: object) -> int:
        raise ZeroDivisionError("in the fake")

    imports.failures.fail = fail
    component.relay.ask(None)


def test_no_such_method(component: Component, imports: Imports) -> None:
    class Bare:
        def __init__(self, name: str) -> None: ...

    imports.store.Bucket = Bare
    component.relay.keep("a", "b", "c")


def test_raised_by_a_method(component: Component, imports: Imports) -> None:
    class Bucket:
        def __init__(self, name: str) -> None: ...
        def put(self, key: str, value: str) -> None:
            raise OSError("in a method")

    imports.store.Bucket = Bucket
    component.relay.keep("a", "b", "c")


def test_raised_at_the_end(component: Component, imports: Imports) -> None:
    class Bucket:
        def __init__(self, name: str) -> None: ...
        def put(self, key: str, value: str) -> None: ...
        def get(self, key: str) -> str:
            return ""
        def __exit__(self, *error: object) -> None:
            raise EOFError("when it is dropped")

    imports.store.Bucket = Bucket
    component.relay.keep("a", "b", "c")


def test_wrong_values(component: Component, imports: Imports) -> None:
    imports.failures.fail = lambda reason: "seven"
    component.relay.ask(None)


def test_no_resource(component: Component, imports: Imports) -> None:
    imports.store.all = lambda: [None]
    imports.store.Bucket = lambda name: object()
    component.relay.pour("x")


def test_two_lent(component: Component, imports: Imports) -> None:
    class Bucket:
        find = staticmethod(lambda name: Bucket())
        common = lambda self, other: 1

    imports.store.Bucket = Bucket
    assert 1 == component.relay.compare("a", "b")


def test_crash(component: Component) -> None:
    component.relay.crash("seven")


def test_no_such_import(imports: Imports) -> None:
    imports.valeus = 1


def test_no_such_function(imports: Imports) -> None:
    imports.values.nset = 1
"""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the app, and of the contracts that it needs."""
    folder = tmp_path_factory.mktemp("apps")
    for name in ("relay", "echo"):
        shutil.copytree(APPS / name, folder / name, ignore=shutil.ignore_patterns(".wae"))
    # componentize-py's module for it would have a function `bytes` that hides the type.
    for wit in (folder / "echo/wit").rglob("*.wit"):
        wit.write_text(re.sub(r"^ *bytes: func.*\n", "", wit.read_text(), flags=re.MULTILINE))
    return folder / "relay"


def wae(
    *arguments: object, cwd: Path, environ: dict[str, str]
) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "wae", *map(str, arguments)]
    cache = {"WAE_BUILD_CACHE": os.environ.get("WAE_BUILD_CACHE", str(ROOT / ".cache/build"))}
    return subprocess.run(
        command,
        cwd=cwd,
        env={**environ, **cache, "RELAY_SECRET": "x"},
        capture_output=True,
        text=True,
    )


def test_both_worlds(app: Path, environ: dict[str, str]) -> None:
    """The same tests pass natively and in the sandbox: values of every type go in and out of the
    component and of what it imports."""
    done = wae("test", "--", "-v", "-p", "no:cacheprovider", cwd=app, environ=environ)
    assert 0 == done.returncode, done.stdout + done.stderr
    assert "test_nested[native-value0] PASSED" in done.stdout
    assert "test_nested[sandbox-value0] PASSED" in done.stdout
    assert 34 == done.stdout.count(" PASSED")


def test_failures_are_told(app: Path, environ: dict[str, str]) -> None:
    """A fake that is missing is named; an exception of one reaches the test; a bug of the component
    has its traceback, with the author's files and lines: in both worlds."""
    (app / "relay/tests/test_failing.py").write_text(FAILING)
    done = wae("test", "relay", "--", "-k", "failing", "--tb=short", cwd=app, environ=environ)
    (app / "relay/tests/test_failing.py").unlink()
    assert 1 == done.returncode
    missing = (
        "MissingFake: the component called optional of test:echo/values@0.1.0, which the test "
        "does not give: set imports.values = …, or imports.values.optional = …"
    )
    assert 2 == done.stdout.count(f"E   wae.testing.imports.{missing}")
    assert 2 == done.stdout.count("E   ZeroDivisionError: in the fake")
    assert 2 == done.stdout.count("E   OSError: in a method")
    assert 2 == done.stdout.count("E   EOFError: when it is dropped")
    no_method = (
        "MissingFake: the component called bucket.put of test:relay/store@0.1.0, which the test's "
        "Bare does not have"
    )
    assert 2 == done.stdout.count(f"E   wae.testing.imports.{no_method}")
    wrong = (
        "WrongFake: the test's failures.fail returned a wrong value: expected a number, "
        "found str 'seven'"
    )
    assert 2 == done.stdout.count(f"E   wae.testing.answering.{wrong}")
    no_resource = (
        "WrongFake: the test's store.all[0] returned a wrong value: expected a bucket, found None"
    )
    assert 2 == done.stdout.count(f"E   wae.testing.answering.{no_resource}")
    two = (
        "CannotFake: relay.compare lends several resources to one call of an import, which "
        "wasmtime cannot hand to a test"
    )
    assert 1 == done.stdout.count(f"E   wae.testing.sandbox.{two}")
    assert 1 == done.stdout.count(f'E     File "{app}/relay/crashing.py", line 2, in crash')
    assert 1 == done.stdout.count("E       return int(text)")
    problem = "invalid literal for int() with base 10: 'seven'"
    assert 2 == sum(problem in line for line in done.stdout.splitlines() if line.startswith("E "))
    assert "the component does not import valeus; it imports failures, store, values" in done.stdout
    assert "test:echo/values@0.1.0 has no nset; it has many, nest, nothing" in done.stdout


def test_another_implementation(app: Path, environ: dict[str, str]) -> None:
    """`--with` runs the tests against another component, in the sandbox alone."""
    build = build_app(load_manifest(app / "wae.toml"), Progress(quiet=True))
    (app / "other.wasm").write_bytes(build.components["relay"].binary)
    done = wae(
        "test",
        "--with",
        "relay=other.wasm",
        "--",
        "-v",
        "-k",
        "test_scalars",
        cwd=app,
        environ=environ,
    )
    assert 0 == done.returncode, done.stdout + done.stderr
    assert ["[sandbox-value0]", "[sandbox-value1]"] == [
        line.partition("test_scalars")[2].partition(" ")[0]
        for line in done.stdout.splitlines()
        if "PASSED" in line
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "No such file or directory"), (b"hello", "this is not a WebAssembly component")],
)
def test_another_that_is_none(
    content: bytes | None, said: str, app: Path, environ: dict[str, str]
) -> None:
    """What keeps a component out of the sandbox is one line for each test, and nothing of wae's
    own code."""
    if content is not None:
        (app / "none.wasm").write_bytes(content)
    words = ("test", "--with", "relay=none.wasm", "--", "-k", "test_scalars")
    done = wae(*words, cwd=app, environ=environ)
    assert 1 == done.returncode
    told = done.stdout.partition("short test summary")[0]  # which repeats it in full under CI
    assert 2 == told.count(f"none.wasm: {said}\n")
    assert "src/wae" not in done.stdout


def test_bindings_satisfy_type_checkers(app: Path, environ: dict[str, str]) -> None:
    """`mypy --strict` knows the component, its imports, and what tests are given; what `wae
    bindings` writes is the same each time, and git does not see it."""
    shutil.rmtree(app / "relay/.wae", ignore_errors=True)
    first = wae("bindings", cwd=app, environ=environ)
    again = wae("bindings", cwd=app, environ=environ)
    assert ["written", "unchanged"] == [each.stderr.split()[-1] for each in (first, again)]
    assert "*\n" == (app / "relay/.wae/.gitignore").read_text().partition("\n")[2]
    command = [sys.executable, "-m", "mypy", "app.py", "tests"]
    done = subprocess.run(command, cwd=app / "relay", capture_output=True, text=True)
    assert 0 == done.returncode, done.stdout
    wrong = "component.relay.count(1)\n    imports.values.nest = 'x'\n    component.relya\n"
    (app / "relay/tests/test_wrong.py").write_text(
        "from wae_component import Component, Imports\n\n\n"
        f"def test(component: Component, imports: Imports) -> None:\n    {wrong}"
    )
    done = subprocess.run(command, cwd=app / "relay", capture_output=True, text=True)
    (app / "relay/tests/test_wrong.py").unlink()
    assert ["call-arg", "assignment", "attr-defined"] == [
        line.rpartition("[")[2].rstrip("]") for line in done.stdout.splitlines() if "error:" in line
    ]


def test_a_half_written_folder(app: Path, environ: dict[str, str]) -> None:
    """What somebody changed in the folder is written anew, whole."""
    wae("bindings", cwd=app, environ=environ)
    module = app / "relay/.wae/bindings/wit_world/__init__.py"
    before = module.read_bytes()
    module.write_text("x = 1\n")
    (app / "relay/.wae/bindings/more.py").touch()
    done = wae("bindings", cwd=app, environ=environ)
    assert done.stderr.split()[-1] == "written"
    assert before == module.read_bytes()
    assert not (app / "relay/.wae/bindings/more.py").exists()
    assert [".wae"] == [path.name for path in (app / "relay").glob(".wae*")]


def test_plugin_leaves_others_alone(tmp_path: Path) -> None:
    """Tests that are no component's run as ever, and import nothing of wae but the plugin."""
    (tmp_path / "test_x.py").write_text(
        "import sys\n\n\ndef test_x():\n"
        "    assert {m for m in sys.modules if m[:4] == 'wae.'} == "
        "{'wae.testing', 'wae.testing.plugin'}\n"
    )
    command = [sys.executable, "-m", "pytest", "-q", "-p", "wae.testing.plugin", "-p", "no:wae"]
    done = subprocess.run(
        [*command, str(tmp_path)], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert 0 == done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nobody"], 'wae.toml has no component "nobody". Components: relay'),
        (["--with", "relay"], '--with "relay" is not NAME=FILE. For example: --with'),
    ],
)
def test_usage(app: Path, arguments: list[str], message: str) -> None:
    """What cannot be meant is an error of usage."""
    with pytest.raises(UsageError) as caught:
        dispatch(["test", str(app), *arguments], debug=False)
    assert message in caught.value.line()
