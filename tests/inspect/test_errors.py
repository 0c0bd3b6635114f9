"""What is said of apps that cannot be followed."""

from pathlib import Path

import pytest
from tests.dummy import from_wat

from tests import golden
from wae.binary.reader import BinaryError
from wae.inspect.report import inspect_app


@pytest.mark.parametrize("file", golden.cases("inspect"), ids=lambda file: file.stem)
def test_errors(file: Path) -> None:
    """What cannot be judged is refused in one line; nothing is left out of a report in silence."""
    given = golden.read(file)
    binary = from_wat(given["wat"]) if "wat" in given else bytes.fromhex(given["hex"])
    with pytest.raises(BinaryError) as caught:
        inspect_app(binary, "app")
    golden.check(file, caught.value.line())
