"""A gate stands before WASI's own `wasi:http` alone, with the types that it reads by."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.gate.fake_host import HANDLER, TYPES, interfaces

from wae.binary.types import (
    Borrow,
    Func,
    Interface,
    Item,
    Named,
    Option,
    Own,
    Primitive,
    Resource,
    Result,
    TypeDef,
    Variant,
)
from wae.binary.value import replaced
from wae.compose.generate.gate import gate_types, is_outgoing, types_of

WASI = interfaces()
HANDLE = WASI[HANDLER].functions()["handle"]
(_, REQUEST), (_, OPTIONS) = HANDLE.params
FUTURE = Named(HANDLER, "future-incoming-response")
OTHERS = "acme:http/types@1.0.0"


def handler(**items: Item) -> dict[str, Interface]:
    """WASI with other things in the handler; `_` stands for a hyphen."""
    more = {name.replace("_", "-"): item for name, item in items.items()}
    return {**WASI, HANDLER: Interface({**WASI[HANDLER].items, **more})}


def types(name: str, item: Item) -> dict[str, Interface]:
    """WASI with another thing in its types."""
    return {**WASI, TYPES: Interface({**WASI[TYPES].items, name: item})}


def handles(**changed: object) -> dict[str, Interface]:
    return handler(handle=replaced(HANDLE, **changed))  # type: ignore[arg-type]


def without(name: str) -> dict[str, Interface]:
    items = {n: item for n, item in WASI[HANDLER].items.items() if n != name}
    return {**WASI, HANDLER: Interface(items)}


def elsewhere() -> dict[str, Interface]:
    """The same types, of somebody else's interface."""
    request = TypeDef(Named(OTHERS, "outgoing-request"))
    return {**handler(outgoing_request=request), OTHERS: WASI[TYPES]}


METHOD = "[method]outgoing-request.method"
READS_METHOD = Func((("self", Borrow(Named(TYPES, "outgoing-request"))),), Named(TYPES, "method"))


def test_wasis_own() -> None:
    """The types whose requests the handler takes, in whatever version."""
    assert TYPES == types_of(HANDLER, WASI)
    assert TYPES == types_of(HANDLER, types(METHOD, READS_METHOD))


@pytest.mark.parametrize(
    "make",
    [
        lambda: without("outgoing-request"),
        lambda: handler(outgoing_request=TypeDef(Resource())),
        elsewhere,
        lambda: without("handle"),
        lambda: handler(more=Func((), None)),
        lambda: handles(params=()),
        lambda: handles(params=(("request", REQUEST),)),
        lambda: handles(params=(*HANDLE.params, ("more", Primitive("u8")))),
        lambda: handles(params=(("wanted", REQUEST), ("options", OPTIONS))),
        lambda: handles(params=(("request", REQUEST), ("more", OPTIONS))),
        lambda: handles(params=(("request", OPTIONS), ("options", REQUEST))),
        lambda: handles(params=(("request", Borrow(Named(HANDLER, "outgoing-request"))),
                                ("options", OPTIONS))),
        lambda: handles(params=(("request", REQUEST),
                                ("options", Own(Named(HANDLER, "request-options"))))),
        lambda: handles(result=None),
        lambda: handles(result=Result(Own(FUTURE), None)),
        lambda: handles(result=Result(Own(Named(HANDLER, "outgoing-request")),
                                      Named(HANDLER, "error-code"))),
        lambda: handles(result=Result(Option(Own(FUTURE)), Named(HANDLER, "error-code"))),
        lambda: handles(is_async=True),
        lambda: types("error-code", TypeDef(Variant((("internal-error", None),)))),
        lambda: types("error-code", TypeDef(Variant((("HTTP-request-denied", Primitive("u8")),)))),
        lambda: types(METHOD, replaced(READS_METHOD, result=Primitive("string"))),
        lambda: types("method", TypeDef(Primitive("string"))),
        lambda: types("scheme", TypeDef(Variant((("HTTPS", None), ("HTTP", None))))),
        lambda: types("outgoing-request", TypeDef(Primitive("u32"))),
    ],
)  # fmt: skip
def test_anything_else(make: Callable[[], dict[str, Interface]]) -> None:
    """Where handler or types are not WASI's own, there is no gate."""
    assert None is types_of(HANDLER, make())


@pytest.mark.parametrize(
    ("name", "expected"),
    {
        HANDLER: True,
        "wasi:http/outgoing-handler@0.2.0": True,
        "wasi:http/outgoing-handler@0.3.0": False,
        "wasi:http/outgoing-handler": False,
        "wasi:http/incoming-handler@0.2.9": False,
        "wasi:http/types@0.2.9": False,
        "acme:http/outgoing-handler@0.2.9": False,
    }.items(),
)
def test_what_sends(name: str, expected: bool) -> None:
    """Only the handler of WASI 0.2 has a gate."""
    assert expected is is_outgoing(name)


def test_what_a_gate_imports() -> None:
    """The types of its handler, and what it reads of a request: nothing that changes one."""
    actual = gate_types(HANDLER, TYPES, WASI)
    methods = ("method", "scheme", "authority", "path-with-query", "headers")
    reads = {f"[method]outgoing-request.{name}" for name in methods}
    assert {*reads, "[method]fields.entries"} == actual.functions().keys()
    assert {
        *("outgoing-request", "request-options", "future-incoming-response", "error-code"),
        *("DNS-error-payload", "TLS-alert-received-payload", "field-size-payload"),
        *("fields", "method", "scheme"),
    } == actual.typedefs().keys()
    assert isinstance(actual.typedefs()["fields"].type, Resource)
