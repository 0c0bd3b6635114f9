"""The packages that WIT text declares and speaks of, found without a parser."""

from __future__ import annotations

import re
from functools import lru_cache

from wae.build.comments import blanked

_ID = rb"%?[A-Za-z][\w-]*"
_NAME = rb"%s(?:\s*:\s*%s)+" % (_ID, _ID)
_DECLARED = re.compile(rb"(?<![\w%%-])package\s+(%s)(?:\s*@\s*([\w.+-]+))?\s*([;{])" % _NAME)
_REFERENCE = re.compile(_NAME)
_WORLD = re.compile(rb"(?<![\w%%-])world\s+(%s)\s*{" % _ID)
_LEFT_OUT = re.compile(rb"[\s%]+")


@lru_cache(maxsize=1024)
def declared_in(text: bytes, ends: bytes = b";{") -> tuple[str, ...]:
    """The packages that a file says it is, or has within it (``WIT.md``, Package declaration), with
    their versions. Those of the file itself end in a semicolon."""
    found = _DECLARED.findall(blanked(text, documentation=True))
    return tuple(
        _LEFT_OUT.sub(b"", name + (b"@" + version if version else b"")).decode()
        for name, version, end in found
        if end in ends
    )


def worlds_in(text: bytes) -> set[str]:
    """The names of the worlds in a file."""
    names = _WORLD.findall(blanked(text, documentation=True))
    return {name.decode().removeprefix("%") for name in names}


@lru_cache(maxsize=1024)
def references(text: bytes) -> frozenset[str]:
    """Every package that a file may speak of, without versions; others as well."""
    names = _REFERENCE.findall(blanked(text, documentation=True))
    return frozenset(_LEFT_OUT.sub(b"", name).decode() for name in names)
