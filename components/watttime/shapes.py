"""WattTime's JSON into the records of the contract.

Every function raises `Err` (`unexpected`) where the JSON is not what the API documents, or is
about another region than the one that was asked for.
"""

from wit_world.exports import emissions as contract

import times
from fields import Fields, mismatch


def region(value: object) -> contract.Region:
    found = Fields(value, "region")
    return contract.Region(found.text("region"), found.text("region_full_name"))


def series(value: object, region: str, signal: contract.Signal) -> contract.Series:
    """The points in order; of several at one time the last one counts."""
    answer = Fields(value, "answer")
    meta = _meta(answer, region)
    points = {}
    for entry in answer.array("data"):
        point = Fields(entry, "point")
        points[point.moment("point_time")] = point.number("value")
    return contract.Series(
        region=region,
        signal=signal,
        units=meta.text("units"),
        period=meta.seconds("data_point_period_seconds"),
        points=[contract.Point(times.show(time), points[time]) for time in sorted(points)],
        generated_at=_generated_at(meta),
        generated_at_period=meta.optional_seconds("generated_at_period_seconds"),
        model_date=_model_date(meta),
        warnings=_warnings(meta),
    )


def index(value: object, region: str, signal: contract.Signal) -> contract.Index:
    answer = Fields(value, "answer")
    meta = _meta(answer, region)
    data = answer.array("data")
    if not data:
        mismatch("the answer has no data")
    point = Fields(data[0], "point")
    return contract.Index(
        region=region,
        signal=signal,
        time=times.show(point.moment("point_time")),
        percentile=point.number("value"),
        units=meta.optional_text("units"),
        period=meta.optional_seconds("data_point_period_seconds"),
        generated_at=_generated_at(meta),
        model_date=_model_date(meta),
        warnings=_warnings(meta),
    )


def _meta(answer: Fields, region: str) -> Fields:
    meta = answer.child("meta")
    about = meta.optional_text("region")
    if about not in (None, region):
        mismatch(f"the answer is about {about}, not {region}")
    return meta


def _generated_at(meta: Fields) -> str | None:
    given = meta.get("generated_at") is not None
    return times.show(meta.moment("generated_at")) if given else None


def _model_date(meta: Fields) -> str | None:
    return meta.child("model").optional_text("date") if meta.get("model") is not None else None


def _warnings(meta: Fields) -> list[str]:
    """A warning is a text, or an object with a message."""
    found = meta.array("warnings")
    return [
        Fields({"warning": each}, "meta").text("warning")
        if isinstance(each, str)
        else Fields(each, "warning").text("message")
        for each in found
    ]
