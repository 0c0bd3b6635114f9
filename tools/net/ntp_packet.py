"""NTP packets (RFC 5905, section 7.3), without any judgment about what is in them."""

import struct
from dataclasses import dataclass

# LI, VN and mode; stratum; poll and precision; root delay; root dispersion; reference ID; then the
# timestamps: reference, origin, receive, transmit.
_HEADER = struct.Struct("!BB2xiI4s8x8sQQ")

SIZE = _HEADER.size
VERSION, CLIENT, SERVER = 4, 3, 4


@dataclass(frozen=True)
class Packet:
    """The fields that a client needs. Delay and dispersion are in seconds."""

    leap: int
    version: int
    mode: int
    stratum: int
    root_delay: float
    root_dispersion: float
    reference: bytes
    origin: bytes
    receive: int
    transmit: int


def question(cookie: bytes) -> bytes:
    """A client's packet; the server sends the cookie, 8 bytes, back as its origin timestamp.

    The cookie stands where a client's time would. Random bytes there tell the server nothing
    about the client, and nobody who does not see the question can make up an answer.
    """
    first = VERSION << 3 | CLIENT
    return struct.pack("!B39x8s", first, cookie)


def parse(data: bytes) -> Packet | None:
    """The packet at the start of `data`, which extensions may follow; None if it is too short."""
    if len(data) < SIZE:
        return None
    first, stratum, delay, dispersion, reference, *times = _HEADER.unpack_from(data)
    origin, receive, transmit = times
    return Packet(
        leap=first >> 6,
        version=first >> 3 & 7,
        mode=first & 7,
        stratum=stratum,
        root_delay=delay / 65536,
        root_dispersion=dispersion / 65536,
        reference=reference,
        origin=origin,
        receive=receive,
        transmit=transmit,
    )
