"""The words of a contract: WIT's doc comments, which `wae build` keeps in the app.

They lie in a custom section (component model ``Binary.md``) called `wae:docs`: a JSON object from
the path of an item to its text. A path is an interface, `INTERFACE#NAME` for a function or type in
it, `INTERFACE#NAME.PART` for a field, case, label or parameter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from wae.binary.value import Value
from wae.harmless import harmless

SECTION = "wae:docs"

_SENTENCE = re.compile(r".*?(?<!e\.g)(?<!i\.e)[.!?](?= [A-Z0-9`]|$)")


class Docs(Value):
    """Texts by path."""

    texts: dict[str, str] = {}

    def of(self, interface: str, item: str = "", part: str = "") -> str:
        """The text for an interface, an item in it or a part of that; "" without one."""
        return self.texts.get(path(interface, item, part), "")

    def of_function(self, interface: str, name: str, parameters: Iterable[str]) -> str:
        """The text for a function and then for its ``parameters``, as a list in Markdown."""
        documented = {one: self.of(interface, name, one) for one in parameters}
        return with_parameters(self.of(interface, name), documented)


def path(interface: str, item: str = "", part: str = "") -> str:
    """The key of an item's text."""
    return interface + (f"#{item}" if item else "") + (f".{part}" if part else "")


def with_parameters(text: str, parameters: Mapping[str, str]) -> str:
    """The text of a function, and those of its parameters as a list in Markdown, as people write
    them."""
    documented = {name: one.replace("\n", "\n  ") for name, one in parameters.items() if one}
    items = "\n".join(f"- `{name}`: {one}" for name, one in documented.items())
    return "\n\n".join(filter(None, (text, items)))


def summary(text: str) -> str:
    """The first sentence of a text, or its first paragraph where that ends in none, on one line."""
    paragraph = " ".join(text.partition("\n\n")[0].split())
    sentence = _SENTENCE.match(paragraph)
    return sentence[0] if sentence else paragraph


def clean(text: str) -> str:
    """A text as it may be shown anywhere."""
    return harmless(text.replace("\r\n", "\n"))
