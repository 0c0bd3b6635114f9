"""The words of a contract: WIT's doc comments, which `wae build` keeps in the app.

They lie in a custom section (component model ``Binary.md``) called `wae:docs`: a JSON object from
the path of an item to its text. A path is an interface, `INTERFACE#NAME` for a function or type in
it, `INTERFACE#NAME.PART` for a field, case, label or parameter.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from wae.binary.sections import custom_sections
from wae.harmless import harmless

SECTION = "wae:docs"
_LARGEST = 4 << 20


@dataclass(frozen=True)
class Docs:
    """Texts by path."""

    texts: dict[str, str] = field(default_factory=dict)

    def of(self, interface: str, item: str = "", part: str = "") -> str:
        """The text for an interface, an item in it or a part of that; "" without one."""
        return self.texts.get(path(interface, item, part), "")


def path(interface: str, item: str = "", part: str = "") -> str:
    """The key of an item's text."""
    return interface + (f"#{item}" if item else "") + (f".{part}" if part else "")


def read_docs(wasm: bytes) -> Docs:
    """The texts in a component, harmless to show; none where it has none, or they are damaged."""
    for content in custom_sections(wasm, SECTION, _LARGEST):
        try:
            texts = json.loads(bytes(content))
        except (ValueError, RecursionError):
            continue
        if isinstance(texts, dict):
            return Docs({k: _clean(v) for k, v in texts.items() if isinstance(v, str)})
    return Docs()


def _clean(text: str) -> str:
    return harmless(text.replace("\r\n", "\n"))
