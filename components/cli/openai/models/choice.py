"""Which model is asked, where nobody wrote a list of models into the program."""

from collections.abc import Sequence

from componentize_py_types import Err
from wit_world.imports import models

from openai import errors
from openai.models import shutdown_dates
from shared import cleaning
from shared.errors import USAGE, Failure
from shared.terminal import Terminal

CHAT, PICTURES = "OPENAI_MODEL", "OPENAI_IMAGE_MODEL"
_SHOWN = 20


def for_chat(option: str | None, of_session: str | None, terminal: Terminal) -> str:
    """The option, the session's model, the setting, or the only one that the server has.

    Raises `Failure`.
    """
    chosen = option or of_session or errors.setting(CHAT)
    if chosen is not None:
        return _known(chosen, terminal)
    only = _only(terminal)
    _warn(only.id, only.shutdown_date, terminal)
    return only.id


def for_pictures(option: str | None, terminal: Terminal) -> str:
    """The option or the setting. Raises `Failure`."""
    chosen = option or errors.setting(PICTURES)
    if chosen is None:
        raise Failure(
            "No model for pictures is chosen",
            f"Give --model or set {PICTURES}; 'wae openai models' lists what there is",
            code=USAGE,
        )
    return _known(chosen, terminal)


def listed(terminal: Terminal) -> list[models.Model]:
    """The server's models; remembers when they will be gone. Raises `Failure`."""
    with terminal.waiting("Asking for the models…"):
        try:
            found = models.list_models()
        except Err as error:
            raise errors.failure(error.value) from None
    shutdown_dates.remember(errors.SERVER.called(), found)
    return found


def _only(terminal: Terminal) -> models.Model:
    found = listed(terminal)
    if len(found) == 1:
        return found[0]
    if terminal.noticed:
        _tell_some([model.id for model in found], terminal)
    raise Failure(
        f"No model is chosen, and {errors.SERVER.called()} has {len(found)}",
        f"Give --model or set {CHAT}; 'wae openai models' lists them",
        code=USAGE,
    )


def _tell_some(names: Sequence[str], terminal: Terminal) -> None:
    for name in names[:_SHOWN]:
        terminal.tell(f"  {cleaning.line(name)}")
    if len(names) > _SHOWN:
        terminal.tell(f"  … and {len(names) - _SHOWN} more")


def _known(model: str, terminal: Terminal) -> str:
    _warn(model, shutdown_dates.recall(errors.SERVER.called(), model), terminal)
    return model


def _warn(model: str, day: str | None, terminal: Terminal) -> None:
    if day is not None:
        terminal.tell(f"wae: {cleaning.line(model)} will be shut down on {cleaning.line(day)}.")
