"""Generated components: they have the type that they stand in for, and answer what they should."""

from typing import Any

import dummy
import pytest
import wasi
from hypothesis import given, settings
from hypothesis import strategies as st
from running import Running
from strategies import Known, definitions, interface_sets, types
from wasmtime import Trap, WasmtimeError
from wasmtime.component import Variant as Tagged
from wasmtime.component._types import (
    EnumType,
    FlagsType,
    ListType,
    RecordType,
    TupleType,
    ValType,
    VariantLikeType,
)

from wae.binary.decode import decode_component
from wae.binary.types import (
    Enum,
    Flags,
    Func,
    Interface,
    Item,
    List,
    Named,
    Option,
    Primitive,
    Record,
    Result,
    Tuple,
    Type,
    TypeDef,
    Variant,
)
from wae.compose.generate.deny import deny_component
from wae.compose.generate.stub import Constant, stub_component

OWNER = "test:a/b@0.1.0"
INTEGERS = {f"{s}{n}": (s, n) for s in "su" for n in (8, 16, 32, 64)}


def values(kind: Type, lookup: dict[str, Type]) -> st.SearchStrategy[Any]:
    """Values of a type, in the terms of `wae.compose.generate.abi.Image`."""

    def inner(t: Type) -> st.SearchStrategy[Any]:
        return values(t, lookup)

    def case(label: str, payload: Type | None) -> st.SearchStrategy[Any]:
        return st.tuples(st.just(label), st.none() if payload is None else inner(payload))

    match kind:
        case Named(_, name):
            return inner(lookup[name])
        case Primitive("bool"):
            return st.booleans()
        case Primitive("char"):
            return st.characters(exclude_categories=["Cs"])
        case Primitive("string"):
            return st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
        case Primitive("f32" | "f64" as name):
            return st.floats(allow_nan=False, width=32 if name == "f32" else 64)
        case Primitive(name):
            sign, bits = INTEGERS[name]
            low = -(2 ** (bits - 1)) if sign == "s" else 0
            return st.integers(low, low + 2**bits - 1)
        case List(element):
            return st.lists(inner(element), max_size=3)
        case Tuple(items):
            return st.tuples(*map(inner, items))
        case Record(fields):
            return st.fixed_dictionaries({name: inner(t) for name, t in fields})
        case Flags(labels):
            return st.sets(st.sampled_from(labels))
        case Enum(labels):
            return st.one_of([case(label, None) for label in labels])
        case Variant(cases):
            return st.one_of([case(*c) for c in cases])
        case Option(some):
            return case("none", None) | case("some", some)
        case Result(ok, err):
            return case("ok", ok) | case("error", err)
        case _:
            raise AssertionError(kind)


def seen(kind: ValType, value: Any) -> Any:
    """What wasmtime's Python binding makes of a value."""
    if isinstance(kind, ListType):
        actual = [seen(kind.element, item) for item in value]
        return bytes(actual) if kind._is_bytes() else actual
    if isinstance(kind, RecordType):
        return {name: seen(t, value[name]) for name, t in kind.fields}
    if isinstance(kind, TupleType):
        return tuple(seen(t, item) for t, item in zip(kind.elements, value, strict=True))
    if isinstance(kind, FlagsType):
        return set(value)
    if isinstance(kind, EnumType):
        return value[0]
    if isinstance(kind, VariantLikeType):
        label = (
            {"error": "err"}.get(value[0], value[0]) if "err" in dict(kind._cases()) else value[0]
        )
        payload_type = dict(kind._cases())[label]
        payload = None if payload_type is None else seen(payload_type, value[1])
        return Tagged(label, payload) if kind._tagged() else payload
    return value


def plain(value: Any) -> Any:
    """wasmtime's records as dicts, throughout."""
    if type(value).__name__ == "Record":
        return {name: plain(inner) for name, inner in vars(value).items()}
    if isinstance(value, Tagged):
        return Tagged(value.tag, plain(value.payload))
    if isinstance(value, list | tuple):
        return type(value)(plain(inner) for inner in value)
    return value


@st.composite
def constants(draw: st.DrawFn) -> tuple[Interface, tuple[Any, int]]:
    """An interface with a function `get` of any type, and a value for it."""
    known = Known()
    items: dict[str, Item] = {}
    lookup: dict[str, Type] = {}
    for name in draw(st.lists(st.sampled_from(["t1", "t2", "t3"]), unique=True)):
        lookup[name] = draw(definitions(known))
        items[name] = TypeDef(lookup[name])
        known.add(Named(OWNER, name), is_resource=False)
    # A second item, so that the result always lies in memory.
    result = Tuple((draw(types(known)), Primitive("u32")))
    items["get"] = Func((), result)
    return Interface(items), draw(values(result, lookup))


