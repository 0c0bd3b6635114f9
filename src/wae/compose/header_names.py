"""Headers that may hold a key."""

from __future__ import annotations

import re

# A token (RFC 9110, section 5.6.2), without the characters that only programs would use.
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,62}[A-Za-z0-9])?", re.ASCII)
# Fields of requests that servers and proxies understand by themselves (RFC 9110 to 9112, 6265).
_KNOWN = re.compile(
    "(accept|access|alt|cache|content|if|proxy|sec|x-forwarded)-.*|accept|connection|cookie|date|"
    "expect|forwarded|from|host|http2-settings|keep-alive|location|max-forwards|origin|pragma|"
    "range|referer|set-cookie|te|trailer|transfer-encoding|upgrade|user-agent|via|warning"
)


class BadHeader(ValueError):
    """Why a key cannot be sent in a header."""


def read_header(name: object) -> str:
    """The name in lower case. Raises :class:`BadHeader`."""
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise BadHeader("it is no name of letters, digits and -")
    lower = name.lower()
    if lower == "authorization":
        raise BadHeader("that is where bearer and basic go")
    if _KNOWN.fullmatch(lower):
        raise BadHeader("HTTP uses it for something else")
    return lower
