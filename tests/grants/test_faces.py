"""Every face gives an app the same: what was granted, and nothing else."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import anyio
import pytest
from mcp import Client, StdioServerParameters, stdio_client
from tests.faces.rest_servers import serving
from wasmtime import wat2wasm

import wae
from tests.conftest import COMMAND
from wae.errors import UsageError

GUEST = Path(__file__).parents[1] / "runtime" / "guests" / "counts.wat"
REFUSAL = (
    "wae: counts.wasm asks for what it was not given: all environment variables; files: read the "
    "current folder. Add --env '*' --dir ., or --deny-rest to run it without\n"
)

Wae = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """An app with a function that counts its variables, and 16 for each of its folders."""
    path = tmp_path / "counts.wasm"
    text = GUEST.read_text().replace("wae:cli/main@0.1.0", "test:counts/api@0.1.0")
    path.write_bytes(wat2wasm(text))
    return path


@pytest.mark.parametrize("command", [("call",), ("serve", "--port", "0"), ("mcp",)])
def test_no_face_gives_more(wae: Wae, app: Path, command: tuple[str, ...]) -> None:
    """Whatever the face, an app that asks for more than it was given is a usage error."""
    rest = ["api.main"] if command == ("call",) else []
    done = wae(*command, str(app), *rest)
    assert (2, "", REFUSAL) == (done.returncode, done.stdout, done.stderr)


def test_call(wae: Wae, app: Path) -> None:
    """`wae call` gives by options before the file."""
    assert "0\n" == wae("call", "--deny-rest", str(app), "api.main").stdout
    assert (
        "18\n" == wae("call", "--env", "A=1", "--env=B=2", "--dir=.", str(app), "api.main").stdout
    )
    listed = wae("call", str(app))
    assert (0, True) == (listed.returncode, "api.main" in listed.stdout)


def test_data_of_a_file_with_a_long_name(wae: Wae, app: Path) -> None:
    """It is kept like that of any other."""
    long = app.rename(app.with_name("ä" * 125 + ".wasm"))
    assert "16\n" == wae("call", "--data", "--deny-rest", str(long), "api.main").stdout


def test_serve(app: Path, environ: dict[str, str], tmp_path: Path) -> None:
    """The workers of a server give what the server was told, wherever the options stand."""
    given = ("--env=A=1", "--dir", f"{tmp_path}=/one", "--data")
    with serving(app, tmp_path / "log", environ, *given) as server:
        assert 33 == server.http.post("/counts/api/main", json={}).json()


def test_mcp(app: Path, environ: dict[str, str]) -> None:
    """A tool's description has the powers that are left, and a call has no more."""

    async def talk() -> tuple[str, object]:
        arguments = ["mcp", str(app), "--env=A=1", "--deny-rest"]
        start = StdioServerParameters(command=str(COMMAND), args=arguments, env=environ)
        async with Client(stdio_client(start)) as client:
            [tool] = (await client.list_tools()).tools
            result = await client.call_tool(tool.name, {})
        return tool.description or "", result.structured_content

    description, result = anyio.run(talk)
    assert {"result": 1} == result
    assert "files" not in description
    assert "environment" in description


def test_python(app: Path, tmp_path: Path) -> None:
    """`wae.load` gives by keyword; values may be given, too."""
    with wae.load(app, env={"A": "1", "B": "2"}, dirs=[tmp_path]) as loaded:
        assert 18 == loaded.counts.api.main()
    with wae.load(app, deny_rest=True) as loaded:
        assert 0 == loaded.counts.api.main()
    with pytest.raises(UsageError) as caught:
        wae.load(app)
    hint = "wae.load(…, env='*', dirs=['.']), or deny_rest=True to load it without"
    assert hint == caught.value.hint


def test_the_toolbox_is_known_by_its_content(wae: Wae, toolbox: Path, tmp_path: Path) -> None:
    """A file that is the toolbox needs no options, whatever its name; the name alone is nothing."""
    same, other = tmp_path / "same.wasm", tmp_path / "toolbox.wasm"
    same.symlink_to(toolbox)
    assert 0 == wae("run", str(same), "password").returncode
    other.write_bytes(wat2wasm(GUEST.read_text()))
    assert 2 == wae("run", str(other)).returncode


