"""Bytes that somebody made to break the reader: an error, soon, and no other exception."""

import time

import dummy
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from test_type_model import EVERYTHING

from wae.binary.build import ComponentBuilder
from wae.binary.decode import decode_component
from wae.binary.reader import BinaryError
from wae.binary.sections import Id
from wae.binary.syntax import INSTANCE, TYPE
from wae.binary.writer import (
    COMPONENT_PREAMBLE,
    MODULE_PREAMBLE,
    extern_name,
    name,
    section,
    u32,
    vector,
)

SECONDS = 10.0  # far more than it takes, far less than no limit at all
NESTED = """\
(component
  (import "test:a/b" (instance $i (export "r" (type (sub resource)))
    (export "f" (func (result u32)))))
  (alias export $i "r" (type $r))
  (component $inner
    (import "x" (instance $x (export "f" (func (result u32)))))
    (export "y" (instance $x)))
  (instance $one (instantiate $inner (with "x" (instance $i))))
  (alias export $one "y" (instance $y))
  (instance $bag (export "r" (type $r)) (export "y" (instance $y)))
  (export "test:c/d" (instance $y))
  (export "test:e/f" (instance $bag)))
"""


def samples() -> list[bytes]:
    return [
        *(dummy.from_wit(EVERYTHING, world) for world in ("imports", "both", "transformer")),
        dummy.from_wat(NESTED),
    ]


def decode(binary: bytes) -> None:
    """Decodes, or refuses; fails on any other exception, and if it takes too long."""
    started = time.process_time()
    try:
        decode_component(binary)
    except BinaryError:
        pass
    finally:
        assert time.process_time() - started < SECONDS


def component(*parts: bytes) -> bytes:
    return COMPONENT_PREAMBLE + b"".join(parts)


@given(st.binary(max_size=200))
@example(MODULE_PREAMBLE)
@example(COMPONENT_PREAMBLE)
def test_arbitrary_bytes(raw: bytes) -> None:
    """Any bytes are decoded or refused, alone and as the body of a component."""
    decode(raw)
    decode(component(raw))


@given(
    st.lists(st.tuples(st.sampled_from([2, 3, 5, 6, 7, 8, 9, 10, 11, 12]), st.binary(max_size=40)))
)
def test_arbitrary_sections(parts: list[tuple[int, bytes]]) -> None:
    """Sections with any content are decoded or refused."""
    decode(component(*(section(number, payload) for number, payload in parts)))


@settings(max_examples=300)
@given(st.data())
def test_mutations(data: st.DataObject) -> None:
    """Real components with a few bytes changed are decoded or refused."""
    binary = bytearray(data.draw(st.sampled_from(samples())))
    for _ in range(data.draw(st.integers(1, 3))):
        binary[data.draw(st.integers(8, len(binary) - 1))] = data.draw(st.integers(0, 255))
    decode(bytes(binary))


