"""What the fuzzer found once, so that it stays found whatever the fuzzer tries next."""

import pytest

from wae.binary.decode import decode_component
from wae.binary.reader import BinaryError
from wae.binary.sections import Id
from wae.binary.syntax import INSTANCE
from wae.binary.writer import COMPONENT_PREAMBLE, extern_name, name, section, u32, vector
from wae.compose import ComponentSpec, encode, plan
from wae.inspect.picture import draw
from wae.inspect.report import inspect_app

EMPTY = COMPONENT_PREAMBLE


def test_app_of_nothing() -> None:
    """An app without instances can be drawn."""
    assert "<svg" in draw(inspect_app(EMPTY, "empty"))


@pytest.mark.parametrize("interface", ["wae:http/policy@0.1.0", "wasi:cli/environment@0.2.9"])
def test_limit_without_code(interface: str) -> None:
    """A policy or filter that has no core module is none of ours, and no error."""
    imported = extern_name(interface) + bytes([INSTANCE]) + u32(0)
    user = EMPTY + section(Id.TYPE, vector([b"\x42\x00"])) + section(Id.IMPORT, vector([imported]))
    given = vector([name(interface) + bytes([INSTANCE]) + u32(0)])
    made = [b"\x00" + u32(0) + b"\x00", b"\x00" + u32(1) + given]
    app = EMPTY + section(Id.COMPONENT, EMPTY) + section(Id.COMPONENT, user)
    report = inspect_app(app + section(Id.INSTANCE, vector(made)), "app")
    assert [(None, None)] * len(report.instances) == [
        (instance.policy, instance.variables) for instance in report.instances
    ]


def test_deep_components_that_nobody_makes() -> None:
    """Components inside components are refused by the composer beyond a depth, used or not."""
    binary = EMPTY
    for _ in range(3000):
        binary = EMPTY + section(Id.COMPONENT, binary)
    part = ComponentSpec("deep", binary, decode_component(binary))
    with pytest.raises(BinaryError, match="nested deeper"):
        encode(plan([part], ["deep"]), "deep")
