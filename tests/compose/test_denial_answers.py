"""What each function of a denied interface answers, by its type alone."""

from __future__ import annotations

from typing import Any

import pytest

from wae.binary.types import (
    Borrow,
    Enum,
    Flags,
    Func,
    Interface,
    Item,
    List,
    Named,
    Option,
    Own,
    Primitive,
    Record,
    Resource,
    Result,
    Tuple,
    Type,
    TypeDef,
    Variant,
)
from wae.compose.generate.answers import Answers, Behaviour, Fresh, Pass, Ready, Return, Say, Stderr

AT = "@0.2.9"
STREAMS, POLL, FILES = f"wasi:io/streams{AT}", f"wasi:io/poll{AT}", f"wasi:filesystem/types{AT}"
EXIT, STDOUT, OUTSIDE = f"wasi:cli/exit{AT}", f"wasi:cli/stdout{AT}", "acme:x/y@1.0.0"
STRING, U8 = Primitive("string"), Primitive("u8")
OUTPUT, INPUT = Named(STREAMS, "output-stream"), Named(STREAMS, "input-stream")
AGAIN = Named(FILES, "stream-again")  # `use streams.{output-stream as stream-again}`
CLOSED = Named(STREAMS, "stream-error")
ERROR = Variant((("last-operation-failed", STRING), ("closed", None)))
DENIED = Enum(("busy", "access", "not-permitted"))

TYPES: dict[str, dict[str, Item]] = {
    STREAMS: {
        "output-stream": TypeDef(Resource()),
        "input-stream": TypeDef(Resource()),
        "stream-error": TypeDef(ERROR),
    },
    POLL: {"pollable": TypeDef(Resource()), "other": TypeDef(Resource())},
    FILES: {
        "descriptor": TypeDef(Resource()),
        "output-stream": TypeDef(Resource()),
        "error-code": TypeDef(DENIED),
        "error-again": TypeDef(Named(FILES, "error-code")),
        "stream-again": TypeDef(OUTPUT),
        "closed-again": TypeDef(CLOSED),
        "pollable": TypeDef(Named(POLL, "pollable")),
        "strings": TypeDef(List(STRING)),
    },
    OUTSIDE: {"thing": TypeDef(Resource()), "closed": TypeDef(CLOSED)},
    EXIT: {},
    STDOUT: {},
}
INTERFACES = {name: Interface(items) for name, items in TYPES.items()}


def answer(
    owner: str, title: str, func: Func, denied: tuple[str, ...] = (STREAMS, FILES, OUTSIDE)
) -> Behaviour:
    interfaces = {**INTERFACES, owner: Interface({**TYPES[owner], title: func})}
    return Answers("p", {*denied, owner}, interfaces).of(owner, title, func)


def returned(kind: Type | None, owner: str = FILES) -> Any:
    actual = answer(owner, "f", Func((), kind))
    return actual.value if isinstance(actual, Return) else actual


UNKNOWN = Say(f'component "p" called f of {OUTSIDE}, which no grant opens', tells_status=False)
WITHOUT_TERMINAL = Say(f'component "p" called get-stdout of {STDOUT} without the grant "terminal"')
WITHOUT_FILES = Say(f'component "p" called f of {FILES} without the grant "files"')


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (None, None),
        (STRING, ""),
        (Primitive("char"), "\0"),
        (U8, 0),
        (Primitive("bool"), 0),
        (Primitive("error-context"), WITHOUT_FILES),
        (Option(STRING), ("none", None)),
        (List(STRING), ()),
        (List(STRING, 3), WITHOUT_FILES),
        (Flags(("a", "b")), ()),
        (Tuple((STRING, U8)), ["", 0]),
        (Record((("a", STRING), ("b", Option(U8)))), {"a": "", "b": ("none", None)}),
        (Enum(("x", "y")), ("x", None)),
        (Variant((("x", Borrow(OUTPUT)), ("y", STRING), ("z", None))), ("y", "")),
        (Variant((("x", Borrow(OUTPUT)),)), WITHOUT_FILES),
        (Tuple((STRING, Borrow(OUTPUT))), WITHOUT_FILES),
        (Named(FILES, "strings"), ()),
        (Result(STRING, DENIED), ("error", ("access", None))),
        (Result(None, Named(FILES, "error-again")), ("error", ("access", None))),
        (Result(STRING, Enum(("busy",))), ("ok", "")),
        (Result(STRING, None), ("ok", "")),
        (Result(Borrow(OUTPUT), U8), ("error", 0)),
        (Result(Borrow(OUTPUT), None), ("error", None)),
        (Result(None, Variant((("access", STRING), ("not-permitted", None)))),
         ("error", ("not-permitted", None))),
        (Result(None, Enum(("HTTP-request-denied", "access-denied"))),
         ("error", ("access-denied", None))),
        (Result(None, Enum(("x", "HTTP-request-denied"))),
         ("error", ("HTTP-request-denied", None))),
        (Result(U8, CLOSED), ("error", ("closed", None))),
        (Result(U8, Named(FILES, "closed-again")), ("error", ("closed", None))),
        (Result(U8, ERROR), ("ok", 0)),
        (Result(U8, Enum(("closed", "x"))), ("ok", 0)),
        (Own(OUTPUT), Fresh(OUTPUT)),
        (Own(AGAIN), Fresh(OUTPUT)),
        (Own(Named(FILES, "descriptor")), Fresh(Named(FILES, "descriptor"))),
        (Own(Named(FILES, "pollable")), Ready()),
        (Own(Named(POLL, "pollable")), Ready()),
        (Own(Named(POLL, "other")), WITHOUT_FILES),
        (Borrow(OUTPUT), WITHOUT_FILES),
    ],
)  # fmt: skip
def test_interfaces_that_are_known(kind: Type | None, expected: Any) -> None:
    """A refusal where there is one, else the least that there is of a type; else a line."""
    assert expected == returned(kind)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (List(STRING), ()),
        (List(STRING, 3), UNKNOWN),
        (Option(STRING), ("none", None)),
        (STRING, ""),
        (Result(STRING, DENIED), ("error", ("access", None))),
        (Result(STRING, Named(OUTSIDE, "closed")), ("error", ("closed", None))),
        (Result(STRING, Enum(("busy",))), UNKNOWN),
        (Result(STRING, None), UNKNOWN),
        (U8, UNKNOWN),
        (None, UNKNOWN),
        (Own(Named(OUTSIDE, "thing")), UNKNOWN),
    ],
)
def test_interfaces_that_are_not(kind: Type | None, expected: Any) -> None:
    """Of an interface of which only types are known, nothing is made up."""
    assert expected == returned(kind, OUTSIDE)


