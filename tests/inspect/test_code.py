"""Instances with core code of their own, and what `wae inspect` says that code may do."""

from tests.dummy import from_wat
from tests.inspect.composites import ENVIRONMENT, PREOPENS, WRAP, instance, report

from wae.inspect.report import inspect_app


def test_authority_through_code() -> None:
    """What another instance makes of its authority is asked of it, through however many."""
    actual = report(
        ENVIRONMENT
        + f"""
        (component $wrap (import "f" (func $in (result (list string)))) {WRAP}
          (export "f" (func $out)))
        (component $group (import "f" (func $in (result (list string))))
          (alias outer 1 $wrap (component $wrap))
          (instance $w (instantiate $wrap (with "f" (func $in))))
          (alias export $w "f" (func $out))
          (export "f" (func $out)))
        (alias export $env "get-arguments" (func $f))
        (instance $g (instantiate $group (with "f" (func $f))))
        (component $plain (import "f" (func (result (list string)))))
        (instance $p (instantiate $plain (with "f" (func $g "f"))))
        (instance $q (instantiate $group (with "f" (func $g "f"))))
        """
    )
    assert ("environment",) == instance(actual, "g/w").capabilities
    assert (("environment",), {}) == (
        instance(actual, "g").capabilities,
        instance(actual, "g").through,
    )
    for name in ("p", "q", "q/w"):
        assert () == instance(actual, name).capabilities
        assert {"environment": ("g/w",)}.items() <= instance(actual, name).through.items()
    assert {"f": "g/w"} == instance(actual, "p").imports


CODED = f"""
  (component $coded (import "f" (func $in (result (list string)))) {WRAP} (export "f" (func $out)))
  (component $plain
    (import "f" (func (result (list string)))) (import "g" (func (result (list string)))))
  (alias export $env "get-arguments" (func $e))
"""


def test_through_however_many() -> None:
    """Whoever asks one that asks another that asks a third comes to what that holds."""
    chain = "".join(
        f'(instance ${name} (instantiate $coded (with "f" (func {given}))))'
        for name, given in {"a": "$e", "b": '$a "f"', "c": '$b "f"'}.items()
    )
    last = '(instance $p (instantiate $plain (with "f" (func $c "f")) (with "g" (func $c "f"))))'
    actual = report(ENVIRONMENT + CODED + chain + last)
    assert {"environment": ("a",)} == instance(actual, "p").through
    assert {"environment": ("a",)} == instance(actual, "b").through


def test_who_is_asked_for_what() -> None:
    """Each capability is asked of those that hold it, and of no others."""
    actual = report(
        ENVIRONMENT
        + PREOPENS
        + CODED
        + """
        (alias export $files "get-directories" (func $d))
        (instance $a (instantiate $coded (with "f" (func $e))))
        (instance $b (instantiate $coded (with "f" (func $d))))
        (instance $p (instantiate $plain (with "f" (func $a "f")) (with "g" (func $b "f"))))
        """
    )
    assert {"environment": ("a",), "files": ("b",)} == instance(actual, "p").through


def test_core_code_at_the_root() -> None:
    """An app that runs core code beside its instances is an instance, with all its imports."""
    actual = report(
        ENVIRONMENT
        + f"""
        (alias export $env "get-arguments" (func $in)) {WRAP}
        (component $shim (import "f" (func $f (result (list string)))) (export "g" (func $f)))
        (component $coded (import "f" (func $in (result (list string)))) {WRAP})
        (instance $s (instantiate $shim (with "f" (func $out))))
        (instance $c (instantiate $coded (with "f" (func $s "g"))))
        """,
        "mixed",
    )
    assert ["mixed", "mixed/c"] == [i.name for i in actual.instances]
    assert ("environment",) == instance(actual, "mixed").capabilities
    assert {"environment": ("mixed",)} == instance(actual, "mixed/c").through


def test_lift_of_a_lowered_function() -> None:
    """A function can be lowered and lifted again without any core code: it is followed as code."""
    actual = report(
        """
        (import "launch" (func $launch))
        (core func $low (canon lower (func $launch)))
        (func $again (canon lift (core func $low)))
        (component $t (import "f" (func)))
        (instance $i (instantiate $t (with "f" (func $again))))
        """,
        "trick",
    )
    assert [("trick", ("launch",))] == [(i.name, i.capabilities) for i in actual.instances]


def test_core_code_in_a_part() -> None:
    """A part with code and parts of its own holds what it is given; so do those with code."""
    actual = report(
        ENVIRONMENT
        + f"""
        (component $both (import "f" (func $in (result (list string)))) {WRAP}
          (component $wrap (import "f" (func $in (result (list string)))) {WRAP}
            (export "f" (func $out)))
          (instance $w (instantiate $wrap (with "f" (func $in))))
          (alias export $w "f" (func $f))
          (core func $again (canon lower (func $f) (memory $m) (realloc $r)))
          (export "g" (func $out)))
        (alias export $env "get-arguments" (func $f))
        (instance $b (instantiate $both (with "f" (func $f))))
        """
    )
    assert {"b": ("environment",), "b/w": ("environment",)} == {
        i.name: i.capabilities for i in actual.instances
    }
    assert {"environment": ("b/w",)} == instance(actual, "b").through


def test_a_start_function() -> None:
    """A component that calls a function when it starts holds what it is given."""
    starter = """
      (component $starter (import "f" (func $f))
        (component $idle) (instance $idle (instantiate $idle))
        (start $f))
    """
    text = (
        '(import "launch" (func $l))'
        + starter
        + '(instance $s (instantiate $starter (with "f" (func $l))))'
    )
    actual = inspect_app(from_wat(f"(component {text})"), "app")
    assert {"s": ("launch",)} == {i.name: i.capabilities for i in actual.instances}
