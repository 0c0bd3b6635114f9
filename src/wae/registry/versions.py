"""Which artifact of a repository another one follows."""

from __future__ import annotations

import re
from collections.abc import Iterable

from wae.binary.versions import age, track

_VERSION = re.compile(r"v?([0-9]+\.[0-9]+\.[0-9]+.*)", re.ASCII)


def is_version(tag: str) -> bool:
    """Whether a tag is a version (semver.org), with or without a `v`: it never moves then."""
    return _VERSION.fullmatch(tag) is not None


def tag_of(version: str) -> str:
    """The tag of a version: tags have no plus sign (OCI Distribution Specification, "Pulling
    manifests"), so tools write a low line instead, which no version has."""
    return version.replace("+", "_")


def version_of(tag: str) -> str:
    """The version that a tag is: what :func:`tag_of` turns into it."""
    return tag.replace("_", "+")


def predecessor(tag: str, tags: Iterable[str]) -> str:
    """The tag whose callers must fit to what gets ``tag`` next; "" where there is none.

    Of a version it is the newest older one on its compatibility track. Any other tag moves, and
    callers with it, so it is the tag itself.
    """
    if not is_version(tag):
        return tag if tag in set(tags) else ""
    older = [
        other
        for other in tags
        if is_version(other)
        and track(_name(other)) == track(_name(tag))
        and age(_name(other)) < age(_name(tag))
    ]
    return max(older, key=lambda other: age(_name(other)), default="")


def successor(tag: str, tags: Iterable[str]) -> str:
    """The newest version on the track of ``tag``; a tag that is no version stays itself."""
    if not is_version(tag):
        return tag
    later = [o for o in tags if is_version(o) and track(_name(o)) == track(_name(tag))]
    return max([tag, *later], key=lambda other: age(_name(other)))


def _name(tag: str) -> str:
    return f"@{version_of(tag.removeprefix('v'))}"
