"""`wae docs`: what a page says of a contract, and that each of its examples is one."""

import json
import re
import shlex
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import dummy
import pytest
from hypothesis import given, settings
from strategies import interface_sets

import wae
from wae.binary.types import ComponentType, Interface
from wae.build import wit_text
from wae.commands import docs as command
from wae.commands import new
from wae.contract.docs import Docs
from wae.contract.json_values import from_json
from wae.contract.model import Contract, Function, is_handle_free
from wae.contract.openapi import paths
from wae.errors import NameClash, WaeError
from wae.faces import flags
from wae.faces.coerce import coerce
from wae.faces.loaded_app import find_function, read_app
from wae.kit.docs import html, markdown
from wae.kit.docs.page import Page, make_page
from wae.kit.docs.sources import Described, describe

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def settings_of_a_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], toolbox: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WAE_BUILD_CACHE", str(ROOT / ".cache" / "build"))
    monkeypatch.setenv("XDG_CACHE_HOME", environ["XDG_CACHE_HOME"])
    monkeypatch.setenv("WAE_TOOLBOX", str(toolbox))


def described(name: str, tmp_path: Path) -> tuple[Contract, Page]:
    _, contract = read_app(name)
    return contract, make_page(describe(name, str(tmp_path)))


def examples(page: Page, face: str) -> Iterator[str]:
    for interface in page.interfaces:
        for function in interface.functions:
            yield from (each.text for each in function.examples if each.face == face)


def values(function: Function, arguments: dict[str, Any]) -> list[Any]:
    return [from_json(p.shape, arguments.get(p.name), p.name) for p in function.parameters]


def test_every_function_has_one(toolbox: Path, tmp_path: Path) -> None:
    """Whatever each face calls has an example for it, and nothing else has."""
    contract, page = described("toolbox", tmp_path)
    plain = [f for f in contract.without_entries().functions() if is_handle_free(f)]
    assert len(plain) > 20
    assert len(plain) == len([*examples(page, "Terminal")])
    callable_ = [f for f in paths(contract.without_entries()).values() if f.resource is None]
    for face in ("REST", "MCP", "Python"):
        assert len(callable_) == len([*examples(page, face)])


def test_on_a_terminal(tmp_path: Path) -> None:
    """`wae call` understands every example of a command."""
    contract, page = described("toolbox", tmp_path)
    for line in examples(page, "Terminal"):
        words = shlex.split(line)
        assert ["wae", "call", "toolbox"] == words[:3]
        function = find_function(contract, words[3])
        assert len(function.parameters) == len(flags.parse(function, words[4:]))


def test_by_rest_and_mcp(tmp_path: Path) -> None:
    """The paths, names and bodies of the examples are those that servers take."""
    contract, page = described("toolbox", tmp_path)
    known = paths(contract)
    for line in examples(page, "REST"):
        words = [word for word in shlex.split(line) if word != "--no-buffer"]
        assert ["curl", "-H", "content-type: application/json", "-d"] == words[:4]
        function = known[words[5].removeprefix("http://127.0.0.1:8000")]
        assert len(function.parameters) == len(values(function, json.loads(words[4])))
    tools = {contract.names.tool(f.interface, f.name): f for f in contract.functions()}
    for text in examples(page, "MCP"):
        call = json.loads(text)
        values(tools[call["name"]], call["arguments"])


class Recorded(Exception):
    """What a function was called with."""


class Recorder:
    """Stands for the loaded app: its classes are the app's own, its functions only look at what
    they are given."""

    def __init__(self, app: Any, contract: Contract, path: tuple[str, ...] = ()) -> None:
        self._app, self._contract, self._path = app, contract, path

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._app, name)
        if isinstance(real, type):
            return real
        return Recorder(real, self._contract, (*self._path, name))

    def __call__(self, *given: Any, **named: Any) -> None:
        [function] = [
            f
            for f in self._contract.functions()
            if (*self._contract.names.python(f.interface), f.name.replace("-", "_")) == self._path
        ]
        names = [p.attribute for p in function.parameters]
        arguments = {**dict(zip(names, given, strict=False)), **named}
        for parameter in function.parameters:
            coerce(parameter.shape, arguments.get(parameter.attribute), parameter.attribute)
        raise Recorded


def test_in_python(tmp_path: Path) -> None:
    """Every example is Python that the app takes: names, classes and values."""
    _, page = described("toolbox", tmp_path)
    with wae.load("toolbox") as app:
        own = app._caller._loaded.contract  # whose classes its values are of
        for text in examples(page, "Python"):
            assert text.startswith("with wae.load('toolbox') as app:\n    app.")
            with pytest.raises(Recorded):
                eval(
                    text.partition("\n")[2].strip(),
                    {"app": Recorder(app, own), "wae": wae},
                )


