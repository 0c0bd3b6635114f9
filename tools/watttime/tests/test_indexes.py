"""The index of a region, or of many at once."""

import pytest
from componentize_py_types import Err, Ok
from wit_world.exports import emissions as contract
from wit_world.imports import client

from app import Emissions
from fake_service import INDEX, Service, changed

MOER = contract.Signal.CO2_MOER


def test_indexes(service: Service) -> None:
    """Many regions are asked for at once; each has its answer or its error, in their order."""
    outcomes = Emissions().indexes(["CAISO_NORTH", "a b", "PJM", "CAISO_NORTH"], MOER)
    actual = contract.Index(
        region="CAISO_NORTH",
        signal=MOER,
        time="2026-11-22T09:00:00Z",
        percentile=47.0,
        units="percentile",
        period=300,
        generated_at="2026-11-22T08:55:00Z",
        model_date="2023-03-01",
        warnings=[],
        value=None,
    )
    assert [Ok, Err, Err, Ok] == [type(outcome) for outcome in outcomes]
    assert [Ok(actual), Ok(actual)] == [outcomes[0], outcomes[3]]
    assert [] == Emissions().indexes([], MOER)
    assert [3] == service.batches


def test_index_alone(service: Service) -> None:
    """Of what describes the number, all but the region may be missing."""
    service.answer("/v3/signal-index", INDEX | {"meta": {"region": "CAISO_NORTH"}})
    [outcome] = Emissions().indexes(["CAISO_NORTH"], MOER)
    actual = outcome.value
    told = (actual.units, actual.period, actual.generated_at, actual.model_date, actual.warnings)
    assert (None, None, None, None, []) == told


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("units", 1),
        ("data_point_period_seconds", -1),
        ("generated_at", "yesterday"),
        ("model", "2023"),
    ],
)
def test_index_undocumented(service: Service, key: str, value: object) -> None:
    """What is said about the number in an unknown form is absent."""
    service.answer("/v3/signal-index", changed(INDEX, ("meta", key), value))
    [outcome] = Emissions().indexes(["CAISO_NORTH"], MOER)
    assert 47.0 == outcome.value.percentile
    told = {"data_point_period_seconds": "period", "model": "model_date"}.get(key, key)
    assert getattr(outcome.value, told) is None


def test_the_first_number_is_missing(service: Service) -> None:
    """Of several values the first that is one counts."""
    data = [{"point_time": "2026-11-22T09:00:00Z", "value": None}, *INDEX["data"]]
    service.answer("/v3/signal-index", INDEX | {"data": data})
    [outcome] = Emissions().indexes(["CAISO_NORTH"], MOER)
    assert 47.0 == outcome.value.percentile


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (200, INDEX | {"data": []}, contract.Error_Unexpected),
        (200, INDEX | {"data": [{"point_time": None, "value": None}]}, contract.Error_Unexpected),
        (451, {"error": "x"}, contract.Error_UnavailableForLegalReasons),
        (200, "<html>", contract.Error_Unexpected),
        (403, {"error": "x"}, contract.Error_Forbidden),
    ],
)
def test_index_refused(service: Service, status: int, body: object, kind: type) -> None:
    """What goes wrong with one region is its error."""
    service.answer("/v3/signal-index", body, status)
    [outcome] = Emissions().indexes(["CAISO_NORTH"], MOER)
    assert (Err, kind) == (type(outcome), type(outcome.value.reason))


def test_index_unreachable(service: Service) -> None:
    """So is what goes wrong on the way to it."""
    service.fail("/v3/signal-index", client.Error_Unauthorized(("http://x", "y")))
    refused = contract.Failure(None, contract.Error_Unauthorized("http://x: y"))
    assert [Err(refused)] == Emissions().indexes(["PJM"], MOER)
