"""The models that a server lists (platform.openai.com/docs/api-reference/models/list)."""

import re

from wit_world.exports import models as contract

import api
from failure import unexpected
from fields import count, optional_text

_DAY = re.compile(r"\d{4}-\d\d-\d\d(?!\d)", re.ASCII)
# Ollama's own list has `models`; gateways put the answer into another.
_LISTS = ("data", "models", "result")
_NAMES = ("id", "name", "model")
_DEEPEST = 3


def listed() -> list[contract.Model]:
    """In the order of their ids; one that says no name has an empty one. Raises `Failure`.

    Servers that resemble OpenAI's leave out what they do not know, or the object around the list.
    """
    models = [*map(_model, _list(api.parsed(api.ask("GET", "/models"), *_LISTS)))]
    if models and not any(model.id for model in models):
        raise unexpected("none of the models has an id")
    return sorted(models, key=lambda model: model.id)


def _list(value: object) -> list[object]:
    """A bare list, or the one in the answer; null is an empty one."""
    for _ in range(_DEEPEST):
        if isinstance(value, list):
            return value
        if not isinstance(value, dict):
            break
        named = [name for name in _LISTS if name in value]
        if not named:
            break
        value = value[named[0]]
        if value is None:
            return []
    raise unexpected("the answer has no list of models")


def _model(value: object) -> contract.Model:
    fields = {"id": value} if isinstance(value, str) else value if isinstance(value, dict) else {}
    return contract.Model(
        id=next(filter(None, (optional_text(fields.get(name)) for name in _NAMES)), ""),
        owner=optional_text(fields.get("owned_by")) or "",
        created=count(fields.get("created"), 2**64 - 1),
        shutdown_date=_day(fields.get("shutdown_date")),
    )


def _day(value: object) -> str | None:
    """The day of a date, with or without a time."""
    match = _DAY.match(value) if isinstance(value, str) else None
    return None if match is None else match[0]