def test_whose_resources() -> None:
    """A handle is of a resource that the denial defines; of the host's there is none to give."""
    func = Func((), Own(OUTPUT))
    assert Return(Fresh(OUTPUT)) == answer(FILES, "f", func)
    assert WITHOUT_FILES == answer(FILES, "f", func, denied=())
    assert Return(Ready()) == answer(FILES, "f", Func((), Own(Named(FILES, "pollable"))), ())
    own = Return(Fresh(Named(POLL, "pollable")))
    assert own == answer(FILES, "f", Func((), Own(Named(FILES, "pollable"))), (POLL,))


@pytest.mark.parametrize(
    ("title", "kind", "expected"),
    [
        ("get-stdout", Own(OUTPUT), Return(Stderr())),
        ("get-stderr", Own(OUTPUT), Return(Stderr())),
        ("get-stdout", Own(AGAIN), Return(Stderr())),
        ("get-stdin", Own(INPUT), Return(Fresh(INPUT))),
        ("get-stdout", Own(INPUT), Return(Fresh(INPUT))),
        ("get-other", Own(OUTPUT), Return(Fresh(OUTPUT))),
        ("get-stdout", Own(Named(FILES, "descriptor")), Return(Fresh(Named(FILES, "descriptor")))),
        (
            "get-stdout",
            Own(Named(FILES, "output-stream")),
            Return(Fresh(Named(FILES, "output-stream"))),
        ),
        ("get-stdout", Own(Resource()), WITHOUT_TERMINAL),
        ("get-stdout", U8, Return(0)),
    ],
)
def test_standard_streams(title: str, kind: Type, expected: Behaviour) -> None:
    """Standard output is stderr, if it is a stream; standard input is one at its end."""
    assert expected == answer(STDOUT, title, Func((), kind))


WRITE = "[method]output-stream.write"
STREAM = ("self", Borrow(OUTPUT))


@pytest.mark.parametrize(
    ("owner", "title", "params", "expected"),
    [
        (STREAMS, WRITE, (STREAM,), Pass(("error", ("closed", None)))),
        (STREAMS, "[method]output-stream.splice", (STREAM, ("from", Borrow(INPUT))),
         Return(("error", ("closed", None)))),
        (STREAMS, "[method]input-stream.read", (("self", Borrow(INPUT)),),
         Return(("error", ("closed", None)))),
        (STREAMS, "[static]output-stream.write", (), Return(("error", ("closed", None)))),
        (FILES, WRITE, (STREAM,), Return(("error", ("closed", None)))),
    ],
)  # fmt: skip
def test_streams(
    owner: str, title: str, params: tuple[tuple[str, Type], ...], expected: Behaviour
) -> None:
    """What is written to stderr gets there; a stream that is read is closed, and so is the rest."""
    assert expected == answer(owner, title, Func(params, Result(None, CLOSED)))


@pytest.mark.parametrize(
    ("params", "tells"),
    [
        ((("status", Result(None, None)),), True),
        ((("code", U8),), True),
        ((), False),
        ((("code", U8), ("more", U8)), False),
        ((("status", Result(U8, None)),), False),
        ((("code", Primitive("u32")),), False),
    ],
)
def test_exit(params: tuple[tuple[str, Type], ...], tells: bool) -> None:
    """Whoever ends the app is named, with the status if there is one that can be told."""
    said = 'component "p" ended the app'
    assert Say(said, tells) == answer(EXIT, "exit", Func(params, None))
    assert Say(said, False) == answer(EXIT, "other", Func((), None))
