"""What every function of the composed `watttime` gives, and how it is refused."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from tests.faults import FaultServer
from tests.faults.watttime import WattTime

MOER = 0
NORTH = "CAISO_NORTH"
Calls = Callable[..., list[Any]]


def test_every_function(calls: Calls, service: WattTime) -> None:
    """One login serves them all."""
    week = ["2026-11-01T02:00:00+02:00", "2026-11-08T00:00:00Z"]
    actual = calls(
        ["login"],
        ["locate", 37.4, -122.07, MOER],
        ["indexes", [NORTH], MOER],
        ["forecast", NORTH, MOER, 24],
        ["historical", NORTH, MOER, *week],
        ["my-access", None],
        ["by-address"],
    )
    login, region, [index], forecast, history, [access], place = actual
    assert None is login
    assert {"code": NORTH, "name": "California ISO Northern"} == region
    assert (NORTH, 47.0, []) == (index["region"], index["percentile"], index["warnings"])
    assert ("lbs_co2_per_mwh", 300, 289) == (
        forecast["units"],
        forecast["period"],
        len(forecast["points"]),
    )
    assert {"time": "2026-11-01T00:00:00Z", "value": 0.0} == history["points"][0]
    assert 7 * 288 == len(history["points"])
    assert ["forecast", "signal-index"] == access["endpoints"]
    assert (37.4, -122.07, "Mountain View, California, US") == (
        place["latitude"],
        place["longitude"],
        place["name"],
    )
    assert 1 == service.logins


def test_best(calls: Calls) -> None:
    """The cleanest hour is the one that the server made so, to the second."""
    [advice] = calls(["best", NORTH, MOER, 60, 24])
    start, end = (datetime.fromisoformat(advice["best"][key]) for key in ("start", "end"))
    assert (500.0, 3600) == (advice["best"]["average"], (end - start).total_seconds())
    assert advice["now"]["start"] < advice["best"]["start"]
    assert advice["best"]["average"] < advice["now"]["average"] <= advice["worst"]["average"]


def test_several_regions(calls: Calls) -> None:
    """One call for many gives for each what a call for it alone gives, or its error."""
    alone, best, forecasts = calls(
        ["best", NORTH, MOER, 60, 24],
        ["best-all", [NORTH, "NOWHERE"], MOER, 60, 24],
        ["forecast-all", ["PJM_DC", NORTH], MOER, 1],
    )
    assert (alone["best"], "NotFound") == (best[0]["best"], best[1]["error"])
    assert ("Forbidden", 13) == (forecasts[0]["error"], len(forecasts[1]["points"]))


@pytest.mark.parametrize(
    ("region", "error", "value"),
    [
        ("PJM_DC", "Forbidden", "Your plan does not cover PJM_DC"),
        ("PAGE", "Forbidden", "an answer that is HTML, not JSON: 403 Forbidden"),
        ("BUSY", "RateLimited", {"retry_after": 60}),
        ("NOWHERE", "NotFound", "Region not found"),
        ("BROKEN", "Unexpected", {"status": 500, "message": "Server Error"}),
        ("DETAIL", "Invalid", "query.region: no"),
        ("WANDERS", "Unexpected", None),
        ("REDIRECTS", "Blocked", None),
    ],
)
def test_refusals(calls: Calls, region: str, error: str, value: object) -> None:
    """Each way to refuse is told as what it is; no other region is looked at instead."""
    [[answer]] = calls(["indexes", [region], MOER], IPINFO_URL="")
    assert error == answer["error"]
    assert value in (None, answer["value"])


def test_plain(calls: Calls, server: FaultServer) -> None:
    """What is no secret can be read; what is one cannot."""
    names = ["WATTTIME_API_URL", "WATTTIME_REGION", "WATTTIME_USER", "WATTTIME_PASSWORD"]
    shown = calls(*(["plain", name] for name in names), WATTTIME_REGION="PJM_DC")
    assert [server.url, "PJM_DC", None, None] == shown
