"""Which of the two services is asked, and what is said when Electricity Maps does not answer."""

from typing import Any

import pytest
from componentize_py_types import Err
from wit_world.exports import emissions as contract
from wit_world.imports import client

from app import Emissions
from fake_maps import CARBON, MOER, OWN, TOO_MUCH
from fake_service import MAPS, WATTTIME, Service, failed

pytestmark = pytest.mark.usefixtures("maps")


@pytest.mark.parametrize(
    ("regions", "signal", "keys", "words"),
    [
        (["DE"], None, set(), "; for Electricity Maps, set ELECTRICITY_MAPS_API_KEY instead"),
        (["DE"], MOER, set(), ""),
        (["CAISO_NORTH"], None, set(), ""),
        (["DE"], None, {WATTTIME}, ""),
    ],
)
def test_what_would_do_as_well(
    service: Service,
    regions: list[str],
    signal: contract.Signal | None,
    keys: set[str],
    words: str,
) -> None:
    """Where no credential is set, and both services may know the region, either's will do."""
    service.credentials = keys
    service.fail("/v3/signal-index", client.Error_Unauthorized((WATTTIME, "no account")))
    [outcome] = Emissions().indexes(regions, signal)
    expected = contract.Error_Unauthorized(f"{WATTTIME}: no account{words}")
    assert expected == outcome.value.reason


def test_a_key_that_is_not_set(service: Service) -> None:
    """It is told by its name, which the service does not know; what a key is refused for is not."""
    service.credentials = set()
    service.answer("/v3/carbon-intensity/history", {"error": "Invalid auth-token"}, 401)
    [outcome] = Emissions().indexes(["DK-DK1"], None)
    words = "ELECTRICITY_MAPS_API_KEY is not set for this server"
    assert contract.Error_Unauthorized(words) == outcome.value.reason
    service.credentials = {MAPS}
    [outcome] = Emissions().indexes(["DK-DK1"], None)
    assert contract.Error_Unauthorized("Invalid auth-token") == outcome.value.reason


@pytest.mark.parametrize(
    ("regions", "keys", "expected"),
    [
        (["DE"], {MAPS}, CARBON),
        (["DE"], {WATTTIME}, MOER),
        (["DE"], {MAPS, WATTTIME}, MOER),
        (["DE"], set(), MOER),
        (["DK-DK1", "DE"], {WATTTIME}, CARBON),
        (["US-CAL-CISO"], set(), CARBON),
        (["CAISO_NORTH", "DE"], {MAPS}, MOER),
        (["BPA"], {MAPS}, MOER),
    ],
)
def test_whom_to_ask(
    service: Service, regions: list[str], keys: set[str], expected: contract.Signal
) -> None:
    """Without a signal, codes tell the service, and where they do not, the keys that are set."""
    service.credentials = keys
    Emissions().indexes(regions, None)
    host = {url.split("/")[2] for _, url, _ in service.asked}
    assert {"api.electricitymaps.com" if expected is CARBON else "api.watttime.org"} == host


def test_regions_of_both(service: Service) -> None:
    """Regions of both services are not compared: each has the error, and nobody is asked."""
    outcomes = Emissions().best_all(["DE", "DK-DK1", "CAISO_NORTH"], None, None, None)
    words = (
        "CAISO_NORTH is a region of WattTime and DK-DK1 one of Electricity Maps, and their values "
        "are not to be compared"
    )
    assert [contract.Failure(None, contract.Error_Invalid(words))] * 3 == [
        outcome.value for outcome in outcomes
    ]
    assert [] == service.requests


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (401, {"error": "Invalid auth-token"}, contract.Error_Unauthorized("Invalid auth-token")),
        (403, "Access denied", contract.Error_Forbidden("Access denied")),
        (403, TOO_MUCH, contract.Error_Forbidden("Request unauthorized for zoneKey=FR")),
        (404, {"message": "No recent data"}, contract.Error_NotFound("No recent data")),
        (429, "", contract.Error_RateLimited(contract.RateLimit(None))),
        (
            200,
            {"status": "error", "message": "down"},
            contract.Error_Unexpected(contract.Answer(200, "down")),
        ),
    ],
)
def test_errors(service: Service, status: int, body: Any, expected: contract.Error) -> None:
    """Each is one error of the contract, which names the server, for it is not WattTime's."""
    for path in ("forecast", "history", "latest"):
        service.answer(f"/v3/carbon-intensity/{path}", body, status)
    assert contract.Failure(OWN, expected) == failed(Emissions().forecast, "FR", CARBON, 1)
    assert contract.Failure(OWN, expected) == failed(
        Emissions().historical, "FR", CARBON, None, None
    )
    assert [Err(contract.Failure(OWN, expected))] == Emissions().indexes(["FR"], CARBON)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"zone": "FR", "forecast": []}, "the answer is about FR, not DE"),
        ({"zone": "DE"}, "the answer has no forecast"),
        ({"zone": "DE", "forecast": [{}, None]}, "none of the answer's values is a number"),
        ([], "the answer has no forecast"),
    ],
)
def test_other_answers(service: Service, body: Any, words: str) -> None:
    """An answer about another zone, or without what was asked for, is none."""
    service.answer("/v3/carbon-intensity/forecast", body)
    reason = failed(Emissions().forecast, "DE", CARBON, 1).reason
    assert isinstance(reason, contract.Error_Unexpected)
    assert words in reason.value.message


def test_another_server(service: Service) -> None:
    """A server that a setting names stands in every failure."""
    service.servers[MAPS] = "http://127.0.0.1:9"
    service.fail("/v3/zones", client.Error_ConnectionRefused("http://127.0.0.1:9"))
    assert "http://127.0.0.1:9" == failed(Emissions().my_access, CARBON).server
