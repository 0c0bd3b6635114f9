"""Which model is asked, where nobody wrote a list of models into the program."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from componentize_py_types import Err
from wit_world.imports import models

from shared import cleaning, listing
from shared.errors import USAGE, Failure
from shared.terminal import Terminal
from tools.openai.commands import errors
from tools.openai.commands.models import general, shutdown_dates

CHAT, PICTURES = "OPENAI_MODEL", "OPENAI_IMAGE_MODEL"
_MOST_LISTED = 20


@dataclass(frozen=True)
class _Purpose:
    """What a model is wanted for: the setting that names one, and what else finds one."""

    setting: str
    about: str
    best: Callable[[Sequence[models.Model]], models.Model | None]


_FOR_CHAT = _Purpose(CHAT, "chats", general.for_chat)
_FOR_PICTURES = _Purpose(PICTURES, "pictures", general.for_pictures)


def for_chat(option: str | None, of_session: str | None, terminal: Terminal) -> str:
    """The option, the session's model, the setting, or the server's general one; where it has none
    that is told from others, the one that a person chooses. Raises `Failure`.
    """
    chosen = option or of_session or errors.setting(CHAT)
    return _of_server(_FOR_CHAT, terminal) if chosen is None else _known(chosen, terminal)


def for_pictures(option: str | None, terminal: Terminal) -> str:
    """The option, the setting, or the server's general one, as for chats. Raises `Failure`."""
    chosen = option or errors.setting(PICTURES)
    return _of_server(_FOR_PICTURES, terminal) if chosen is None else _known(chosen, terminal)


def listed(terminal: Terminal) -> list[models.Model]:
    """The server's models; remembers when they will be gone. Raises `Failure`."""
    with terminal.waiting("Asking for the models…"):
        try:
            offered = models.list_models()
        except Err as error:
            raise errors.failure(error.value) from None
    named = listing.named(offered, lambda one: one.id, "model", terminal)
    shutdown_dates.remember(errors.SERVER.called(), named)
    return named


def _of_server(purpose: _Purpose, terminal: Terminal) -> str:
    """The server's general model, said where it has others, too."""
    offered = listed(terminal)
    chosen = purpose.best(offered)
    if len(offered) == 1 and purpose.setting == CHAT:
        [chosen] = offered
    elif chosen is not None:
        terminal.tell(
            f"wae: Asking {cleaning.line(chosen.id)}, the newest general model for "
            f"{purpose.about} of {errors.SERVER.called()}. 'wae config set {purpose.setting}' "
            "chooses another."
        )
    elif offered and terminal.interactive:
        chosen = _asked(offered, purpose.setting, terminal)
    else:
        if terminal.stderr_tty:
            _tell([f"  {cleaning.line(model.id)}" for model in offered], terminal)
        server = errors.SERVER.called()
        raise Failure(
            f"No model is chosen, and none of the {len(offered)} models of {server} is plainly for "
            f"{purpose.about}"
            if offered
            else f"No model is chosen, and {server} has none",
            f"Give --model or set {purpose.setting}; 'wae openai models' lists them",
            code=USAGE,
        )
    _warn(chosen.id, chosen.shutdown_date, terminal)
    return chosen.id


def _asked(offered: Sequence[models.Model], setting: str, terminal: Terminal) -> models.Model:
    """The model whose number or name is typed; a part of a name lists those that have it."""
    known = {str(number): model for number, model in enumerate(offered, 1)}
    lines = {number: f"{number:>3}  {cleaning.line(one.id)}" for number, one in known.items()}
    named = known | {model.id: model for model in offered}
    _tell([*lines.values()], terminal)
    while (answer := terminal.ask("Model (number, name, or part of a name)")) not in named:
        part = answer.lower()
        having = [lines[number] for number, one in known.items() if part in one.id.lower()]
        _tell(having or [f"Type a number from 1 to {len(offered)}, or a name."], terminal)
    terminal.tell(f"'wae config set {setting}', and you are not asked again.")
    return named[answer]


def _tell(lines: Sequence[str], terminal: Terminal) -> None:
    for line in lines[:_MOST_LISTED]:
        terminal.tell(line)
    if len(lines) > _MOST_LISTED:
        terminal.tell(f"  … and {len(lines) - _MOST_LISTED} more")


def _known(model: str, terminal: Terminal) -> str:
    _warn(model, shutdown_dates.recall(errors.SERVER.called(), model), terminal)
    return model


def _warn(model: str, day: str | None, terminal: Terminal) -> None:
    if day is not None:
        terminal.tell(f"wae: {cleaning.line(model)} will be shut down on {cleaning.line(day)}.")
