"""When models will be gone, as the last list of models said: asking anew would cost time."""

import json
from collections.abc import Sequence

from wit_world.imports import models

import json_text
from json_text import BadJson
from shared import data_folder, whole_file
from shared.errors import Failure

_LONGEST = 1024 * 1024


def remember(server: str, listed: Sequence[models.Model]) -> None:
    """Keeps the dates of a server's models in the data folder, if there is one.

    Failing to write them is no failure: they are a courtesy.
    """
    path = _path()
    if path is None:
        return
    dates = {model.id: model.shutdown_date for model in listed if model.shutdown_date}
    known = _read()
    if known.get(server, {}) == dates:
        return
    known[server] = dates
    try:
        whole_file.write(path, json.dumps(known, ensure_ascii=False).encode(), force=True)
    except Failure:
        return


def recall(server: str, model: str) -> str | None:
    """The day when a server's model will be gone, `YYYY-MM-DD`, if it was ever said."""
    return _read().get(server, {}).get(model)


def _read() -> dict[str, dict[str, str]]:
    path = _path()
    if path is None:
        return {}
    try:
        with open(path, "rb") as file:
            document = json_text.parse(file.read(_LONGEST).decode())
    except (OSError, UnicodeDecodeError, BadJson):
        return {}
    return _checked(document)


def _checked(document: object) -> dict[str, dict[str, str]]:
    servers = document if isinstance(document, dict) else {}
    return {
        server: {name: day for name, day in dates.items() if isinstance(day, str)}
        for server, dates in servers.items()
        if isinstance(dates, dict)
    }


def _path() -> str | None:
    folder = data_folder.find()
    return None if folder is None else f"{folder}/openai-shutdown-dates.json"
