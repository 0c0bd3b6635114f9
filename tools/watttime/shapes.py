"""WattTime's JSON into the records of the contract.

What an answer lacks is absent in the record. Every function raises `Err` (`unexpected`) where what
was asked for is not in it, or where it is about another region than that.
"""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import NoReturn

from componentize_py_types import Err
from wit_world.exports import emissions as contract

import failures
from json_fields import Fields, stamp

# Seconds from one value of WattTime's to the next (docs.watttime.org).
_PERIOD = 300
_MOST = 2**32 - 1
_DAY = 86_400


def region(value: object) -> contract.Region:
    fields = Fields(value)
    code = fields.text("region")
    if not code:
        mismatch("the answer has no region")
    return contract.Region(code, fields.text("region_full_name") or "")


def series(
    value: object,
    region: str,
    signal: contract.Signal,
    span: tuple[datetime, datetime] | None = None,
    *,
    usual: int = _PERIOD,
) -> contract.Series:
    """The points in order; of several at one time the last one counts. Of a `span`, those from its
    start to before its end, so that spans which follow each other have no point twice. `usual` are
    the seconds from one value to the next where nothing tells it."""
    answer = Fields(value)
    data = answer.optional_array("data")
    if data is None:
        mismatch("the answer has no data")
    meta = _meta(answer, region)
    entries = [Fields(entry) for entry in data]
    pairs = [(entry.moment("point_time"), entry.number("value")) for entry in entries]
    points = {time: value for time, value in pairs if time is not None and value is not None}
    if entries and not points:
        mismatch("none of the answer's values is a number with a time")
    steps = (int((after - before).total_seconds()) for before, after in pairwise(sorted(points)))
    period = _seconds(meta, "data_point_period_seconds") or min(steps, default=usual)
    if span is not None:
        pairs = [(time, value) for time, value in pairs if time is None or _within(time, span)]
        if points and not any(_near(time, span, period) for time in points):
            mismatch("none of the answer's times is one that was asked for")
    return contract.Series(
        region=region,
        signal=signal,
        units=meta.text("units") or "",
        period=period,
        points=[
            contract.Point(stamp(time), value)
            for time, value in sorted(points.items())
            if span is None or _within(time, span)
        ],
        missing=sum(time is None or value is None for time, value in pairs),
        generated_at=_generated_at(meta),
        generated_at_period=_seconds(meta, "generated_at_period_seconds"),
        model_date=meta.child("model").text("date"),
        warnings=_warnings(meta),
    )


def index(value: object, region: str, signal: contract.Signal) -> contract.Index:
    """The first value that is one."""
    answer = Fields(value)
    meta = _meta(answer, region)
    entries = [Fields(entry) for entry in answer.array("data")]
    points = [(entry.moment("point_time"), entry.number("value")) for entry in entries]
    whole = [(time, value) for time, value in points if time is not None and value is not None]
    if not whole:
        mismatch("the answer has no value" if entries else "the answer has no data")
    [(time, percentile), *_] = whole
    return contract.Index(
        region=region,
        signal=signal,
        time=stamp(time),
        percentile=percentile,
        units=meta.text("units"),
        period=_seconds(meta, "data_point_period_seconds"),
        generated_at=_generated_at(meta),
        model_date=meta.child("model").text("date"),
        warnings=_warnings(meta),
        value=None,
    )


def mismatch(reason: str) -> NoReturn:
    raise Err(failures.unexpected(200, reason))


def _within(time: datetime, span: tuple[datetime, datetime]) -> bool:
    return span[0] <= time < span[1]


def _near(time: datetime, span: tuple[datetime, datetime], period: int) -> bool:
    """Whether a service that rounds times to periods may mean the span."""
    slack = timedelta(seconds=min(period, _DAY))
    return span[0] - slack <= time <= span[1] + slack


def _meta(answer: Fields, region: str) -> Fields:
    meta = answer.child("meta")
    about = meta.text("region")
    if about not in (None, region):
        mismatch(f"the answer is about {about}, not {region}")
    return meta


def _seconds(meta: Fields, key: str) -> int | None:
    return meta.count(key, _MOST) or None


def _generated_at(meta: Fields) -> str | None:
    moment = meta.moment("generated_at")
    return None if moment is None else stamp(moment)


def _warnings(meta: Fields) -> list[str]:
    """A warning is a text, or an object with a message."""
    entries = meta.array("warnings")
    warnings = (Fields({"message": one} if isinstance(one, str) else one) for one in entries)
    return [text for one in warnings if (text := one.text("message"))]
