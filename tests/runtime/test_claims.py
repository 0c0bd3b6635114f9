"""What an app's team calls harmless, kept in the app."""

import pytest

from wae.binary import writer
from wae.build.claims import harmless_section
from wae.runtime.claims import SECTION, read
from wae.tools.description import Tool

EMPTY = b"\0asm\x0d\0\x01\0"
DICE = Tool(
    name="dice",
    about="throws dice",
    reach="",
    interfaces=("my:dice/roller@1.0.0", "my:dice/table@1.0.0"),
    harmless=("roller.roll", "table.look"),
)


def test_what_a_build_keeps() -> None:
    """Functions by interface and name, of the tools that have any."""
    silent = Tool(name="silent", about="says nothing", reach="", interfaces=("my:silent/api",))
    app = EMPTY + harmless_section([DICE, silent])
    assert {"my:dice/roller@1.0.0#roll", "my:dice/table@1.0.0#look"} == read(app)
    assert b"" == harmless_section([silent])
    assert frozenset() == read(EMPTY)


@pytest.mark.parametrize("content", [b"", b"{}", b"[", b"\xff", b"[" * 5000, b"null"])
def test_a_damaged_section(content: bytes) -> None:
    """It claims nothing."""
    assert frozenset() == read(EMPTY + writer.custom_section(SECTION, content))


def test_what_is_no_name() -> None:
    """It is passed over."""
    assert {"a#b"} == read(EMPTY + writer.custom_section(SECTION, b'["a#b", 1, null]'))
