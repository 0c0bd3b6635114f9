"""An app in another that gives it only so much: what it holds then, whatever it imports."""

import dummy
import pytest
from tests.compose import wasi

from wae.binary.decode import decode_component
from wae.compose.wrap import Authority, CannotWrap, wrap
from wae.inspect.report import InstanceReport, inspect_app

SOURCES = {
    "environment": "wasi:cli/environment",
    "files": "wasi:filesystem/preopens",
    "sockets": "wasi:sockets/instance-network",
    "http": "wasi:http/outgoing-handler",
    "terminal": "wasi:cli/stdin",
}
ALL = "".join(f"import {name}@0.2.9;\n" for name in SOURCES.values())
OTHER = "package test:other@1.0.0 { interface api { f: func(); } }"
WHOLE = Authority(None, files=True, sockets=True, origins=None)


def app(world: str = ALL, others: str = "") -> bytes:
    return wasi.component(world + "export wasi:cli/run@0.2.9;", "0.2.9", others=others)


def own(wasm: bytes) -> InstanceReport:
    """What is said of the app inside the composite."""
    [actual] = [i for i in inspect_app(wasm, "app").instances if i.name == "app"]
    return actual


@pytest.mark.parametrize("files", [False, True])
@pytest.mark.parametrize("sockets", [False, True])
@pytest.mark.parametrize("variables", [(), ("A", "B"), None])
@pytest.mark.parametrize("origins", [(), ("a.example", "http://*.b.example"), None])
def test_no_more(
    files: bool,
    sockets: bool,
    variables: tuple[str, ...] | None,
    origins: tuple[str, ...] | None,
) -> None:
    """Each capability is held if it is given; variables and origins only those that are named."""
    wrapped = wrap(app(), "app", Authority(variables, files, sockets, origins))
    assert "" == dummy.problem(wrapped)
    given = {
        "terminal": True,
        "environment": variables is None,
        "files": files,
        "sockets": sockets,
        "http": origins is None,
    }
    actual = own(wrapped)
    # Who has sockets needs no gate to reach others.
    limits = variables or None, None if sockets else origins or None
    assert limits == (actual.variables or None, actual.origins or None)
    by_limit = {"environment": bool(variables), "http": bool(origins)}
    held = {name for name, is_given in given.items() if is_given}
    assert held == {name for name in actual.capabilities if not by_limit.get(name)}


@pytest.mark.parametrize(
    ("name", "authority"),
    [
        ("environment", Authority((), files=True, sockets=True, origins=None)),
        ("files", Authority(None, files=False, sockets=True, origins=None)),
        ("files", Authority(("A",), files=False, sockets=True, origins=("a.example",))),
        ("sockets", Authority(None, files=True, sockets=False, origins=None)),
        ("http", Authority(None, files=True, sockets=True, origins=())),
    ],
)
def test_only_what_is_imported(name: str, authority: Authority) -> None:
    """Of what is given, an app gets what it asks for; what it asks for alone may be denied."""
    wrapped = wrap(app(f"import {SOURCES[name]}@0.2.9;"), "app", authority)
    assert () == own(wrapped).capabilities
    imports = {title.partition("@")[0] for title in decode_component(wrapped).imports}
    # A filter of variables passes on the arguments, which every app has.
    kept = {SOURCES[name]} if name == "environment" else set()
    assert kept == imports & {*SOURCES.values()}


@pytest.mark.parametrize(
    ("world", "authority"),
    [
        ("", Authority()),
        ("import wasi:cli/stdin@0.2.9; import wasi:clocks/wall-clock@0.2.9;", Authority()),
        (
            "import wasi:filesystem/types@0.2.9; import wasi:cli/stderr@0.2.9;",
            Authority(files=True),
        ),
        (ALL, WHOLE),
        ("import other: interface { f: func(); }", Authority()),
    ],
)
def test_nothing_to_deny(world: str, authority: Authority) -> None:
    """An app that imports no more than it is given stays the same bytes."""
    binary = app(world)
    assert binary == wrap(binary, "app", authority)


def test_other_imports_stay() -> None:
    """What is not of WASI is imported as before: whoever runs the app provides it or not."""
    binary = app(f"{ALL} import test:other/api@1.0.0;", OTHER)
    wrapped = wrap(binary, "app", Authority())
    assert "test:other/api@1.0.0" in inspect_app(wrapped, "app").imports
    assert {"terminal", "test:other/api@1.0.0"} == {*own(wrapped).capabilities}


@pytest.mark.parametrize("authority", [Authority(), WHOLE])
def test_unknown_wasi(authority: Authority) -> None:
    """What is of WASI, but not known, cannot be denied, nor given in the name of a grant."""
    binary = app(f"{ALL} import wasi:keyvalue/store@0.2.9;")
    with pytest.raises(CannotWrap) as caught:
        wrap(binary, "app", authority)
    said = "it imports wasi:keyvalue/store@0.2.9, which wae does not know"
    assert said == caught.value.message


@pytest.mark.parametrize(
    "functions",
    [
        "get-environment: func() -> u32;",
        "get-environment: func(x: u32) -> list<tuple<string, string>>;",
        "get-arguments: func();",
        "initial-cwd: func() -> option<string>; more: func() -> list<string>;",
    ],
)
def test_an_environment_that_is_none_of_wasi(functions: str) -> None:
    """What a filter could not be, with the types that the app declares, is said."""
    binary = dummy.from_wit(
        "package test:it;\nworld w { import wasi:cli/environment@0.2.9; }\n"
        f"package wasi:cli@0.2.9 {{ interface environment {{ {functions} }} }}\n"
    )
    with pytest.raises(CannotWrap) as caught:
        wrap(binary, "app", Authority())
    said = '"app" imports wasi:cli/environment@0.2.9 with types that differ from WASI\'s'
    assert (said, "Build it against the WIT of wasi:cli") == (
        caught.value.message, caught.value.hint
    )  # fmt: skip


def test_no_component() -> None:
    """Bytes that are no component are not wrapped, and the reason is told."""
    with pytest.raises(CannotWrap, match="this is not a WebAssembly component"):
        wrap(b"no wasm", "app", Authority())


def test_what_the_composer_refuses() -> None:
    """An app that the composer cannot place is not wrapped; what to do about it is told, too."""
    binary = dummy.from_wit(
        "package test:it;\nworld w { import wasi:http/outgoing-handler@0.2.9; }\n"
        "package wasi:http@0.2.9 { interface outgoing-handler { handle: func(); } }\n"
    )
    with pytest.raises(CannotWrap) as caught:
        wrap(binary, "app", Authority(origins=("a.example",)))
    said = '"app" imports wasi:http/outgoing-handler@0.2.9 with types that differ from WASI\'s'
    hint = "Build it against the WIT of wasi:http"
    assert (said, hint) == (caught.value.message, caught.value.hint)


def test_it_exports_the_same() -> None:
    """Whoever calls the app calls its wrapped form alike."""
    wrapped = decode_component(wrap(app(), "app", Authority()))
    assert decode_component(app()).exports.keys() == wrapped.exports.keys()
