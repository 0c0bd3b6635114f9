"""IP addresses as text and as WASI has them."""

from ipaddress import IPv4Address, IPv6Address, ip_address

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


def literal(text: str) -> Address | None:
    """The address that `text` is, in its canonical form; None if it is none."""
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return None if getattr(found, "scope_id", None) else _described(found)


def from_wasi(address: IpAddress) -> Address:
    """An address that came from the resolver."""
    if isinstance(address, IpAddress_Ipv4):
        return _described(IPv4Address(bytes(address.value)))
    return _described(IPv6Address(b"".join(part.to_bytes(2) for part in address.value)))


def family(address: Address) -> IpAddressFamily:
    """The family of sockets that reach the address."""
    return IpAddressFamily.IPV4 if address.family is Family.IPV4 else IpAddressFamily.IPV6


def to_wasi(address: Address, port: int) -> IpSocketAddress:
    """Where to connect to."""
    packed = ip_address(address.ip).packed
    if address.family is Family.IPV4:
        return IpSocketAddress_Ipv4(Ipv4SocketAddress(port, tuple(packed)))
    parts = tuple(int.from_bytes(packed[at : at + 2]) for at in range(0, 16, 2))
    return IpSocketAddress_Ipv6(Ipv6SocketAddress(port, 0, parts, 0))


def anywhere(address: Address) -> IpSocketAddress:
    """Any local address and port of the same family as `address`."""
    if address.family is Family.IPV4:
        return IpSocketAddress_Ipv4(Ipv4SocketAddress(0, (0, 0, 0, 0)))
    return IpSocketAddress_Ipv6(Ipv6SocketAddress(0, 0, (0, 0, 0, 0, 0, 0, 0, 0), 0))


def _described(address: IPv4Address | IPv6Address) -> Address:
    return Address(Family.IPV4 if address.version == 4 else Family.IPV6, str(address))
