"""The origins that ``hosts`` names, and how the authority of a request may be written for them.

The rules are those of ``wae:http`` (``components/http/url.py`` and ``allowed_hosts.py``); one table
of cases tests both.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

PORTS = {"http": 80, "https": 443}
LONGEST_HOST = 253
_ENTRY = re.compile(r"(?:(https?)://)?(\*\.)?(\[[^\[\]@]*\]|[^\[\]:/?#@*\s]+)(?::([0-9]{0,5}))?")
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
# UTS #46, section 2.4: RFC 3490 makes other names of them. The last is younger than that.
_DEVIATIONS = re.compile("[ß\u03c2\u200c\u200d\u1e9e]")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")


class BadEntry(ValueError):
    """Why an entry of ``hosts`` names no origin."""


@dataclass(frozen=True)
class Pattern:
    """An origin (RFC 6454, section 4); with ``below`` every origin whose host ends in ``.host``.

    ``host`` is lower case and ASCII, without a dot at its end; IPv6 stands in brackets.
    """

    scheme: str
    host: str
    port: int
    below: bool = False

    def __str__(self) -> str:
        """The shortest entry that :func:`parse_entry` reads as this."""
        scheme = "" if self.scheme == "https" else f"{self.scheme}://"
        port = "" if self.port == PORTS[self.scheme] else f":{self.port}"
        return f"{scheme}{'*.' if self.below else ''}{self.host}{port}"

    def authorities(self) -> tuple[str, ...]:
        """The authorities that name this origin and nothing else to any parser (RFC 3986, 3.2).

        In lower case; with ``below`` they are the endings of such authorities. The shortest is
        the first.
        """
        host = f".{self.host}" if self.below else self.host
        hosts = (host,) if _is_address(self.host) else (host, f"{host}.")
        is_default = self.port == PORTS[self.scheme]
        ports = [*([""] if is_default else []), f":{self.port}"]
        return tuple(h + p for p in ports for h in hosts)


def parse_entry(entry: str) -> Pattern:
    """Reads ``[SCHEME://][*.]HOST[:PORT]``, https where no scheme is given.

    Raises :class:`BadEntry`.
    """
    match = _ENTRY.fullmatch(entry)
    if match is None:
        raise BadEntry("it is not [SCHEME://][*.]HOST[:PORT]")
    scheme, below = match[1] or "https", bool(match[2])
    port = int(match[4]) if match[4] else PORTS[scheme]
    if not 0 < port < 65536:
        raise BadEntry("its port is not between 1 and 65535")
    host = _normal_host(match[3])
    if below and _is_address(host):
        raise BadEntry("no host is below an address")
    return Pattern(scheme, host, port, below)


def _normal_host(host: str) -> str:
    """Lower case, Punycode outside ASCII, addresses in their one form (RFC 5952).

    Names are read as browsers do (UTS #46); Python's own codec (RFC 3490) says the same of all
    letters that it takes but a few.
    """
    if host.startswith("["):
        return f"[{_address(ipaddress.IPv6Address, host[1:-1])}]"
    if _DEVIATIONS.search(host):
        raise BadEntry("its host has a letter that programs read differently: write it as xn--…")
    try:
        name = host.encode("idna").decode("ascii").lower().removesuffix(".")
    except UnicodeError:
        raise BadEntry("its host is not a valid name") from None
    labels = name.split(".")
    if len(name) > LONGEST_HOST or not all(_LABEL.fullmatch(label) for label in labels):
        raise BadEntry("its host is not a valid name")
    if _NUMBER.fullmatch(labels[-1]):
        return _address(ipaddress.IPv4Address, name)
    return name


def _address(kind: type[ipaddress.IPv4Address | ipaddress.IPv6Address], text: str) -> str:
    if "%" in text:
        raise BadEntry("its address has a zone")
    try:
        address = kind(text)
    except ValueError:
        raise BadEntry("its host is not a valid address") from None
    mapped = getattr(address, "ipv4_mapped", None)
    if mapped is None:
        return str(address)
    # Python 3.13 writes these with dots; what is generated must not depend on who generates it.
    return f"::ffff:{int(mapped) >> 16:x}:{int(mapped) & 0xFFFF:x}"


def _is_address(host: str) -> bool:
    return host.startswith("[") or _NUMBER.fullmatch(host.rpartition(".")[2]) is not None