def test_before_it_is_built(capsys: pytest.CaptureFixture[str]) -> None:
    """An app's folder, its WIT and the built component say the same of its contract; errors with
    their words, their statuses and exit codes."""
    new.main(["tally", "-t", "c"], debug=False)
    capsys.readouterr()
    assert 0 == command.main(["tally"], debug=False)
    text = capsys.readouterr().out
    assert text.startswith("# tally\n\n## my:tally/tally@0.1.0\n\n### tally.count\n")
    assert "| `too-long` | The text has more characters than this. | 422 | 1 |\n" in text
    assert "Lines, words and characters of a text.\n" in text
    assert 0 == command.main(["tally/wit"], debug=False)
    of_wit = capsys.readouterr().out
    assert text.replace("# tally\n", "# wit\n", 1).replace("tally.wasm", "app.wasm") == of_wit


class Checked(HTMLParser):
    """What is open, and what refers to elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        named = dict(attrs)
        self.links += [str(named[key]) for key in ("href", "src") if key in named]
        self.ids += [str(named["id"])] if "id" in named else []


def test_one_html_file(tmp_path: Path) -> None:
    """It holds no script and asks for nothing; every link leads to a place in it."""
    assert 0 == command.main(["toolbox", "--html", "-o", "out/page.html"], debug=False)
    checked = Checked()
    checked.feed(Path("out/page.html").read_text())
    assert set() == {"script", "link", "img", "iframe"} & checked.tags
    assert set() == {link.removeprefix("#") for link in checked.links} - {*checked.ids}
    assert len(checked.ids) == len({*checked.ids})


WILD = "package t:x@1.0.0;\ninterface i {\n    /// TEXT\n    f: func();\n}\nworld w { export i; }\n"


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "a | b", "``` fence", "</code>&amp;"]
)
def test_words_are_words(text: str, tmp_path: Path) -> None:
    """What a contract says is text, whatever it contains."""
    Path("wit").mkdir()
    Path("wit/i.wit").write_text(WILD.replace("TEXT", text).partition("world")[0])
    page = make_page(describe("wit", str(tmp_path)))
    assert text == page.interfaces[0].functions[0].doc
    written = html.write(page)
    assert not re.search(r"<script|</code>&amp;", written)
    assert text in markdown.write(page)


@given(interface_sets())
@settings(max_examples=20, deadline=None)
def test_any_contract(interfaces: dict[str, Interface]) -> None:
    """Whatever the types are: each function that JSON can call has examples that fit them."""
    kind = ComponentType({}, {**interfaces})
    try:
        page = make_page(Described("x", "x.wasm", kind, Docs()))
    except NameClash:
        return
    assert "" != markdown.write(page)
    for text in examples(page, "MCP"):
        json.loads(text)


OUTSIDE = """\
package t:x;
world w { record size { %list: u8 } export %use: func(size: size) -> u8; export inner:
  interface { f: func(); } }
"""


def test_functions_outside_of_any_interface() -> None:
    """They are described like others: that an app has no interface leaves nobody without words."""
    Path("a.wasm").write_bytes(dummy.from_wit(OUTSIDE))
    page = make_page(describe("a.wasm", "."))
    first, second = page.interfaces
    assert ("Functions of the app itself", "inner") == (first.name, second.name)
    [function] = first.functions
    assert ("use", "%use: func(size: size) -> u8") == (function.title, function.signature)
    assert "record size {\n    %list: u8,\n}" == first.types
    assert ["wae call a.wasm use --size '{\"list\": 1}'"] == list(examples(page, "Terminal"))[:1]
    assert "app.use({'list': 1})" in [*examples(page, "Python")][0]


def test_nothing_to_describe() -> None:
    """An app that only runs has no page."""
    Path("a.wasm").write_bytes(dummy.from_wit("package t:x; world w { import run: func(); }"))
    with pytest.raises(WaeError) as caught:
        command.main(["a.wasm"], debug=False)
    assert (
        "wae: a.wasm exports nothing that is described here. Name an app, its folder, or a "
        "folder with WIT files"
    ) == caught.value.line()


def test_types_are_shown() -> None:
    """Types stand there as WIT, with their words."""
    kind = Interface(
        dict(interfaces_of("record r { /// Its height.\n h: u8, %list: list<string> }"))
    )
    assert "record r {\n    h: u8,\n    %list: list<string>,\n}" == wit_text.types_text(
        "t:x/i", kind, Docs()
    )


def interfaces_of(text: str) -> dict[str, Any]:
    from wae.binary.decode import decode_component

    binary = dummy.from_wit(
        f"package t:x;\ninterface i {{ {text} f: func(r: r); }}\nworld w {{ export i; }}\n"
    )
    actual = decode_component(binary).exports["t:x/i"]
    assert isinstance(actual, Interface)
    return actual.items