def test_every_truncation() -> None:
    """A component cut off anywhere is refused, or is a shorter component."""
    for binary in samples():
        for end in range(0, len(binary), max(1, len(binary) // 400)):
            decode(binary[:end])


@pytest.mark.parametrize("value", [0x00, 0x01, 0x7F, 0x80, 0xFF])
def test_every_byte_changed(value: int) -> None:
    """No single byte, set to an awkward value, leads anywhere but to a refusal or a type."""
    binary = dummy.from_wat(NESTED)
    for position in range(8, len(binary)):
        decode(binary[:position] + bytes([value]) + binary[position + 1 :])


def test_billion_laughs() -> None:
    """Types that double in size with every line are refused before they fill the memory."""
    builder = ComponentBuilder()
    kind = builder.type(b"\x6f" + vector([b"\x79", b"\x79"]))
    for _ in range(60):
        kind = builder.type(b"\x6f" + vector([u32(kind), u32(kind)]))
    with pytest.raises(BinaryError, match="too large"):
        decode_component(builder.finish())


def test_many_exports_of_a_large_type() -> None:
    """A large type that many exports name does not cost its size every time."""
    builder = ComponentBuilder()
    kind = builder.type(b"\x6f" + vector([b"\x79"] * 1000))
    for number in range(20_000):
        builder.export(f"t{number}", TYPE, kind)
    with pytest.raises(BinaryError, match="too large"):
        decode_component(builder.finish())


def test_deep_types() -> None:
    """Types nested beyond reason are refused, not followed until the stack ends."""
    builder = ComponentBuilder()
    kind = builder.type(b"\x6b\x79")
    for _ in range(5000):
        kind = builder.type(b"\x6b" + u32(kind) if kind < 64 else b"\x6b" + _index(kind))
    builder.export("deep", TYPE, kind)
    with pytest.raises(BinaryError, match="nested deeper"):
        decode_component(builder.finish())


def test_deep_declarations() -> None:
    """Instance types written inside instance types are refused beyond a depth."""
    body = b"\x42\x00"
    for _ in range(2000):
        body = b"\x42\x01\x01" + body
    with pytest.raises(BinaryError, match="nested deeper"):
        decode_component(component(section(Id.TYPE, vector([body]))))


def test_chain_of_instance_types() -> None:
    """Instances that hold instances, by reference, are refused beyond a depth."""
    types = [b"\x42\x00"]
    for number in range(2000):
        alias = b"\x02" + bytes([TYPE]) + b"\x02\x01" + u32(number)
        export = b"\x04" + extern_name("i") + bytes([INSTANCE]) + u32(0)
        types.append(b"\x42" + vector([alias, export]))
    imported = extern_name("test:a/b") + bytes([INSTANCE]) + u32(2000)
    binary = component(section(Id.TYPE, vector(types)), section(Id.IMPORT, vector([imported])))
    with pytest.raises(BinaryError, match="nested deeper"):
        decode_component(binary)


def test_chain_of_instances() -> None:
    """Instances made of instances, doubling each time, are refused before they are copied."""
    made = [b"\x01\x00"]
    for number in range(100):
        inner = bytes([INSTANCE]) + u32(number)
        made.append(b"\x01" + vector([extern_name("a") + inner, extern_name("b") + inner]))
    exported = extern_name("test:a/b") + bytes([INSTANCE]) + u32(100) + b"\x00"
    binary = component(section(Id.INSTANCE, vector(made)), section(Id.EXPORT, vector([exported])))
    with pytest.raises(BinaryError, match=r"too large|nested deeper"):
        decode_component(binary)


def test_exponential_instantiation() -> None:
    """Components that each instantiate the one before twice are refused in time."""
    inner = component(section(Id.CANON, vector([b"\x05"] * 200)))
    twice = section(Id.INSTANCE, vector([b"\x00\x00\x00", b"\x00\x00\x00"]))
    for _ in range(25):
        inner = component(section(Id.COMPONENT, inner), twice)
    started = time.process_time()
    with pytest.raises(BinaryError, match="too large"):
        decode_component(inner)
    assert time.process_time() - started < SECONDS


def test_many_instances_in_a_small_file() -> None:
    """A small component that makes another over and over is refused within a second."""
    exported = vector([extern_name("a") + bytes([INSTANCE]) + u32(0) + b"\x00"])
    inner = component(section(Id.INSTANCE, b"\x01\x01\x00"), section(Id.EXPORT, exported) * 1000)
    made = section(Id.INSTANCE, vector([b"\x00\x00\x00"] * 1000))
    started = time.process_time()
    with pytest.raises(BinaryError, match="too large"):
        decode_component(component(section(Id.COMPONENT, inner), made))
    assert time.process_time() - started < 1.0


def test_deep_components() -> None:
    """Components inside components are refused beyond a depth, instantiated or not."""
    once = section(Id.INSTANCE, vector([b"\x00\x00\x00"]))
    inner = component()
    for _ in range(300):
        inner = component(section(Id.COMPONENT, inner), once)
    with pytest.raises(BinaryError, match="nested deeper"):
        decode_component(inner)


def test_alias_from_nowhere() -> None:
    """An alias that counts billions of components outwards is refused at once."""
    started = time.process_time()
    alias = bytes([TYPE]) + b"\x02" + u32(2**32 - 1) + u32(0)
    with pytest.raises(BinaryError, match="outside the component"):
        decode_component(component(section(Id.ALIAS, vector([alias]))))
    assert time.process_time() - started < SECONDS


@pytest.mark.parametrize("number", [5, 6, 7, 8, 10, 11])
def test_huge_counts(number: int) -> None:
    """A count of billions is refused before anything is set aside for it."""
    with pytest.raises(BinaryError, match="announced"):
        decode_component(component(section(number, u32(2**32 - 1))))


def test_huge_name() -> None:
    """A name of billions of bytes is refused before anything is set aside for it."""
    payload = u32(1) + b"\x00" + u32(2**32 - 1)
    with pytest.raises(BinaryError, match="announced"):
        decode_component(component(section(Id.IMPORT, payload)))


def test_name_that_is_not_text() -> None:
    """A name that is not UTF-8 is refused."""
    payload = u32(1) + b"\x00" + name("ab").replace(b"a", b"\xff")
    with pytest.raises(BinaryError, match="UTF-8"):
        decode_component(component(section(Id.IMPORT, payload)))


def _index(number: int) -> bytes:
    """A type index as a signed integer, which needs its sign bit free."""
    out = bytearray()
    while number >= 0x40:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])
