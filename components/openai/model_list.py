"""The models that a server lists (platform.openai.com/docs/api-reference/models/list)."""

import re

from wit_world.exports import models as contract

import api
from failure import unexpected
from fields import as_object, count, objects, optional_text

_DAY = re.compile(r"\d{4}-\d\d-\d\d(?!\d)", re.ASCII)


def listed() -> list[contract.Model]:
    """In the order of their ids. Raises `Failure`.

    Servers that resemble OpenAI's leave out what they do not know, or the object around the list.
    """
    answer = api.ask("GET", "/models")
    found = answer if isinstance(answer, list) else as_object(answer, "the answer").get("data")
    return sorted((_model(each) for each in objects(found, "data")), key=lambda model: model.id)


def _model(fields: dict[str, object]) -> contract.Model:
    name = optional_text(fields.get("id"))
    if name is None:
        raise unexpected("a model has no id")
    return contract.Model(
        id=name,
        owner=optional_text(fields.get("owned_by")) or "",
        created=count(fields.get("created"), 2**64 - 1),
        shutdown_date=_day(fields.get("shutdown_date")),
    )


def _day(value: object) -> str | None:
    """The day of a date, with or without a time."""
    found = _DAY.match(value) if isinstance(value, str) else None
    return None if found is None else found[0]
