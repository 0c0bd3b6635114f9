"""`wae inspect --wac`: the wiring as text, with the names that things have where they come from."""

from tests.dummy import from_wat
from tests.inspect.composites import WRAP

from wae.inspect.wac import as_wac

F = '(export "f" (func (result (list string))))'
APP = f"""(component
  (import "z:z/z" (instance $z {F}))
  (component $pass (import "in" (instance $in {F})) (export "out" (instance $in)))
  (component $code (import "a:b/c" (instance $in {F})) (alias export $in "f" (func $in))
    {WRAP} (instance $out (export "f" (func $out))) (export "x:y/z" (instance $out)))
  (instance $through (instantiate $pass (with "in" (instance $z))))
  (instance $one (instantiate $code (with "a:b/c" (instance $through "out"))))
  (instance $two (instantiate $code (with "a:b/c" (instance $one "x:y/z"))))
  (export "shown" (instance $two "x:y/z"))
  (export "direct" (func $z "f")))"""
TEXT = """\
import "z:z/z";

let "one" = new "code" {
  "a:b/c": import "z:z/z",
};

let "through" = new "pass" {
  "in": import "z:z/z",
};

let "two" = new "code" {
  "a:b/c": "one"["x:y/z"],
};

export "two"["x:y/z"] as "shown";
export import "z:z/z"["f"] as "direct";"""


def test_wiring() -> None:
    """Each import says where it truly comes from, whoever passes it on; so does each export."""
    assert TEXT == as_wac(from_wat(APP), "app")


def test_another_wire_is_another_text() -> None:
    """Nothing but the wire that changed is different."""
    changed = APP.replace('(with "a:b/c" (instance $one "x:y/z"))', '(with "a:b/c" (instance $z))')
    actual = as_wac(from_wat(changed), "app").splitlines()
    before = TEXT.splitlines()
    both = zip(before, actual, strict=True)
    assert [('  "a:b/c": "one"["x:y/z"],', '  "a:b/c": import "z:z/z",')] == [
        (old, new) for old, new in both if old != new
    ]


def test_names_cannot_feign_a_line() -> None:
    """A name out of the file stands in quotes, in plain ASCII."""
    wat = APP.replace("$one", '$"one\\22; export x as \\22y"')
    lines = as_wac(from_wat(wat), "app").splitlines()
    assert 2 == sum(line.startswith("export") for line in lines)