@settings(max_examples=100)
@given(constants())
def test_constants_of_any_type(case: tuple[Interface, tuple[Any, int]]) -> None:
    """A runtime reads from the memory of a stub the very value that was put there."""
    interface, value = case
    running = Running(stub_component(OWNER, {OWNER: interface}, {"get": Constant(value)}, "stub"))
    kind = running.type("get").result
    assert kind is not None
    assert seen(kind, value) == plain(running.call("get"))


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (Primitive("bool"), True, True),
        (Primitive("s8"), -1, -1),
        (Primitive("u32"), 2**32 - 1, 2**32 - 1),
        (Primitive("char"), "\U0001f600", "\U0001f600"),
    ],
)
def test_constants_that_are_no_pointer(kind: Type, value: Any, expected: Any) -> None:
    """A result of one core value is returned itself."""
    interface = Interface({"get": Func((), kind)})
    running = Running(stub_component(OWNER, {OWNER: interface}, {"get": Constant(value)}, "stub"))
    assert expected == running.call("get")


@pytest.mark.parametrize("count", [1, 256, 257, 300])
def test_width_of_tags(count: int) -> None:
    """The tag of an enum has as many bytes as its number of cases needs."""
    labels = tuple(f"case{i}" for i in range(count))
    items: dict[str, Item] = {
        "e": TypeDef(Enum(labels)),
        "get": Func((), Tuple((Named(OWNER, "e"), Primitive("u8")))),
    }
    value = ((labels[-1], None), 7)
    stub = stub_component(OWNER, {OWNER: Interface(items)}, {"get": Constant(value)}, "stub")
    assert (labels[-1], 7) == Running(stub).call("get")


@settings(max_examples=30)
@given(interface_sets())
def test_denial_of_anything_is_valid(interfaces: dict[str, Interface]) -> None:
    """Whatever an interface looks like, its denial is a valid component of its type."""
    for name in interfaces:
        denial = deny_component(name, interfaces)
        assert "" == dummy.problem(denial)
        exports = decode_component(denial).exports
        assert set(interfaces[name].items) == set(exports)
        assert interfaces[name].functions().keys() == {
            title for title, item in exports.items() if isinstance(item, Func)
        }


@pytest.fixture(scope="module")
def interfaces() -> dict[str, Interface]:
    """Every interface of our WASI."""
    lines = "\n".join(f"import {name}@0.2.9;" for name in wasi.interfaces())
    imports = decode_component(wasi.component(lines, "0.2.9")).imports
    return {name: item for name, item in imports.items() if isinstance(item, Interface)}


@pytest.mark.parametrize(
    ("interface", "function", "arguments", "expected"),
    [
        ("wasi:cli/environment", "get-environment", (), []),
        ("wasi:cli/environment", "get-arguments", (), []),
        ("wasi:cli/environment", "initial-cwd", (), None),
        ("wasi:cli/terminal-stdin", "get-terminal-stdin", (), None),
        ("wasi:filesystem/preopens", "get-directories", (), []),
        ("wasi:sockets/tcp-create-socket", "create-tcp-socket", ("ipv4",), "access-denied"),
        ("wasi:keyvalue/store", "open", ("x",), Tagged("access-denied")),
    ],
)
def test_denials_answer(
    interfaces: dict[str, Interface],
    interface: str,
    function: str,
    arguments: tuple[str, ...],
    expected: Any,
) -> None:
    """A denied interface says that there is nothing, or that access is refused."""
    running = Running(deny_component(f"{interface}@0.2.9", interfaces))
    assert expected == running.call(function, *arguments)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (Enum(("x", "access", "access-denied")), "access-denied"),
        (Enum(("not-permitted", "access")), "access"),
        (Enum(("x", "not-permitted")), "not-permitted"),
        (Variant((("x", None), ("HTTP-request-denied", None))), Tagged("HTTP-request-denied")),
        # Wasmtime's Python has None for the one case without a payload.
        (Variant((("access", Primitive("u8")), ("not-permitted", None))), Tagged("err", None)),
    ],
)
def test_words_for_refused(error: Type, expected: Any) -> None:
    """An error is the first of WASI's words for refused access that says no more."""
    items: dict[str, Item] = {
        "e": TypeDef(error),
        "get": Func((), Result(None, Named(OWNER, "e"))),
    }
    assert expected == Running(deny_component(OWNER, {OWNER: Interface(items)})).call("get")


def test_an_empty_text() -> None:
    """A text is empty."""
    wanted = {OWNER: Interface({"get": Func((), Primitive("string"))})}
    assert "" == Running(deny_component(OWNER, wanted)).call("get")


@pytest.mark.parametrize(
    ("interface", "function", "arguments"),
    [
        ("wasi:cli/stdin", "get-stdin", ()),
        ("wasi:cli/stdout", "get-stdout", ()),
        ("wasi:cli/exit", "exit", (Tagged("ok"),)),
        ("wasi:sockets/instance-network", "instance-network", ()),
        ("wasi:clocks/wall-clock", "now", ()),
    ],
)
def test_denials_trap(
    interfaces: dict[str, Interface], interface: str, function: str, arguments: tuple[Any, ...]
) -> None:
    """A denied function that has no way to say no does not return."""
    running = Running(deny_component(f"{interface}@0.2.9", interfaces))
    with pytest.raises((Trap, WasmtimeError), match="unreachable"):
        running.call(function, *arguments)
