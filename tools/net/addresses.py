"""IP addresses as text and as WASI has them."""

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
    found = IPv6Address(b"".join(part.to_bytes(2) for part in address.value))
    return described(found.ipv4_mapped or found)


def family(address: Address) -> IpAddressFamily:
    """The family of sockets that reach the address."""
    return IpAddressFamily.IPV4 if address.family is Family.IPV4 else IpAddressFamily.IPV6


def to_wasi(address: Address, port: int) -> IpSocketAddress:
    """Where to connect to."""
    if address.family is Family.IPV4:
        packed = IPv4Address(address.ip).packed
        return IpSocketAddress_Ipv4(Ipv4SocketAddress(port, tuple(packed)))
    found = IPv6Address(address.ip)
    parts = tuple(int.from_bytes(found.packed[at : at + 2]) for at in range(0, 16, 2))
    return IpSocketAddress_Ipv6(Ipv6SocketAddress(port, 0, parts, int(found.scope_id or 0)))


def anywhere(address: Address) -> IpSocketAddress:
    """Any local address and port of the same family as `address`."""
    if address.family is Family.IPV4:
        return IpSocketAddress_Ipv4(Ipv4SocketAddress(0, (0, 0, 0, 0)))
    return IpSocketAddress_Ipv6(Ipv6SocketAddress(0, 0, (0, 0, 0, 0, 0, 0, 0, 0), 0))
