"""What `wae new` makes builds at once, is sealed, and answers as its contract says."""

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from subprocess import CompletedProcess
from threading import Thread

import pytest
from toolchains import use

import wae as library
from wae.build.app import build_app, write_app
from wae.build.progress import Progress
from wae.commands import new
from wae.inspect.report import AppReport, inspect_app
from wae.kit.names import read_name
from wae.kit.templates import TEMPLATES, fill
from wae.manifest import load_manifest

ROOT = Path(__file__).parents[2]
Wae = Callable[..., CompletedProcess[str]]
NAMES = {"python": "tool", "javascript": "words", "c": "tally"}
"""Each language that a template has, and a component's name: what was built once is kept."""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WAE_BUILD_CACHE", str(ROOT / ".cache" / "build"))


def made(name: str, template: str, edit: Callable[[str], str] = str) -> Path:
    """The app that the template makes, built."""
    new.main([name, "-t", template], debug=False)
    manifest = Path(name, "wae.toml")
    manifest.write_text(edit(manifest.read_text()))
    output = Path(name, f"{name}.wasm").absolute()
    write_app(build_app(load_manifest(manifest), Progress(quiet=True)), output)
    return output


def report(app: Path) -> AppReport:
    return inspect_app(app.read_bytes(), app.stem)


@pytest.mark.parametrize("template", NAMES)
def test_one_contract_in_every_language(
    template: str, wae: Wae, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same questions get the same answers, errors included, whatever language it is in; and
    none of them holds more than clocks and random numbers."""
    use(template, monkeypatch)
    name = NAMES[template]
    app = made(name, template)
    counted = wae("call", str(app), f"{name}.count", "--text", "one two\nthree é😀")
    assert {"lines": 2, "words": 4, "characters": 16} == json.loads(counted.stdout)
    empty = wae("call", str(app), f"{name}.count", "--text", "")
    assert ("empty", 1) == (json.loads(empty.stdout), empty.returncode)
    long = wae("call", str(app), f"{name}.count", "--text", "@-", input="x" * 1_000_001)
    assert {"too-long": 1_000_000} == json.loads(long.stdout)
    held = {c for i in report(app).instances if not i.is_quiet for c in i.capabilities}
    assert held <= {"clocks", "random"}


def test_a_name_is_no_variable() -> None:
    """What somebody chooses as a name hides nothing in the files, whatever it is: it is the name of
    a module, of a member, or of an export, never one that the code knows something by."""
    name = read_name("zz-top")
    for template in TEMPLATES.values():
        made = fill(template, name)
        for path, text in {**made.component, **made.beside}.items():
            if path.endswith(".py"):
                known = [
                    node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)
                ]
                assert "zz_top" not in known, path
            if path.endswith(".js"):
                assert ["export { contract as zzTop };"] == [
                    line for line in text.splitlines() if "zzTop" in line
                ] or "zzTop" not in text


def test_a_command(wae: Wae) -> None:
    """The app template's command has its arguments and the terminal; the component has nothing."""
    app = made("tool", "app")
    counted = wae("run", str(app), "one two")
    assert ("1 lines, 2 words, 7 characters\n", 0) == (counted.stdout, counted.returncode)
    nothing = wae("run", str(app), "")
    assert ("tool: a text is empty", 1) == (nothing.stderr.splitlines()[-1], nothing.returncode)
    usage = wae("run", str(app))
    assert "Usage: tool TEXT…" in usage.stderr
    held = {i.name: {*i.capabilities} for i in report(app).instances if not i.is_quiet}
    assert {"clocks", "random"} == held["tool"]
    assert "files" not in held["cli"]


@contextmanager
def _serving(html: str) -> Iterator[str]:
    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = html.encode()
            self.send_response(200)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_a_web_page(wae: Wae) -> None:
    """The http template asks the hosts in wae.toml, and no other, without a file of wae's."""
    with _serving("<title>An\n example</title>") as origin:
        app = made("titles", "http", lambda text: text.replace("example.com", origin))
        call = ("call", "--http", origin, str(app), "titles.title", "--url")
        assert {"status": 200, "title": "An example"} == json.loads(wae(*call, origin).stdout)
        refused = wae(*call, "https://elsewhere.org/")
        assert {"forbidden": "https://elsewhere.org"} == json.loads(refused.stdout)


def test_every_face(wae: Wae) -> None:
    """What a template makes is an app like any other: Python and models see the function."""
    app = made("tool", "app")
    with library.load(str(app)) as loaded:
        assert 2 == loaded.tool.tool.count("one two").words
    listed = wae("mcp", "--list", str(app))
    assert "tool_tool_count" in listed.stdout


@pytest.mark.parametrize(
    ("name", "template"),
    [*zip(NAMES.values(), NAMES, strict=True), ("tool", "app"), ("titles", "http")],
)
def test_its_tests_pass(
    name: str, template: str, wae: Wae, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`wae test` runs what the template brings: in the sandbox, and natively where it is Python.
    What is Python is as typed as `mypy --strict` wants it."""
    use(template, monkeypatch)
    new.main([name, "-t", template], debug=False)
    environment = {name: os.environ[name] for name in ("PATH", "WAE_BUILD_CACHE")}
    done = wae("test", name, env=environment, cwd=Path.cwd())
    assert 0 == done.returncode, done.stdout + done.stderr
    for folder in sorted(path.parent for path in Path(name).glob("*/app.py")):
        checked = subprocess.run(
            [sys.executable, "-m", "mypy", "app.py", "tests"],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert 0 == checked.returncode, checked.stdout


@pytest.mark.parametrize(("template", "module"), [("python", "counting"), ("http", "html_title")])
def test_the_plain_part(template: str, module: str) -> None:
    """Its tests pass as any tests do, without wae."""
    new.main(["plain", "-t", template], debug=False)
    folder = Path("plain/plain")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, f"tests/test_{module}.py"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": "."},
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == done.returncode, done.stdout
    assert re.search(r"2 passed", done.stdout)
