"""IP addresses as text and as WASI has them."""

import struct
from ipaddress import IPv4Address, IPv6Address

from wit_world.exports.names import Address, Family
from wit_world.imports.network import (
    IpAddress,
    IpAddress_Ipv4,
    IpAddressFamily,
    IpSocketAddress,
    IpSocketAddress_Ipv4,
    IpSocketAddress_Ipv6,
    Ipv4SocketAddress,
    Ipv6SocketAddress,
)


def described(address: IPv4Address | IPv6Address) -> Address:
    """An address in its canonical form."""
    return Address(Family.IPV4 if address.version == 4 else Family.IPV6, str(address))


def from_wasi(address: IpAddress) -> Address:
    """An address that came from the resolver."""
    if isinstance(address, IpAddress_Ipv4):
        return described(IPv4Address(bytes(address.value)))
    address6 = IPv6Address(b"".join(part.to_bytes(2) for part in address.value))
    return described(address6.ipv4_mapped or address6)


def family(address: Address) -> IpAddressFamily:
    """The family of sockets that reach the address."""
    return IpAddressFamily.IPV4 if address.family is Family.IPV4 else IpAddressFamily.IPV6


def to_wasi(address: Address, port: int) -> IpSocketAddress:
    """Where to connect to."""
    if address.family is Family.IPV4:
        a, b, c, d = IPv4Address(address.ip).packed
        return IpSocketAddress_Ipv4(Ipv4SocketAddress(port, (a, b, c, d)))
    address6 = IPv6Address(address.ip)
    s, t, u, v, w, x, y, z = struct.unpack("!8H", address6.packed)
    groups = (s, t, u, v, w, x, y, z)
    return IpSocketAddress_Ipv6(Ipv6SocketAddress(port, 0, groups, int(address6.scope_id or 0)))


def anywhere(address: Address) -> IpSocketAddress:
    """Any local address and port of the same family as `address`."""
    if address.family is Family.IPV4:
        return IpSocketAddress_Ipv4(Ipv4SocketAddress(0, (0, 0, 0, 0)))
    return IpSocketAddress_Ipv6(Ipv6SocketAddress(0, 0, (0, 0, 0, 0, 0, 0, 0, 0), 0))