def test_options_count_for_the_toolbox_and_beside_all(
    wae: Wae, app: Path, toolbox: Path, tmp_path: Path
) -> None:
    """Who denies the toolbox something has denied it; what stands beside `--allow-all` is given."""
    told = wae("run", "--deny-rest", str(toolbox), "config", "path")
    assert "/config" not in told.stdout
    (tmp_path / "more").mkdir()
    plain = int(wae("call", "--allow-all", str(app), "api.main").stdout)
    given = ("--env=B=2", "--dir=more=/more")
    assert plain + 17 == int(wae("call", "--allow-all", *given, str(app), "api.main").stdout)


def test_what_cannot_be_wrapped_says_why(wae: Wae, tmp_path: Path) -> None:
    """WASI that wae does not know is not denied in silence: it takes `--allow-all`."""
    app = tmp_path / "clock.wasm"
    text = """(component
      (import "wasi:clocks/moon@0.2.0" (instance (export "now" (func (result u32)))))
      (core module $m (func (export "main") (result i32) (i32.const 0)))
      (core instance $i (instantiate $m))
      (func $main (result u8) (canon lift (core func $i "main")))
      (instance $exported (export "main" (func $main)))
      (export "wae:cli/main@0.1.0" (instance $exported)))"""
    app.write_bytes(wat2wasm(text))
    done = wae("run", str(app))
    assert (2, "") == (done.returncode, done.stdout)
    assert (
        "wae: clock.wasm cannot be held to less than everything: it imports "
        "wasi:clocks/moon@0.2.0, which wae does not know. If you trust it: --allow-all\n"
        == done.stderr
    )
    assert "the app cannot run here" in wae("run", "--allow-all", str(app)).stderr


def test_what_cannot_be_followed_says_why(wae: Wae, tmp_path: Path) -> None:
    """An app of which nobody can tell what it asks for takes `--allow-all`, too."""
    app = tmp_path / "parts.wasm"
    text = """(component (import "part" (component))
      (core module $m (func (export "main") (result i32) (i32.const 0)))
      (core instance $i (instantiate $m))
      (func $main (result u8) (canon lift (core func $i "main")))
      (instance $exported (export "main" (func $main)))
      (export "wae:cli/main@0.1.0" (instance $exported)))"""
    app.write_bytes(wat2wasm(text))
    done = wae("run", "--deny-rest", str(app))
    assert (2, "") == (done.returncode, done.stdout)
    assert (
        "wae: parts.wasm cannot be held to less than everything: the app imports the component "
        '"part", which cannot be followed. If you trust it: --allow-all\n' == done.stderr
    )


def test_a_request_in_the_bytes_is_no_grant(wae: Wae, app: Path) -> None:
    """`[run]` makes the advice precise, and gives nothing; nonsense in it says nothing."""
    plain = app.read_bytes()
    for request, advice in (
        (b"--env=A\n--dir=docs=/docs", "Add --env A --dir docs=/docs, or"),
        (b"--allow-all", "Add --env '*' --dir ., or"),
        (b"--env=A\n--deny-rest", "Add --env '*' --dir ., or"),
        (b"--net\n--http=*", "Add --env '*' --dir ., or"),
        (b"--dir=\x1b[2J=.\xff", "Add --env '*' --dir ., or"),
    ):
        content = b"\x07wae:run" + request
        app.write_bytes(plain + bytes([0, len(content)]) + content)
        done = wae("call", str(app), "api.main")
        assert (2, "") == (done.returncode, done.stdout)
        assert advice in done.stderr, done.stderr


def test_documents_name_the_options(wae: Wae) -> None:
    """Each command that runs an app says how to give it something."""
    for command in ("run", "call", "serve", "mcp"):
        assert "--dir PATH[=NAME][:rw]" in wae(command, "--help").stdout
    assert json.loads(wae("grants", "list", "--json").stdout) == []
