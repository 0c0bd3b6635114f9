"""Secrets, and how they look where a server sends them back."""

import base64
import json
import re
from dataclasses import dataclass
from urllib.parse import quote

# A local server takes any word for a key ("ollama"); to blot that out would only garble answers.
SHORTEST_KEY = 16
# A password or a user name with fewer characters may be part of a word.
SHORTEST_PART = 8

_BLOT = "***"


@dataclass(frozen=True)
class Secret:
    """`alone`: blotted only where it is no part of a longer word."""

    text: str
    alone: bool = False


def key(text: str) -> tuple[Secret, ...]:
    """A key or token; one that is too short to be recognized is none."""
    return (Secret(text),) if len(text) >= SHORTEST_KEY else ()


def part(text: str) -> Secret:
    """A user name or a password."""
    return Secret(text, alone=len(text) < SHORTEST_PART)


def blot(text: str, secrets: tuple[Secret, ...]) -> str:
    """`text` with `***` for the secrets, in upper or lower case: as they are, and as JSON, URLs and
    Base64 write them."""
    patterns = {pattern for secret in secrets for pattern in _patterns(secret)}
    if not patterns:
        return text
    pattern = "|".join(sorted(patterns, key=len, reverse=True))
    return re.sub(pattern, _BLOT, text, flags=re.IGNORECASE)


def blot_around(known: str, text: str, secrets: tuple[Secret, ...]) -> str:
    """The same, but for what is `known` in the text: it is nothing that a server said."""
    return known.join(blot(piece, secrets) for piece in text.split(known))


def unmistakable(secrets: tuple[Secret, ...]) -> tuple[Secret, ...]:
    """Those that are no words of an ordinary text."""
    return tuple(each for each in secrets if not each.alone)


def _patterns(secret: Secret) -> set[str]:
    return {_pattern(form, secret.alone) for form in _forms(secret.text)}


def _pattern(form: str, alone: bool) -> str:
    before = "(?<![^\\W_])" if alone and form[0].isalnum() else ""
    after = "(?![^\\W_])" if alone and form[-1].isalnum() else ""
    return f"{before}{re.escape(form)}{after}"


def _forms(text: str) -> set[str]:
    raw = text.encode()
    forms = {text, quote(text, safe=""), quote(text)}
    forms |= {json.dumps(text, ensure_ascii=flag)[1:-1] for flag in (True, False)}
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        forms |= {encode(raw).decode(), encode(raw).decode().rstrip("=")}
    return forms
