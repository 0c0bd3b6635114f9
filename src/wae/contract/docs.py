"""The words of a contract: WIT's doc comments, which `wae build` keeps in the app.

They lie in a custom section (component model ``Binary.md``) called `wae:docs`: a JSON object from
the path of an item to its text. A path is an interface, `INTERFACE#NAME` for a function or type in
it, `INTERFACE#NAME.PART` for a field, case, label or parameter.
"""

from __future__ import annotations

from wae.binary.value import Value
from wae.harmless import harmless

SECTION = "wae:docs"


class Docs(Value):
    """Texts by path."""

    texts: dict[str, str] = {}

    def of(self, interface: str, item: str = "", part: str = "") -> str:
        """The text for an interface, an item in it or a part of that; "" without one."""
        return self.texts.get(path(interface, item, part), "")


def path(interface: str, item: str = "", part: str = "") -> str:
    """The key of an item's text."""
    return interface + (f"#{item}" if item else "") + (f".{part}" if part else "")


def clean(text: str) -> str:
    """A text as it may be shown anywhere."""
    return harmless(text.replace("\r\n", "\n"))
