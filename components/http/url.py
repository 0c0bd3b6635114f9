"""Absolute http and https URLs, taken apart strictly.

What a policy allows is decided on the parts that stand here, and the same parts are sent:
there is no second parser that could read a URL differently.
"""

import codecs
import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin

DEFAULT_PORTS = {"http": 80, "https": 443}
LONGEST = 8192

_ABSOLUTE = re.compile(r"(?i)(https?)://([^/?#]*)([^#]*)(?:#.*)?")
_AUTHORITY = re.compile(r"(\[[^\[\]@]*\]|[^\[\]:@]+)(?::([0-9]{0,5}))?")
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\\ud800-\udfff]|\s")
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_PATH_AND_QUERY = "/?:@!$&'()*+,;=-._~%"

# Both must be loaded before the component is sealed; `idna` asks for `punycode` only when used.
_IDNA = codecs.lookup("idna")
codecs.lookup("punycode")


class BadUrl(ValueError):
    """Why a text is not a URL that may be asked for. Never holds the URL itself."""


@dataclass(frozen=True)
class Origin:
    """A scheme, a host and a port (RFC 6454 §4); `host` is lower case and ASCII.

    An IPv6 address stands in brackets, in its shortest form (RFC 5952).
    """

    scheme: str
    host: str
    port: int

    @property
    def authority(self) -> str:
        """`HOST`, with `:PORT` where it is not the scheme's own."""
        is_default = self.port == DEFAULT_PORTS[self.scheme]
        return self.host if is_default else f"{self.host}:{self.port}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}"


@dataclass(frozen=True)
class Url:
    """`target` is the path and query as they are sent: it begins with `/` and is ASCII."""

    origin: Origin
    target: str

    def __str__(self) -> str:
        return f"{self.origin}{self.target}"


def parse(text: str) -> Url:
    """Parses an absolute URL (RFC 3986 §3); the fragment is dropped.

    Raises `BadUrl` for another scheme, user information, a host or port that cannot be, and
    for white space, control characters and backslashes anywhere. What else a URL may not
    hold (RFC 3986 §2) is percent-encoded as UTF-8 in the path and the query.
    """
    if len(text) > LONGEST:
        raise BadUrl(f"it is longer than {LONGEST} characters")
    if _UNSAFE.search(text):
        raise BadUrl("it has white space, a control character or a backslash")
    found = _ABSOLUTE.fullmatch(text)
    if found is None:
        raise BadUrl("it does not begin with http:// or https://")
    scheme, authority, target = found[1].lower(), found[2], found[3]
    if "@" in authority:
        raise BadUrl("it has a user name or password before the host")
    host, port = split_authority(authority)
    if not target.startswith("/"):
        target = f"/{target}"
    origin = Origin(scheme, host, DEFAULT_PORTS[scheme] if port is None else port)
    return Url(origin, quote(target, safe=_PATH_AND_QUERY))


def split_authority(authority: str) -> tuple[str, int | None]:
    """Splits `HOST` or `HOST:PORT` and normalises the host. Raises `BadUrl`."""
    found = _AUTHORITY.fullmatch(authority)
    if found is None:
        raise BadUrl("its host or port cannot be")
    port = int(found[2]) if found[2] else None
    if port is not None and not 0 < port < 65536:
        raise BadUrl("its port is not between 1 and 65535")
    return normalise_host(found[1]), port


def normalise_host(host: str) -> str:
    """A host name or address in the one form that is compared and sent.

    Lower case; names outside ASCII by IDNA 2003 (RFC 3490); no dot at the end; IPv6 in
    brackets and in its shortest form (RFC 5952). IPv4 only as four decimal numbers, since
    resolvers read `0x7f.1` or `2130706433` as addresses too. Raises `BadUrl`.
    """
    if host.startswith("["):
        return f"[{_address(ipaddress.IPv6Address, host[1:-1])}]"
    try:
        name = _IDNA.encode(host)[0].decode("ascii").lower().removesuffix(".")
    except UnicodeError as error:
        raise BadUrl("its host is not a valid name") from error
    labels = name.split(".")
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise BadUrl("its host is not a valid name")
    if labels[-1].isdigit() or re.fullmatch("0x[0-9a-f]*", labels[-1]):
        return _address(ipaddress.IPv4Address, name)
    return name


def join(base: Url, reference: str) -> Url:
    """Resolves a redirect's `Location` (RFC 9110 §10.2.2, RFC 3986 §5). Raises `BadUrl`."""
    if _UNSAFE.search(reference):
        raise BadUrl("it has white space, a control character or a backslash")
    try:
        joined = urljoin(str(base), reference)
    except ValueError as error:
        raise BadUrl("its host or port cannot be") from error
    return parse(joined)


def _address(kind: type[ipaddress.IPv4Address | ipaddress.IPv6Address], text: str) -> str:
    if "%" in text:
        raise BadUrl("its address has a zone")
    try:
        return str(kind(text))
    except ValueError as error:
        raise BadUrl("its host is not a valid address") from error
