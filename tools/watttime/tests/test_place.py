"""Where an IP address seems to be."""

import pytest
from wit_world.exports import emissions as contract
from wit_world.exports import location
from wit_world.imports import client

from app import Location
from fake_service import PLACE, Service, refusal


def test_by_address(service: Service) -> None:
    """Degrees, a name without repetitions, and who said so."""
    actual = location.Place(52.52, 13.405, "Berlin, DE", "ipinfo.io")
    assert actual == Location().by_address()
    assert [("GET", "https://ipinfo.io/json", {})] == service.asked


def test_without_a_name(service: Service) -> None:
    """A place may have no name."""
    service.answer("/json", {"loc": " -33.9 , 151 "})
    assert location.Place(-33.9, 151.0, "", "ipinfo.io") == Location().by_address()


@pytest.mark.parametrize(
    "body",
    [
        PLACE,
        *({"loc": loc} for loc in ("", "1", "1,2,3", "91,0", "0,181", "nan,0", "1e1,2", None, 1)),
        [],
        {"bogon": True},
    ],
)
def test_no_place(service: Service, body: object) -> None:
    """An answer without a place on Earth is not what was asked for."""
    service.answer("/json", body)
    assert isinstance(refusal(Location().by_address), contract.Error_Unexpected)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 500])
def test_refused(service: Service, status: int) -> None:
    """A refusal is the other service's, and says nothing of WattTime's account."""
    service.answer("/json", {"error": {"title": "No", "message": "why"}}, status)
    error = contract.Error_Unexpected(contract.Answer(status, "why"))
    assert error == refusal(Location().by_address)


def test_limited(service: Service) -> None:
    """Too many questions are told as such."""
    service.answer("/json", {}, 429)
    assert contract.Error_RateLimited(contract.RateLimit(None)) == refusal(Location().by_address)


def test_unreachable(service: Service) -> None:
    """The service is not called WattTime."""
    service.fail("/json", client.Error_TimedOut(("https://ipinfo.io", client.Phase.FIRST_BYTE)))
    error = contract.Error_Unreachable("https://ipinfo.io did not answer in time")
    assert error == refusal(Location().by_address)
