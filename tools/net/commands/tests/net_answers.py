"""What the fakes of `wae:net` answer."""

from collections.abc import Callable

from componentize_py_types import Err, Ok
from wit_world.imports import names, ports, time_server
from wit_world.imports.names import Address, Family, Host
from wit_world.imports.ports import (
    Attempt,
    Endpoint,
    Outcome_Failed,
    Outcome_NotAllowed,
    Outcome_Open,
    Outcome_Refused,
    Outcome_TimedOut,
    Outcome_Unreachable,
)
from wit_world.imports.time_server import Answer, Leap, Sample

V4 = Address(Family.IPV4, "192.0.2.1")
V6 = Address(Family.IPV6, "2001:db8::1")
HOST = Host("host.example", [V6, V4])
_START = 1_795_302_000_000_000_000
ANSWER = Answer(
    address=V4,
    stratum=2,
    leap=Leap.INSERT,
    reference="192.0.2.99",
    root_delay=0.015625,
    root_dispersion=0.03125,
    samples=[
        Sample(_START, _START + 275_000_000, _START + 275_020_000, _START + 50_020_000, 0.25, 0.05),
        Sample(
            _START + 2_050_020_000,
            _START + 2_310_020_123,
            _START + 2_310_040_123,
            _START + 2_070_040_000,
            0.250000123,
            0.02,
        ),
    ],
    best=1,
)
# What comes of probing a host of this name.
_OUTCOMES = {
    "refused.example": Outcome_Refused(),
    "silent.example": Outcome_TimedOut(),
    "away.example": Outcome_Unreachable(),
    "secret.example": Outcome_NotAllowed(),
    "odd.example": Outcome_Failed("new-socket-limit"),
}
_ERRORS = {
    "nosuch.example": names.Error_NotFound(),
    "later.example": names.Error_TemporaryFailure(),
    "slow.example": names.Error_TimedOut(),
    "hidden.example": names.Error_NotAllowed(),
    "broken.example": names.Error_Failed("out-of-memory"),
    "bad..example": names.Error_InvalidName("two dots stand together"),
}


def probe(endpoints: list[Endpoint], timeout: int) -> list[Ok[list[Attempt]] | Err[names.Error]]:
    """What the endpoint's name says; where it says nothing: one way is there, and open."""
    return [_probed(each.host) for each in endpoints]


def _probed(host: str) -> Ok[list[Attempt]] | Err[names.Error]:
    if host in _ERRORS:
        return Err(_ERRORS[host])
    if host in _OUTCOMES:
        return Ok([Attempt(V4, _OUTCOMES[host], 1000.25)])
    return Ok([Attempt(V6, Outcome_Unreachable(), 0.2), Attempt(V4, Outcome_Open(), 12.345)])


def install(replace: Callable[..., None]) -> None:
    """Makes these the answers of the imports."""
    replace(names, "look_up", HOST)
    replace(ports, "probe", probe)
    replace(time_server, "ask", ANSWER)
