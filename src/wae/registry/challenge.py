"""How a server asks who somebody is: the header `WWW-Authenticate` (RFC 9110, section 11.6.1)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_SCHEME = re.compile(rf"[\s,]*({_TOKEN})(?=\s|,|$)", re.ASCII)
_PARAMETER = re.compile(
    rf'[\s,]*({_TOKEN})\s*=\s*(?:"((?:[^"\\]|\\.)*)"|({_TOKEN}))(?=\s*(?:,|$))',
    re.ASCII,
)
_TOKEN68 = re.compile(r"\s+[A-Za-z0-9._~+/-]+=*\s*(?=,|$)", re.ASCII)
_LONGEST = 8192


@dataclass(frozen=True)
class Challenge:
    """``scheme`` and the names of ``parameters`` are in lower case."""

    scheme: str
    parameters: dict[str, str] = field(default_factory=dict)


def challenges(headers: Iterable[str]) -> list[Challenge]:
    """All challenges in the values of these headers, as far as they can be understood."""
    return [each for header in headers for each in _parse(header[:_LONGEST])]


def _parse(text: str) -> list[Challenge]:
    challenges: list[Challenge] = []
    place = 0
    while match := _SCHEME.match(text, place):
        challenge = Challenge(match[1].lower())
        challenges.append(challenge)
        place = match.end()
        while one := _PARAMETER.match(text, place):
            quoted = one[2]
            value = one[3] if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
            challenge.parameters.setdefault(one[1].lower(), value)
            place = one.end()
        if one := _TOKEN68.match(text, place):
            place = one.end()
    return challenges
