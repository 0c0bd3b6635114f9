"""Names of hosts as browsers read them (UTS #46, nontransitional), with the hyphens of RFC 1123."""

import codecs
import re
import unicodedata
from ipaddress import AddressValueError, IPv4Address

import idna

# RFC 1035 §2.3.4: 255 octets on the wire, which are 253 characters.
LONGEST = 253
_LONGEST_LABEL = 63
# RFC 1123 §2.1, and the underscore that names in use have (RFC 8552).
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
# What the URL Standard ("ends in a number") takes for a part of an IPv4 address.
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_JOINERS = "\u200c\u200d"

# What stands for a dot between parts (UTS #46 §2.3).
_DOTS = (".", "\u3002", "\uff0e", "\uff61")

# A component has no files to load it from once it is sealed.
codecs.lookup("punycode")


class BadName(ValueError):
    """The text is no host name; the message says why."""


def parse(text: str) -> str | IPv4Address:
    """A name in the one form that is compared and sent: lower case, ASCII (RFC 5891), without a dot
    at the end. A name whose last part is a number is an IPv4 address, as four decimal numbers only,
    since resolvers read `0x7f.1` and `2130706433` as addresses, too.

    Raises `BadName`.
    """
    name = _mapped(text).removesuffix(".")
    if not name:
        raise BadName("it is empty")
    parts = [_part(label) for label in name.split(".")]
    _check_direction([text for text, _ in parts])
    ascii_name = ".".join(label for _, label in parts)
    if len(ascii_name) > LONGEST:
        raise BadName(f"it has more than {LONGEST} characters")
    if not _NUMBER.fullmatch(parts[-1][1]):
        return ascii_name
    try:
        return IPv4Address(ascii_name)
    except AddressValueError:
        raise BadName(
            "it ends in a number, but is not an address of four decimal numbers"
        ) from None


def for_resolver(text: str, name: str) -> str:
    """The name that `text` was read as, with the dot at its end where one stands there: then
    resolvers try no name below the machine's own domains. `localhost` is no name of theirs (RFC
    6761 §6.3), and many do not know it with a dot.
    """
    is_local = name == "localhost" or name.endswith(".localhost")
    return f"{name}." if text.endswith(_DOTS) and not is_local else name


def _mapped(text: str) -> str:
    # The work on long labels grows with the square of their length (RFC 3492 §6.3).
    if len(text) > LONGEST + 1:
        raise BadName(f"it has more than {LONGEST} characters")
    try:
        return idna.uts46_remap(text, std3_rules=False)
    except idna.IDNAError as error:
        raise BadName(_words(error)) from None


def _part(label: str) -> tuple[str, str]:
    """What a mapped label says, and the label in ASCII. One in Punycode has to be as good as what
    it stands for (UTS #46 §4.1)."""
    text = _decoded(label) if label.startswith("xn--") else label
    if text.isascii():
        written = label
    else:
        _check(text)
        written = f"xn--{text.encode('punycode').decode('ascii')}"
    if not label:
        raise BadName("two dots stand together, or one at the start")
    if len(written) > _LONGEST_LABEL:
        raise BadName(f"a part between dots has more than {_LONGEST_LABEL} characters")
    if not _LABEL.fullmatch(written):
        raise BadName(f"{label!r} is not a valid part of a host name")
    return text, written


def _decoded(label: str) -> str:
    wrong = BadName(f"{label!r} is not Punycode of a name")
    try:
        text = label.removeprefix("xn--").encode("ascii").decode("punycode")
        if text.isascii() or idna.uts46_remap(text, std3_rules=False) != text:
            raise wrong
    except UnicodeError:  # idna's errors are some, too
        raise wrong from None
    return text


def _check(label: str) -> None:
    """Raises `BadName` by the criteria of UTS #46 §4.1 that are not the mapping's."""
    if unicodedata.category(label[0]).startswith("M"):
        raise BadName(f"{label!r} begins with a mark that belongs to a letter before it")
    for at, character in enumerate(label):
        if character in _JOINERS and not _may_join(label, at):
            raise BadName(f"a joiner stands in {ascii(label)} where none may stand")


def _may_join(label: str, at: int) -> bool:
    try:
        return idna.valid_contextj(label, at)
    except ValueError:  # beside a character that Unicode does not know
        return False


def _check_direction(labels: list[str]) -> None:
    """The Bidi Rule (RFC 5893 §2), which holds for all parts where one is right to left."""
    directions = {unicodedata.bidirectional(each) for label in labels for each in label}
    if not directions & {"R", "AL", "AN"}:
        return
    try:
        for label in filter(None, labels):
            idna.check_bidi(label, check_ltr=True)
    except idna.IDNAError as error:
        raise BadName(_words(error)) from None


def _words(error: Exception) -> str:
    return str(error).rstrip(".")
