"""What makes a packet an answer to our question (RFC 4330, section 5; RFC 5905, section 8)."""

import re
from ipaddress import IPv4Address

from wit_world.exports import time_server
from wit_world.exports.time_server import Leap, Sample

import ntp_time
from ntp_packet import SERVER, Packet

_VERSIONS = (3, 4)
_LEAPS = {0: Leap.NONE, 1: Leap.INSERT, 2: Leap.DELETE}
_ALARM = 3
_FARTHEST = 15
# RFC 5905, section 7.4: four ASCII letters or digits, filled up with zeros.
_CODE = re.compile(rb"[A-Za-z0-9]{1,4}\x00{0,3}")
_SECOND = 1e9


def problem(packet: Packet | None, cookie: bytes) -> time_server.Error | None:
    """Why the packet, None where it was too short, is no answer to the question with `cookie`."""
    if packet is None:
        return _invalid("it is too short")
    if packet.mode != SERVER or packet.version not in _VERSIONS:
        return _invalid(f"it has mode {packet.mode} and version {packet.version}")
    if packet.origin != cookie:
        return _invalid("it does not answer the question that was asked")
    if packet.stratum == 0:
        if not _CODE.fullmatch(packet.reference):
            return _invalid("it has neither a stratum nor a reason")
        return time_server.Error_KissOfDeath(_code(packet.reference))
    if packet.leap == _ALARM or packet.stratum > _FARTHEST:
        return time_server.Error_Unsynchronized()
    if not packet.receive or not packet.transmit:
        return _invalid("a time is missing in it")
    if ntp_time.to_unix(packet.transmit) < ntp_time.to_unix(packet.receive):
        return _invalid("it was sent before the question came")
    if packet.root_delay < 0:
        return _invalid("it has a negative root delay")
    return None


def leap(packet: Packet) -> Leap:
    """What the last minute of the day will be; the packet has no problem."""
    return _LEAPS[packet.leap]


def reference(packet: Packet) -> str:
    """Where the server has its time from (RFC 5905, section 7.3, "Reference ID")."""
    if packet.stratum > 1:
        return str(IPv4Address(packet.reference))
    return _code(packet.reference)


def sample(packet: Packet, originate: int, destination: int) -> Sample:
    """Offset and delay (RFC 5905, section 8) of an answer to a question.

    `originate` and `destination` say, in nanoseconds since 1970, when the one left and the other
    came. A clock that was set in between, or is coarse, does not make the delay negative.
    """
    receive, transmit = ntp_time.to_unix(packet.receive), ntp_time.to_unix(packet.transmit)
    offset = ((receive - originate) + (transmit - destination)) / 2
    delay = (destination - originate) - (transmit - receive)
    return Sample(
        originate, receive, transmit, destination, offset / _SECOND, max(0, delay) / _SECOND
    )


def _code(reference_id: bytes) -> str:
    return reference_id.rstrip(b"\0").decode("ascii", "backslashreplace")


def _invalid(why: str) -> time_server.Error:
    return time_server.Error_InvalidAnswer(why)
