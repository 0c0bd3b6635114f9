"""Packets that a time server may send."""

import struct

import ntp_time


def packet(
    question: bytes,
    *,
    receive: int | None,
    transmit: int | None,
    leap: int = 0,
    version: int = 4,
    mode: int = 4,
    stratum: int = 2,
    reference: bytes = bytes([192, 0, 2, 99]),
    origin: bytes | None = None,
    root_delay: float = 0.5,
    root_dispersion: float = 0.25,
) -> bytes:
    """An answer to the question; the times are nanoseconds since 1970; None is missing."""
    return struct.pack(
        "!BBbbiI4sQ8sQQ",
        leap << 6 | version << 3 | mode,
        stratum,
        6,
        -20,
        round(root_delay * 65536),
        round(root_dispersion * 65536),
        reference,
        0,
        question[40:48] if origin is None else origin,
        0 if receive is None else ntp_time.from_unix(receive),
        0 if transmit is None else ntp_time.from_unix(transmit),
    )
