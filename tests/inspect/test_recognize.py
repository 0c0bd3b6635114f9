"""Components of ours are recognized by all of their bytes, and nothing else is."""

import json
import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from tests.dummy import from_wat
from tests.strategies import interface_sets

from tests import golden
from wae.binary.reader import BinaryError
from wae.binary.sections import Id, sections
from wae.binary.types import (
    Enum,
    Func,
    Interface,
    List,
    Option,
    Primitive,
    Record,
    Result,
    Tuple,
    Type,
    Variant,
)
from wae.compose.cycles import CircularTypes
from wae.compose.generate.deny import deny_component
from wae.compose.generate.environment import environment_filter
from wae.compose.generate.stub import Constant, stub_component
from wae.compose.interfaces import TypeMismatch
from wae.inspect import recognize as recognizing
from wae.inspect.generated import Declared, Generated
from wae.inspect.recognize import recognize

ENVIRONMENT = "wasi:cli/environment@0.2.9"
STRING = Primitive("string")
VARIABLES = Func((), List(Tuple((STRING, STRING))))


@pytest.mark.parametrize("file", golden.cases("generated"), ids=lambda file: file.stem)
def test_released_versions(file: Path) -> None:
    """What a released composer has generated is recognized by every later inspector."""
    golden.check(file, _text(recognize(bytes.fromhex(golden.read(file)["hex"]))))


def _text(found: Generated | None) -> str:
    assert found is not None
    facts = {**vars(found), "calls": sorted(found.calls)}
    return json.dumps(facts, indent=1, default=vars)


@settings(max_examples=50)
@given(interface_sets())
def test_denials_of_anything(interfaces: dict[str, Interface]) -> None:
    """The denial of any interface is recognized, whatever types it has and uses."""
    for name in interfaces:
        assert Generated("denial", 1) == recognize(deny_component(name, interfaces))


@pytest.mark.parametrize(
    "name", ["denial-1-tcp-create-socket", "denial-1-exit", "denial-2-environment", "filter-1"]
)
def test_altered_code(name: str) -> None:
    """With any other byte in its code, a component is not one of ours."""
    file = golden.FOLDER / "generated" / f"{name}.txt"
    binary = bytes.fromhex(golden.read(file)["hex"])
    modules = [s for s in sections(binary) if s.id == Id.CORE_MODULE]
    assert modules
    for module in modules:
        end = binary.find(b"\x01\x00\x41\x10\x0b", module.start, module.end)  # where data begins
        for place in range(module.start, module.end if end < 0 else end, 5):  # it takes long
            altered = bytearray(binary)
            altered[place] ^= 1
            assert None is recognize(bytes(altered)), hex(place)


@pytest.mark.parametrize(
    "more",
    [
        {"get-arguments": VARIABLES},
        {"get-more": VARIABLES},
        {"initial-cwd": Func((), STRING)},
        {"get-environment": Func((), List(STRING))},
    ],
    ids=["of another type", "of another name", "of no type of WASI's", "the filtered one"],
)
def test_filters_of_other_functions(more: dict[str, Func]) -> None:
    """A filter is one of wasi:cli/environment as WASI has it: another function passes anything."""
    interface = Interface({"get-environment": VARIABLES, **more})
    assert None is recognize(environment_filter(ENVIRONMENT, interface, ["PATH"], "filter"))
    usual = Interface({"get-environment": VARIABLES})
    assert None is not recognize(environment_filter(ENVIRONMENT, usual, ["PATH"], "filter"))


@pytest.mark.parametrize("owner", ["wasi:cli/environment@0.4.0", "wasi:cli/environment", "a:b/c"])
def test_filters_of_other_interfaces(owner: str) -> None:
    """Nobody knows what functions of another interface return, whatever they are called."""
    usual = Interface({"get-environment": VARIABLES})
    assert None is recognize(environment_filter(owner, usual, ["PATH"], "filter"))


def test_a_label_alone() -> None:
    """Code of one's own is not recognized by what it is called."""
    code = '(core module $m (func (export "f"))) (core instance $i (instantiate $m))'
    lift = '(func $f (canon lift (core func $i "f"))) (export "f" (func $f))'
    for title in ("deny wasi:cli/environment@0.2.9", "policy of http", "environment of x"):
        assert None is recognize(from_wat(f'(component (@name "{title}") {code} {lift})'))


RULES = (("hosts", List(STRING)), ("credential", Option(Variant((("bearer", List(STRING)),)))))
ANSWER = {"hosts": ("a.example",), "credential": ("none", None), "more": "x"}


@pytest.mark.parametrize(
    "items",
    [
        {"get": Func((), Record(RULES)), "set": Func((), STRING)},
        {"get": Func((), Record((*RULES, ("more", STRING))))},
        {"get": Func((), Record(RULES))},  # a credential without the other two kinds
    ],
    ids=["another function", "another field", "another variant"],
)
def test_policies_that_answer_more(items: dict[str, Func]) -> None:
    """A policy has one function, and the fields that contracts have had."""
    answers = {"get": Constant(ANSWER), "set": Constant("x")}
    given = {name: answers[name] for name in items}
    binary = stub_component("a:b/c", {"a:b/c": Interface(dict(items))}, given, "policy of x")
    assert None is recognize(binary)


def test_fixed_lists() -> None:
    """A list of fixed length can be of any size: nothing of ours has one, and none is laid out."""
    code = '(core module $m (func (export "f") (result i32) unreachable))'
    code += "(core instance $i (instantiate $m))"
    kind = f"(type $l (list u8 {1 << 31})) (type $f (func (result $l)))"
    lift = '(func $f (type $f) (canon lift (core func $i "f"))) (export "f" (func $f))'
    assert None is recognize(from_wat(f'(component (@name "deny x") {code} {kind} {lift})'))


def test_deep_records() -> None:
    """Records within records take no longer to lay out than they are deep."""
    kind: Type = STRING
    for _ in range(50):
        kind = Record((("x", kind),))
    interface = Interface({"f": Func((), Result(kind, Enum(("access",))))})
    assert Generated("denial", 1) == recognize(deny_component("a:b/c", {"a:b/c": interface}))


@pytest.mark.parametrize(
    "error",
    [
        BinaryError("expected end"),  # in a module
        KeyError(2),  # the number of a scheme
        IndexError(),  # of a case
        TypeError(),  # a resource that is passed by value
        UnicodeDecodeError("utf-8", b"\xff", 0, 1, ""),  # in a name
        struct.error(),  # half an item of a table
        CircularTypes("a:b/c"),
        TypeMismatch("a:b/c", "f", "us", "WASI"),
    ],
    ids=repr,
)
def test_what_a_reader_stumbles_over(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """Bytes that one reader cannot read may be what the next one looks for."""

    def stumbles(component: bytes, declared: Declared) -> Generated | None:
        raise error

    usual = Interface({"get-environment": VARIABLES})
    component = environment_filter(ENVIRONMENT, usual, ["PATH"], "filter")
    expected = recognize(component)
    for readers in ((stumbles, *recognizing.READERS), (*recognizing.READERS, stumbles)):
        monkeypatch.setattr(recognizing, "READERS", readers)
        assert expected == recognize(component)
    monkeypatch.setattr(recognizing, "READERS", (stumbles,))
    assert None is recognize(component)
