"""Interface names and their versions.

Two versions lie on one compatibility track when semver allows the newer in place of the older:
the same major version, or before 1.0 the same minor, or before 0.1 the same patch (semver.org, §4
and §8; the component model's ``canonversion``). A prerelease is compatible with itself only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

# Longer numbers fit into no runtime's 64 bits; such a name is compatible with itself only.
_VERSION = re.compile(r"(\d{1,20})\.(\d{1,20})\.(\d{1,20})([-+].*)?", re.ASCII)


def split(name: str) -> tuple[str, str]:
    """``wasi:io/poll@0.2.9`` as ``("wasi:io/poll", "0.2.9")``; no version is ``""``."""
    base, _, version = name.partition("@")
    return base, version


@lru_cache(maxsize=4096)
def track(name: str) -> str:
    """The interface with the part of its version that must agree: ``wasi:io/poll@0.2``."""
    base, version = split(name)
    match = _VERSION.fullmatch(version)
    if match is None:
        return name
    major, minor, patch, rest = match.groups()
    if rest and rest.startswith("-"):
        return name
    if major != "0":
        return f"{base}@{major}"
    return f"{base}@0.{minor}" if minor != "0" else f"{base}@0.0.{patch}"


def age(name: str) -> tuple[int, ...]:
    """Sorts the versions of one track."""
    match = _VERSION.fullmatch(split(name)[1])
    return tuple(int(part) for part in match.groups()[:3]) if match else ()


def newest(names: Iterable[str]) -> dict[str, str]:
    """For every track among ``names``: the name with the newest version."""
    newest_names: dict[str, str] = {}
    for name in names:
        key = track(name)
        if key not in newest_names or age(newest_names[key]) < age(name):
            newest_names[key] = name
    return newest_names


def confusable(names: Iterable[str]) -> list[tuple[str, str]]:
    """The pairs of names on one track: a runtime that is asked for a third may take either."""
    first: dict[str, str] = {}
    return [
        (other, name) for name in names if (other := first.setdefault(track(name), name)) != name
    ]
