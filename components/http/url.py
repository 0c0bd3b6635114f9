"""Absolute http and https URLs, taken apart strictly.

What a policy allows is decided on the parts that stand here, and the same parts are sent:
there is no second parser that could read a URL differently.
"""

import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv6Address
from urllib.parse import quote, urljoin

import host_name

DEFAULT_PORTS = {"http": 80, "https": 443}
LONGEST = 8192

_ABSOLUTE = re.compile(r"(?i)(https?)://([^/?#]*)([^#]*)(?:#.*)?")
_AUTHORITY = re.compile(r"(\[[^\[\]@]*\]|[^\[\]:@]+)(?::([0-9]{0,5}))?")
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\\ud800-\udfff]|\s")
_BLANK = re.compile(r"(?![\x00-\x1f])\s")
_PATH_AND_QUERY = "/?:@!$&'()*+,;=-._~%"


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
    match = _ABSOLUTE.fullmatch(text)
    if match is None:
        raise BadUrl("it does not begin with http:// or https://")
    scheme, authority, target = match[1].lower(), match[2], match[3]
    if "@" in authority:
        raise BadUrl("it has a user name or password before the host")
    host, port = split_authority(authority)
    if not target.startswith("/"):
        target = f"/{target}"
    origin = Origin(scheme, host, DEFAULT_PORTS[scheme] if port is None else port)
    return Url(origin, quote(target, safe=_PATH_AND_QUERY))


def split_authority(authority: str) -> tuple[str, int | None]:
    """Splits `HOST` or `HOST:PORT` and normalises the host. Raises `BadUrl`."""
    match = _AUTHORITY.fullmatch(authority)
    if match is None:
        raise BadUrl("its host or port is not valid")
    port = int(match[2]) if match[2] else None
    if port is not None and not 0 < port < 65536:
        raise BadUrl("its port is not between 1 and 65535")
    return normalise_host(match[1]), port


def normalise_host(host: str) -> str:
    """A host name or address in the one form that is compared and sent (`host_name`).

    IPv6 in brackets and in its shortest form (RFC 5952); as in browsers, an IPv4-mapped address is
    another host than the IPv4 address. Raises `BadUrl`.
    """
    if not host.startswith("["):
        try:
            return str(host_name.parse(host))
        except host_name.BadName:
            raise BadUrl("its host is not a valid name or address") from None
    if "%" in host:
        raise BadUrl("its address has a zone")
    try:
        return f"[{IPv6Address(host[1:-1])}]"
    except AddressValueError:
        raise BadUrl("its host is not a valid address") from None


def join(base: Url, reference: str) -> Url:
    """Resolves a redirect's `Location` (RFC 9110 §10.2.2, RFC 3986 §5). Raises `BadUrl`.

    Spaces around it do not count, and those in its path and query are percent-encoded, as by
    browsers and curl.
    """
    encoded = _BLANK.sub(lambda blank: quote(blank[0]), reference.strip(" "))
    if _UNSAFE.search(encoded):
        raise BadUrl("it has white space, a control character or a backslash")
    try:
        joined = urljoin(str(base), encoded)
    except ValueError as error:
        raise BadUrl("its host or port is not valid") from error
    return parse(joined)
