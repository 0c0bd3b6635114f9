"""Bytes made to confuse those who ask to whom a type belongs."""

import dummy
import pytest

from wae.binary.decode import decode_component
from wae.binary.reader import BinaryError
from wae.binary.types import Interface, Primitive, Record, TypeDef

INNER = Record((("a", Primitive("u8")),))


def chained(length: int, step: str) -> bytes:
    """Instances with a type `t` each: the last is exported, `step` makes one of that before."""
    lines = ['(type $t0 (record (field "a" u8)))']
    for number in range(length):
        lines.append(f'(instance $i{number} (export "t" (type $t{number})))')
        lines.append(f'(alias export $i{number} "t" (type $alias{number}))')
        lines.append(step.format(number=number, next=number + 1))
    lines.append(f'(instance $x (export "t" (type $t{length}))) (export "x:x/y" (instance $x))')
    return dummy.from_wat(f"(component {' '.join(lines)})")


def test_long_chain_of_names() -> None:
    """A type that was given on a thousand times is still the record that it was."""
    binary = chained(1000, '(alias export $i{number} "t" (type $t{next}))')
    expected = Interface({"t": TypeDef(INNER)})
    assert expected == decode_component(binary).exports["x:x/y"]


@pytest.mark.parametrize(
    "fields",
    ['(field "a" $alias{number})'] + ['(field "a" $alias{number}) (field "b" $alias{number})'],
)
def test_deep_chain_of_records(fields: str) -> None:
    """Records inside records, each hidden in an instance, are refused beyond a depth."""
    binary = chained(1000, f"(type $t{{next}} (record {fields}))")
    with pytest.raises(BinaryError, match=r"nested deeper than 64|too large"):
        decode_component(binary)


@pytest.mark.parametrize("number", range(10))
def test_import_with_a_provisional_name(number: int) -> None:
    """An import may be called as we call instances whose names we do not know yet."""
    binary = dummy.from_wat("""(component
      (import "zz" (instance $i (type $r (record (field "a" u8))) (export "t" (type (eq $r)))))
      (alias export $i "t" (type $t)) (instance $j (export "t" (type $t)))
      (alias export $j "t" (type $u)) (instance $k (export "t" (type $u)))
      (export "x:x/y" (instance $k)))""")
    renamed = binary.replace(b"\x02zz", b"\x02" + f"%{number}".encode())
    assert [f"%{number}"] == list(decode_component(renamed).imports)
