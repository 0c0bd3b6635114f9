"""WIT's names in Python: `min-entropy` is `min_entropy`, `range-error` is `RangeError`."""

import keyword
from collections.abc import Iterable


def attribute(name: str) -> str:
    """The name of a function, parameter or field, never a keyword of Python's."""
    return _free(name.removeprefix("%").replace("-", "_").lower())


def class_name(name: str) -> str:
    """The name of a type."""
    words = name.removeprefix("%").split("-")
    return _free("".join(word[:1].upper() + word[1:] for word in words))


def constant(name: str) -> str:
    """The name of an enum's or flag's member."""
    return _free(name.removeprefix("%").replace("-", "_").upper())


def distinct(names: Iterable[str]) -> list[str]:
    """The names, with underscores after those that stood before: WIT's case can tell them apart,
    Python's cannot."""
    seen: set[str] = set()
    found = []
    for name in names:
        while name in seen:
            name += "_"
        seen.add(name)
        found.append(name)
    return found


def interface_parts(name: str) -> tuple[str, str]:
    """The package's and the interface's name in `wae:password/generator@0.1.0`."""
    path = name.partition("@")[0].rpartition(":")[2]
    package, _, interface = path.partition("/")
    return package, interface


def _free(name: str) -> str:
    return f"{name}_" if keyword.iskeyword(name) or name in ("mro",) else name
