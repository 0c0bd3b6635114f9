"""``requirements.lock``: packages pinned by version and hash, and nothing else.

pip's own format can do much more: name other indexes, read other files, install from URLs and
folders, run what a source distribution brings. A lock comes with a component, and a component is
not trusted, so pip never sees the file; it gets one that is written from what is understood here.

The form is that of ``pip-compile --generate-hashes``: names as PEP 508 has them, versions in the
normal form of PEP 440, SHA-256 alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from wae.build.markers import BadMarker, holds
from wae.build.tools import BuildError

FORM = "NAME==VERSION --hash=sha256:…"

_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_VERSION = re.compile(
    r"(?:[0-9]+!)?[0-9]+(?:\.[0-9]+)*(?:(?:a|b|rc)[0-9]+)?(?:\.post[0-9]+)?(?:\.dev[0-9]+)?"
    r"(?:\+[a-z0-9]+(?:\.[a-z0-9]+)*)?"
)
_HASH = re.compile(r"sha256:[0-9a-f]{64}")
_OPTION = re.compile(r"--?[A-Za-z][A-Za-z-]*")


@dataclass(frozen=True)
class Pin:
    """One package: its name as PEP 503 normalizes it, and the SHA-256 of files that it may be.

    ``wanted`` is whether its marker, if it has one, holds in a guest.
    """

    name: str
    version: str
    hashes: tuple[str, ...]
    wanted: bool = True

    def __str__(self) -> str:
        return f"{self.name}=={self.version}"


def read_lock(text: str, file: Path) -> tuple[Pin, ...]:
    """The pins in the lock ``text``, sorted by name; ``file`` is for messages.

    Raises :class:`BuildError`, with the line, for whatever is no pin.
    """
    pins: list[Pin] = []
    for number, entry in _entries(text, file):
        try:
            pin = _pin(entry)
        except _Problem as problem:
            raise _error(file, number, str(problem)) from None
        if pin.wanted and any(pin.name == other.name and other.wanted for other in pins):
            raise _error(file, number, f"{pin.name} is pinned a second time")
        pins.append(pin)
    return tuple(sorted(pins, key=lambda pin: (pin.name, pin.version)))


def lock_text(pins: Iterable[Pin]) -> str:
    """The pins that a guest wants as a file for pip: one line each."""
    lines = (
        " ".join((str(pin), *(f"--hash=sha256:{digest}" for digest in pin.hashes)))
        for pin in pins
        if pin.wanted
    )
    return "".join(f"{line}\n" for line in lines)


def normal_name(package: str) -> str:
    """A package's name as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", package).lower()


class _Problem(Exception):
    pass


def _entries(text: str, file: Path) -> Iterator[tuple[int, str]]:
    """Each entry on one line, with the number of its first, free of comments."""
    entry, start = "", 0
    for number, line in enumerate(text.split("\n"), 1):
        line = line.removesuffix("\r")
        if not line.replace("\t", "").isprintable():
            raise _error(file, number, "this line has an invisible character")
        code, hash_sign, comment = _split_comment(line)
        if comment.rstrip().endswith("\\"):
            raise _error(file, number, "a comment ends in a backslash")
        start = start if entry else number
        goes_on = code.endswith("\\") and not hash_sign
        entry += code.removesuffix("\\") if goes_on else code
        if not goes_on:
            if entry.strip():
                yield start, entry.strip()
            entry = ""
    if entry.strip():
        yield start, entry.strip()


def _split_comment(line: str) -> tuple[str, str, str]:
    """The line up to its comment (a ``#`` that begins the line or follows a blank), the rest."""
    comment = re.search(r"(?:^|[ \t])#", line)
    return (line[: comment.start()], "#", line[comment.end() :]) if comment else (line, "", "")


def _pin(entry: str) -> Pin:
    if entry.startswith("-"):
        option = _OPTION.match(entry)
        raise _Problem(f"{option[0] if option else '-'} is an option")
    head, *hashes = re.split(r"[ \t]+--hash=", entry)
    requirement, semicolon, marker = head.partition(";")
    name, equals, version = (part.strip(" \t") for part in requirement.partition("=="))
    if not equals or not _NAME.fullmatch(name):
        raise _Problem("this pins no package")
    if not _VERSION.fullmatch(version):
        raise _Problem(f"{name} has no version in its normal form")
    for digest in hashes:
        if not _HASH.fullmatch(digest):
            raise _Problem(f"{name} has a hash that is not SHA-256")
    if not hashes:
        raise _Problem(f"{name} has no hash")
    try:
        wanted = not semicolon or holds(marker)
    except BadMarker:
        raise _Problem(f"the marker of {name} is not understood") from None
    digests = {digest.removeprefix("sha256:") for digest in hashes}
    return Pin(normal_name(name), version, tuple(sorted(digests)), wanted)


def _error(file: Path, line: int, problem: str) -> BuildError:
    # The line itself is not shown: a URL in it may hold a password.
    return BuildError(
        f"{file}:{line}: {problem}",
        hint=f"Each entry must be {FORM}; lock again: pip-compile --generate-hashes",
    )
