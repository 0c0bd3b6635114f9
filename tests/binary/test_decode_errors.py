"""What is said of bytes that are not a component."""

from pathlib import Path

import dummy
import pytest

import golden
from wae.binary.decode import decode_component
from wae.binary.reader import BinaryError


@pytest.mark.parametrize("file", golden.cases("decode"), ids=lambda file: file.stem)
def test_errors(file: Path) -> None:
    """Every way to be wrong gives one line: what was found, and where."""
    given = golden.read(file)
    binary = dummy.from_wat(given["wat"]) if "wat" in given else bytes.fromhex(given["hex"])
    with pytest.raises(BinaryError) as caught:
        decode_component(binary)
    golden.check(file, caught.value.line())
