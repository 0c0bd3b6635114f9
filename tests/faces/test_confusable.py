"""Apps of which a runtime may take one export for another."""

import pytest
from tests.dummy import from_wat

from wae.errors import AppError, UsageError
from wae.faces.opened import contract_of
from wae.grants.model import Grants
from wae.grants.wrapped import wrap

APP = """
(component
  (core module $m (func (export "f")))
  (core instance $m (instantiate $m))
  (func $f (canon lift (core func $m "f")))
  (instance $y (export "f" (func $f)))
  (export "{one}" (instance $y))
  (export "{other}" (instance $y)))
"""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("wasi:cli/run@0.2.9", "wasi:cli/run@0.2.12"),
        ("x:x/y@1.0.0", "x:x/y@1.9.0"),
        ("x:x/y@1.0.0", "x:x/y@1.0.0+build"),
    ],
)
def test_refused(one: str, other: str) -> None:
    """No face calls an app with two exports on one compatibility track."""
    with pytest.raises(AppError) as caught:
        contract_of("app", from_wat(APP.format(one=one, other=other)))
    assert (
        f"app exports {one} and {other}: a runtime may take either for the other"
        == caught.value.message
    )


def test_not_wrapped_either() -> None:
    """Nor does `wae run` run it, though nothing has to be denied to it."""
    wasm = from_wat(APP.format(one="wasi:cli/run@0.2.9", other="wasi:cli/run@0.2.12"))
    with pytest.raises(UsageError, match="a runtime may take either for the other"):
        wrap(wasm, "app.wasm", Grants())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("x:x/y@1.0.0", "x:x/y@2.0.0"),
        ("x:x/y@0.1.0", "x:x/y@0.2.0"),
        ("x:x/y@0.0.1", "x:x/y@0.0.2"),
        ("x:x/y@1.0.0", "x:x/y@1.0.1-rc1"),
        ("x:x/y", "x:x/y@1.0.0"),
    ],
)
def test_apart(one: str, other: str) -> None:
    """Versions that are not compatible are no reason."""
    contract = contract_of("app", from_wat(APP.format(one=one, other=other)))
    assert [one, other] == [*contract.interfaces]
