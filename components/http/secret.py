"""Secrets, and how they look where a server sends them back."""

import base64
import codecs
import json
import re
from dataclasses import dataclass
from urllib.parse import quote

import escapes

# A local server takes any word for a key ("ollama"); redacting it would only garble answers.
SHORTEST_KEY = 16
# A password or a user name with fewer characters may be part of a word.
SHORTEST_PART = 8

_REDACTED = "***"
_UTF_8 = codecs.lookup("utf-8")


@dataclass(frozen=True)
class Secret:
    """`alone`: redacted only where it is no part of a longer word."""

    text: str
    alone: bool = False


def key(text: str) -> tuple[Secret, ...]:
    """A key or token; one that is too short to be recognized is none."""
    return (Secret(text),) if len(text) >= SHORTEST_KEY else ()


def part(text: str) -> Secret:
    """A user name or a password."""
    return Secret(text, alone=len(text) < SHORTEST_PART)


def redact(text: str, secrets: tuple[Secret, ...]) -> str:
    """`text` with `***` for the secrets, in upper or lower case: as they are, as Base64, and as
    JSON, URLs and HTML write them, whichever of their characters those escape."""
    patterns = {pattern for secret in secrets for pattern in _patterns(secret)}
    if not patterns:
        return text
    longest_first = "|".join(sorted(patterns, key=len, reverse=True))
    pattern = re.compile(longest_first, re.IGNORECASE)
    text = pattern.sub(_REDACTED, text)
    known = "".join(secret.text for secret in secrets)
    for start, end in reversed([*escapes.spans(text, pattern, known.lower() + known.upper())]):
        text = f"{text[:start]}{_REDACTED}{text[end:]}"
    return text


def redact_bytes(data: bytes, charset: codecs.CodecInfo, secrets: tuple[Secret, ...]) -> bytes:
    """The same for bytes, where the secrets are in UTF-8 or in the charset. Without any, all bytes
    stay as they are; else those that are not text in that charset may change."""
    if not secrets:
        return data
    for codec, errors in ((_UTF_8, "surrogateescape"), (charset, "replace")):
        text = codec.decode(data, errors)[0]
        shown = redact(text, secrets)
        if shown != text:
            data = codec.encode(shown, errors)[0]
    return data


def redact_around(known: str, text: str, secrets: tuple[Secret, ...]) -> str:
    """The same, but for what is `known` in the text: it is nothing that a server said."""
    return known.join(redact(piece, secrets) for piece in text.split(known))


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
