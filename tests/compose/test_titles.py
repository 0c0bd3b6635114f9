"""Names that a manifest gives: those that a component may have, and no others."""

import pytest
from tests.dummy import from_wat, problem

from wae.compose.world import is_title

NUMBER = 2**64
LABELS = """
    a go GO go-now go-NOW A-b a1 a-1 a-1b a1-2 goNow Go a--b a- -a 1a a_b a.b é a-B1 [method]a.b
"""
INTERFACES = f"""
    a:b/c a:b/C a-b:c-1/d-E a:b/cD a:B/c A:b/c a:b/c/d a:b a:/c a:b-/c
    a:b/c@1.0.0 a:b/c@0.0.1-rc.1 a:b/c@1.0.0-0a.b-c+x.01 a:b/c@1.0.0+x a:b/c@10.20.30
    a:b/c@1 a:b/c@1.0 a:b/c@1.0.0.0 a:b/c@01.0.0 a:b/c@1.0.0- a:b/c@1.0.0-01 a:b/c@1.0.0-a..b
    a:b/c@1.0.0+ a:b/c@ a:b/c@x a:b/c@{NUMBER}.0.0 a:b/c@0.1.{NUMBER - 1} a:b/c@1.0.0-é
"""


@pytest.mark.parametrize("name", [*LABELS.split(), *INTERFACES.split()])
def test_what_can_be_a_name(name: str) -> None:
    """Exactly what a validator takes as the name of an export is one."""
    wat = f'(component (instance $i) (export "{name}" (instance $i)))'
    assert (problem(from_wat(wat)) == "") is is_title(name, is_interface=True)
