"""IP addresses as text."""

from ipaddress import IPv4Address, IPv6Address, ip_address


class BadZone(ValueError):
    """Why the zone of an address (RFC 4007 §11) cannot be used."""


def parse(text: str) -> IPv4Address | IPv6Address | None:
    """The address that a text without brackets is; None where it is none.

    An IPv4-mapped IPv6 address (RFC 4291 §2.5.5.2) is the IPv4 address: no packet has it in it. A
    zone is the number of an interface, for what runs here cannot look up the names of interfaces.
    Raises `BadZone`.
    """
    try:
        address = ip_address(text)
    except ValueError:
        return None
    if isinstance(address, IPv4Address):
        return address
    if address.scope_id is not None:
        _check_zone(address)
    return address.ipv4_mapped or address


def _check_zone(address: IPv6Address) -> None:
    zone = address.scope_id or ""
    if address.ipv4_mapped is not None:
        raise BadZone(f"an IPv4 address has no zone, such as %{zone}")
    if not (zone.isascii() and zone.isdigit() and 0 < int(zone[:11]) < 1 << 32):
        raise BadZone(
            f"its zone %{zone} is the name of an interface: give the interface's number, "
            "which `ip link` shows"
        )
