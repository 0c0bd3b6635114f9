"""Types that an app takes from an import and exports again."""

from tests.dummy import from_wat, problem

from wae.contract.shapes import Record
from wae.faces.read_contract import read_contract

APP = """
(component
  (import "my:pkg/types" (instance $i
    (type (record (field "x" u32))) (export "r" (type (eq 0)))
    (type (enum "on" "off")) (export "e" (type (eq 2)))))
  (export "my:pkg/types" (instance $i)))
"""


def test_under_the_same_name() -> None:
    """An import that is exported as it is has the types of the import."""
    binary = from_wat(APP)
    assert "" == problem(binary)
    types = read_contract(binary).interfaces["my:pkg/types"].types
    assert ["r", "e"] == [*types]
    assert isinstance(types["r"], Record)
    assert ["x"] == [field.name for field in types["r"].fields]
