"""The Host header: a name or an address and perhaps a port, and nothing else.

Its grammar is `uri-host [":" port]` (RFC 9110, section 7.2; RFC 3986, section 3.2.2), here without
what no browser or client sends: percent-encoding, and a colon without a port.
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, ip_address

_HOST = re.compile(
    r"(?:(?P<name>[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?)\.?|\[(?P<address>[0-9a-f:.]*:[0-9a-f:.]*)\])"
    r"(?::(?P<port>[0-9]{1,5}))?",
    re.ASCII | re.IGNORECASE,
)
_OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_IPV4 = re.compile(rf"{_OCTET}(?:\.{_OCTET}){{3}}", re.ASCII)
_LONGEST = 255  # of a name (RFC 1035, section 2.3.4)
_PORTS = 1 << 16


def name(header: str) -> str | None:
    """The name in lower case without a dot at its end, an address in its one form, IPv6 in
    brackets; None where the header is no host.

    An IPv4-mapped address (RFC 4291, section 2.5.5.2) is the IPv4 address.
    """
    match = _HOST.fullmatch(header)
    text = (match["name"] or match["address"]).lower() if match else ""
    if match is None or len(text) > _LONGEST or int(match["port"] or 0) >= _PORTS:
        return None
    if _IPV4.fullmatch(text):
        return text  # its one form already; `ipaddress` takes twenty times as long to say so
    address = _address(text)
    if address is None:
        return text if match["name"] else None
    return f"[{address}]" if address.version == 6 else str(address)


def is_rebindable(host: str) -> bool:
    """Whether whoever owns the name in a Host header can make it lead to this server, so that
    a page of theirs counts as the server's own (DNS rebinding): not so for addresses and localhost.
    """
    host_name = name(host)
    if host_name is None or host_name == "localhost":
        return host_name is None
    return _address(host_name.removeprefix("[").removesuffix("]")) is None


def _address(text: str) -> IPv4Address | IPv6Address | None:
    if not text[:1].isdigit() and ":" not in text:
        return None  # as of most names, for which the attempt would take ten times as long
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
