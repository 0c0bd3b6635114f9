"""`wae:net/ports`: many probes, side by side."""

import pytest
from componentize_py_types import Err, Ok
from wit_world.exports import names, ports
from wit_world.exports.ports import Attempt, Endpoint
from wit_world.imports.network import ErrorCode

from app import Ports
from fake_wasi import address

HERE = "192.0.2.1"


def probe(*endpoints: tuple[str, int], timeout: int = 1000):
    return Ports().probe([Endpoint(*each) for each in endpoints], timeout)


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        (None, ports.Outcome_Open()),
        (ErrorCode.CONNECTION_REFUSED, ports.Outcome_Refused()),
        (ErrorCode.REMOTE_UNREACHABLE, ports.Outcome_Unreachable()),
        (ErrorCode.NOT_SUPPORTED, ports.Outcome_Unreachable()),
        (ErrorCode.TIMEOUT, ports.Outcome_TimedOut()),
        (ErrorCode.ACCESS_DENIED, ports.Outcome_NotAllowed()),
        (ErrorCode.CONNECTION_ABORTED, ports.Outcome_Failed("connection-aborted")),
    ],
)
def test_outcomes(world, code, outcome):
    """Open, refused, unreachable, … are told apart, and timed."""
    world.tcp[HERE, 80] = 12.5, code
    assert [Ok([Attempt(address(HERE), outcome, 12.5)])] == probe((HERE, 80))


def test_silence_is_a_timeout(world):
    """A port that never answers is waited for as long as the caller said."""
    assert [Ok([Attempt(address(HERE), ports.Outcome_TimedOut(), 700.0)])] == probe(
        (HERE, 80), timeout=700
    )


def test_every_address_is_tried(world):
    """A name's addresses are all tried, at once, and reported in the resolver's order."""
    world.names["host.example"] = 30.0, ["2001:db8::1", HERE]
    world.tcp[HERE, 80] = 10.0, None
    world.tcp["2001:db8::1", 80] = 20.0, ErrorCode.REMOTE_UNREACHABLE
    [answer] = probe(("host.example", 80))
    assert [("2001:db8::1", 20.0), (HERE, 10.0)] == [
        (each.address.ip, each.duration) for each in answer.value
    ]
    assert 50.0 == world.now


def test_names_fail_for_themselves(world):
    """An unknown name is the answer for its endpoints, and no other's."""
    world.tcp[HERE, 80] = 1.0, None
    bad, good = probe(("nosuch.example", 80), (HERE, 80))
    assert Err(names.Error_NotFound()) == bad
    assert ports.Outcome_Open() == good.value[0].outcome


def test_no_endpoint():
    """Nothing to do is done at once."""
    assert [] == probe()


def test_fifty_silent_ports_take_one_timeout(world):
    """Fifty probes wait side by side; a name is looked up once for all of its ports."""
    world.names["host.example"] = 40.0, [HERE]
    answers = probe(*(("host.example", port) for port in range(1, 51)))
    assert [ports.Outcome_TimedOut()] * 50 == [each.value[0].outcome for each in answers]
    assert 1040.0 == world.now
    assert ["host.example"] == world.asked


def test_sockets_are_bounded(world):
    """However many endpoints there are, no more than 128 sockets are open at a time."""
    endpoints = [(HERE, port) for port in range(1, 1001)]
    world.tcp = {each: (float(each[1] % 7), None) for each in endpoints}
    answers = probe(*endpoints)
    assert [ports.Outcome_Open()] * 1000 == [each.value[0].outcome for each in answers]


def test_an_endpoint_named_twice_is_probed_once(world):
    """The same address and port is one attempt, which stands wherever it was asked for."""
    world.names["host.example"] = 0.0, [HERE]
    world.tcp[HERE, 80] = 3.0, None
    first, second = probe((HERE, 80), ("host.example", 80))
    assert first == second
