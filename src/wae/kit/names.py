"""The name of a new component, and what is called after it in WIT, Python and JavaScript."""

from __future__ import annotations

import keyword
import re
from dataclasses import dataclass

from wae.build.wit_text import is_keyword
from wae.contract.python_names import attribute, class_name
from wae.errors import UsageError

NAMESPACE = "my"
_WORD = r"[a-z][a-z0-9]*(?:-[a-z][a-z0-9]*)*"
_NAME = re.compile(rf"(?:({_WORD}):)?({_WORD})")
# What the files of the templates call otherwise.
_TAKEN = frozenset(
    re.findall(
        r"\w+",
        """
        app cli client component counting counts environment err exports imports page pytest run sys
        tests types wae wit
        """,
    )
)
_OTHERS = ("wae", "wasi")  # whose contracts an app gets from wae


@dataclass(frozen=True)
class Name:
    """``namespace:name``: a package, and in it an interface and a component of that name."""

    namespace: str
    name: str

    @property
    def package(self) -> str:
        return f"{self.namespace}:{self.name}"

    @property
    def words(self) -> dict[str, str]:
        """What stands for the name in the files of a template, by the name of its place there."""
        first, *rest = self.name.split("-")
        return {
            "name": self.name,
            "package": self.package,
            "title": self.name.replace("-", " ").capitalize(),
            "module": attribute(self.name),
            "class": class_name(self.name),
            "camel": first + "".join(word.capitalize() for word in rest),
        }


def read_name(text: str) -> Name:
    """`currency` or `bank:currency`. Raises :class:`UsageError` for what is no such name, or one
    that WIT, Python or the templates use themselves."""
    match = _NAME.fullmatch(text)
    if match is None:
        meant = _meant(text)
        raise UsageError(
            f'"{text}" is not a name for a component',
            hint="Use lower-case words, joined by -"
            + (f": {meant}" if meant and meant != text else ""),
        )
    namespace, name = match[1] or NAMESPACE, match[2]
    if namespace in _OTHERS:
        raise UsageError(f'"{text}" is in a namespace that is not yours', hint="Choose another")
    for word in (namespace, name):
        language = _language(word)
        if language:
            raise UsageError(f'"{word}" is a word of {language}', hint="Choose another name")
    if name in _TAKEN:
        raise UsageError(f'"{name}" is what a template calls another thing', hint="Choose another")
    return Name(namespace, name)


def _language(word: str) -> str:
    if is_keyword(word):
        return "WIT"
    return "Python" if keyword.iskeyword(word.replace("-", "_")) else ""


def _meant(text: str) -> str:
    """A name that is much like the text: `MyThing` and `my_thing` are `my-thing`."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", text.strip())
    slug = re.sub(r"[^a-z0-9]+", "-", apart.lower()).strip("-")
    return slug if re.fullmatch(_WORD, slug) else ""
