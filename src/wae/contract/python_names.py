"""A name of WIT on its own: the words that it consists of, and how Python spells it.

Python has its own kind, which is componentize-py's, too: `min-entropy` is `min_entropy`,
`range-error` is `RangeError`, `HTTP-get` is `http_get`, and what is a keyword gets an underscore.
What an app's exports are called on each face, which depends on all of them, is in `names`.
"""

from __future__ import annotations

import keyword
from collections.abc import Collection, Iterable


def attribute(name: str) -> str:
    """The name of a function, parameter, field or interface in Python."""
    return _free(name.replace("-", "_").lower())


def class_name(name: str) -> str:
    """The name of a type, or of a variant's case."""
    return _free("".join(word.capitalize() for word in name.split("-")))


def constant(name: str) -> str:
    """The name of an enum's or flag's member."""
    return _free(name.replace("-", "_").upper())


def distinct(names: Iterable[str], taken: Collection[str] = ()) -> list[str]:
    """The names, with underscores after those that stood before, or are ``taken``."""
    seen = {*taken}
    chosen = []
    for name in names:
        while name in seen:
            name += "_"
        seen.add(name)
        chosen.append(name)
    return chosen


def classes(labels: Iterable[str]) -> dict[str, str]:
    """The classes of an interface's types, or of a variant's cases."""
    known = list(labels)
    return dict(zip(known, distinct(map(class_name, known)), strict=True))


def callables(
    labels: Iterable[str], taken: Collection[str] = (), beside: Collection[str] = ()
) -> dict[str, tuple[str, str]]:
    """The functions of one place in Python, for each its asynchronous form as well.

    `f` is `f` and `f_async`; what the contract itself calls `f-async` goes before that, and so
    does what stands `beside` the functions.
    """
    known = list(labels)
    names = distinct((attribute(words(label)[-1]) for label in known), taken)
    later = distinct((f"{name}_async" for name in names), {*taken, *names, *beside})
    return dict(zip(known, zip(names, later, strict=True), strict=True))


def words(function: str) -> list[str]:
    """`[method]reply.next` as `reply`, `next`; a constructor goes by its resource's name, which no
    function has (``Explainer.md``, Name Uniqueness)."""
    return function.rpartition("]")[2].split(".")


def resource_of(function: str) -> str | None:
    """The resource that a function makes, or belongs to (``WIT.md``, Resources)."""
    return words(function)[0] if function.startswith("[") else None


def interface_parts(name: str) -> tuple[str, str]:
    """The package's and the interface's name in `wae:password/generator@0.1.0`."""
    path = name.partition("@")[0].rpartition(":")[2]
    package, _, interface = path.partition("/")
    return package, interface


def binding_names(interface: str) -> list[str]:
    """What componentize-py may call an interface, the longest first: the longer names are for
    worlds that have several of one name."""
    base, _, version = interface.partition("@")
    space, _, path = base.rpartition(":")
    long = "-".join([*filter(None, space.split(":")), *path.split("/")])
    numbered = [f"{long}-{version.replace('.', '-')}"] if version else []
    return [*numbered, long, last_word(interface)]


def last_word(interface: str) -> str:
    return interface.partition("@")[0].rpartition(":")[2].rpartition("/")[2]


def _free(name: str) -> str:
    return f"{name}_" if keyword.iskeyword(name) else name
