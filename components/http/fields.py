"""Header fields (RFC 9110 §5): checked before they are sent, readable after."""

import re

from failure import invalid

Fields = list[tuple[str, str]]

# What the connection is made of; the sender alone knows it (RFC 9110 §7.6.1, RFC 9112 §6).
_CONNECTION = {
    "connection",
    "content-length",
    "expect",
    "host",
    "http2-settings",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
}
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")


def is_token(text: str) -> bool:
    """Whether it is a `token`: a header name or a method (RFC 9110 §5.6.2)."""
    return _TOKEN.fullmatch(text) is not None


def is_sendable(name: str) -> bool:
    """Whether a message may have a field of this name, in lower case, beside the connection's."""
    return is_token(name) and name not in _CONNECTION


def check(fields: Fields) -> Fields:
    """The caller's fields with names in lower case. Raises `Failure` (invalid-request)."""
    for name, value in fields:
        if not is_token(name):
            raise invalid("a header's name is empty or has a character that it cannot have")
        if name.lower() in _CONNECTION:
            raise invalid(f"the header {name} is not the caller's to set")
        if not _VALUE.fullmatch(value):
            raise invalid(f"the value of the header {name} has a character that it cannot have")
    return [(name.lower(), value) for name, value in fields]


def get(fields: Fields, name: str) -> str | None:
    """The first value of a field, by its name in lower case."""
    return next((value for each, value in fields if each == name), None)


def joined(fields: Fields, name: str) -> str:
    """The values of a field that is a list, which may stand on several lines (RFC 9110 §5.3)."""
    return ", ".join(value for each, value in fields if each == name)


def without(fields: Fields, names: frozenset[str]) -> Fields:
    """The fields that have none of these names (lower case)."""
    return [(name, value) for name, value in fields if name not in names]


def defaults(fields: Fields, more: dict[str, str]) -> Fields:
    """The fields, and of `more` those that are not among them."""
    given = {name for name, _ in fields}
    return fields + [(name, value) for name, value in more.items() if name not in given]
