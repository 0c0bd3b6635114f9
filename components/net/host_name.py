"""Names of hosts in the form that DNS has them in."""

import re

import idna

# RFC 1035, section 2.3.4: 255 octets on the wire, which are 253 characters.
_LONGEST = 253
# RFC 1123, section 2.1, and the underscore that names in use have (RFC 8552).
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?", re.IGNORECASE)


class BadName(Exception):
    """The text is no host name; the message says why."""


def to_ascii(name: str) -> str:
    """The name in ASCII: each label as it is, or in Punycode (RFC 5891, mapped as in UTS #46).

    Raises `BadName`.
    """
    ascii_name = name if name.isascii() else _encoded(name)
    if not ascii_name:
        raise BadName("it is empty")
    if len(ascii_name.removesuffix(".")) > _LONGEST:
        raise BadName(f"it has more than {_LONGEST} characters")
    for label in ascii_name.removesuffix(".").split("."):
        if not _LABEL.fullmatch(label):
            raise BadName(_problem(label))
    return ascii_name


def _encoded(name: str) -> str:
    # The work grows with the square of the length (RFC 3492, section 6.3).
    if len(name) > _LONGEST:
        raise BadName(f"it has more than {_LONGEST} characters")
    try:
        return idna.encode(name, uts46=True).decode()
    except idna.IDNAError as error:
        raise BadName(str(error)) from None


def _problem(label: str) -> str:
    if not label:
        return "two dots stand together, or one at the start"
    if len(label) > 63:
        return "a part between dots has more than 63 characters"
    return f"{label!r} is no part of a host name"
