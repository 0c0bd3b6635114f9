"""Packets: what is sent, and that whatever comes is either understood or refused."""

import struct

from hypothesis import example, given
from hypothesis import strategies as st
from wit_world.exports import time_server
from wit_world.exports.time_server import Leap, Sample

import answers
import ntp_packet
import ntp_rules
import ntp_time

COOKIE = b"8 random"
QUESTION = ntp_packet.question(COOKIE)
SECOND = 10**9
NOW = 1_800_000_000 * SECOND
TIMES = st.integers(ntp_time.EARLIEST + SECOND, ntp_time.END - 10 * SECOND)


def problem(**fields: object) -> time_server.Error | None:
    """What is wrong with an answer that has these fields, and is good otherwise."""
    given_fields = {"receive": NOW, "transmit": NOW + 1000, **fields}
    return ntp_rules.problem(ntp_packet.parse(answers.packet(QUESTION, **given_fields)), COOKIE)


def test_the_question():
    """48 bytes: version 4, mode 3, the cookie where the time of sending would be, zeros."""
    assert b"\x23" + bytes(39) + COOKIE == QUESTION


def test_a_good_answer():
    """Stratum, leap, reference and the root's figures are what the server sent."""
    sent = answers.packet(QUESTION, receive=NOW, transmit=NOW, leap=1, stratum=15, root_delay=-0.0)
    packet = ntp_packet.parse(sent)
    assert None is ntp_rules.problem(packet, COOKIE)
    assert (15, 0.0, 0.25) == (packet.stratum, packet.root_delay, packet.root_dispersion)
    assert (Leap.INSERT, "192.0.2.99") == (ntp_rules.leap(packet), ntp_rules.reference(packet))


def test_the_reference_of_a_primary_server():
    """At stratum 1 it is the name of a kind of clock."""
    sent = answers.packet(QUESTION, receive=NOW, transmit=NOW, stratum=1, reference=b"GPS\0")
    assert "GPS" == ntp_rules.reference(ntp_packet.parse(sent))


def test_what_is_no_answer():
    """Every rule of validation, one at a time."""
    cases = [
        ({"mode": 3}, "it has mode 3 and version 4"),
        ({"mode": 5}, "it has mode 5 and version 4"),
        ({"version": 2}, "it has mode 4 and version 2"),
        ({"origin": b"another!"}, "it does not answer the question that was asked"),
        ({"origin": bytes(8)}, "it does not answer the question that was asked"),
        ({"receive": None}, "a time is missing in it"),
        ({"transmit": None}, "a time is missing in it"),
        ({"transmit": NOW - 1}, "it was sent before the question came"),
        ({"root_delay": -1.0}, "it has a negative root delay"),
        ({"stratum": 0, "reference": b"\1\2\3\4"}, "it has neither a stratum nor a reason"),
        ({"stratum": 0, "reference": bytes(4)}, "it has neither a stratum nor a reason"),
    ]
    assert [time_server.Error_InvalidAnswer(why) for _, why in cases] == [
        problem(**fields) for fields, _ in cases
    ]
    assert None is problem()
    assert None is problem(version=3)


def test_servers_that_cannot_help():
    """A kiss of death is told by its code; an alarm or stratum 16 is a server without the time."""
    assert time_server.Error_KissOfDeath("RATE") == problem(stratum=0, reference=b"RATE")
    assert time_server.Error_KissOfDeath("X") == problem(stratum=0, reference=b"X\0\0\0", leap=3)
    assert time_server.Error_Unsynchronized() == problem(leap=3)
    assert time_server.Error_Unsynchronized() == problem(stratum=16)


def test_a_short_packet():
    """Less than 48 bytes is no packet; more is a packet with extensions."""
    sent = answers.packet(QUESTION, receive=NOW, transmit=NOW)
    assert None is ntp_packet.parse(sent[:-1])
    assert ntp_packet.parse(sent) == ntp_packet.parse(sent + b"extension")
    short = ntp_rules.problem(None, COOKIE)
    assert time_server.Error_InvalidAnswer("it is too short") == short


@given(st.binary(max_size=100))
@example(b"\x24\x01" + bytes(22) + COOKIE + b"\xff" * 16)
def test_whatever_comes_is_judged(data):
    """No bytes make the parser or the rules fail, and what they let through can be told."""
    packet = ntp_packet.parse(data)
    if ntp_rules.problem(packet, COOKIE) is None:
        ntp_rules.leap(packet)
        ntp_rules.reference(packet)
        ntp_rules.sample(packet, NOW, NOW)


@given(st.binary(min_size=48, max_size=48))
def test_an_answer_to_another_question_is_none(data):
    """Only who has seen the question can answer it."""
    packet = ntp_packet.parse(data[:24] + b"whatever" + data[32:])
    assert isinstance(ntp_rules.problem(packet, COOKIE), time_server.Error)


@given(TIMES, st.integers(-SECOND, SECOND), *[st.integers(0, SECOND)] * 3)
def test_offset_and_delay(now, offset, there, held, back):
    """The offset is exact where both ways take equally long, and else off by half their
    difference; the delay is the time on the way, without what the server took."""
    receive = now + there + offset
    arrival = now + there + held + back
    sent = answers.packet(QUESTION, receive=receive, transmit=receive + held)
    actual = ntp_rules.sample(ntp_packet.parse(sent), now, arrival)
    assert Sample(now, receive, receive + held, arrival, actual.offset, actual.delay) == actual
    assert abs(actual.offset * SECOND - (offset + (there - back) / 2)) < 1
    assert abs(actual.delay * SECOND - (there + back)) < 1


@given(TIMES)
def test_a_coarse_clock_makes_no_negative_delay(now):
    """Where the server seems to take longer than the question was away, the delay is 0."""
    sent = answers.packet(QUESTION, receive=now, transmit=now + 1000)
    assert 0 == ntp_rules.sample(ntp_packet.parse(sent), now, now).delay


def test_the_layout_of_an_answer():
    """The parser reads the bytes where RFC 5905, figure 8, has them."""
    data = bytes.fromhex("5c") + bytes([3, 6, 0xEC]) + struct.pack("!iI", 65536, 32768)
    data += b"REFI" + b"refertim" + b"origtime" + struct.pack("!QQ", 1, 2)
    assert ntp_packet.Packet(1, 3, 4, 3, 1.0, 0.5, b"REFI", b"origtime", 1, 2) == (
        ntp_packet.parse(data)
    )
