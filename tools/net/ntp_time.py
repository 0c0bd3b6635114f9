"""Times as NTP has them: 64 bits, of which 32 are whole seconds (RFC 5905, section 6).

The seconds are those since 1900 and start again every 136 years. By the rule of RFC 4330,
section 3, the years meant are 1968 to 2104, whatever the clock of this machine says.
"""

# Seconds from 1900 to 1970 (RFC 4330, section 3, "NTP Timestamp Format").
_TO_1970 = 2_208_988_800
_ERA = 1 << 32
_HALF_ERA = 1 << 31
_SECOND = 1_000_000_000

EARLIEST = (_HALF_ERA - _TO_1970) * _SECOND
"""Nanoseconds since 1970 of the earliest time that can be meant; it is in January 1968."""

END = EARLIEST + _ERA * _SECOND
"""The same of the end, in February 2104."""


def to_unix(timestamp: int) -> int:
    """Nanoseconds since 1970, rounded, of 64 bits; they are not 0, which means "not known"."""
    seconds, fraction = timestamp >> 32, timestamp & 0xFFFF_FFFF
    if seconds < _HALF_ERA:
        seconds += _ERA
    return (seconds - _TO_1970) * _SECOND + ((fraction * _SECOND + _HALF_ERA) >> 32)


def from_unix(nanoseconds: int) -> int:
    """The 64 bits for nanoseconds since 1970, rounded."""
    return (((nanoseconds << 32) + _SECOND // 2) // _SECOND + (_TO_1970 << 32)) % (1 << 64)
