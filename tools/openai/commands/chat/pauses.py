"""Trying again where the server wants a pause first: told, and over at once with Ctrl-C."""

from collections.abc import Callable
from typing import TypeVar

from shared import wording
from shared.errors import Failure
from shared.terminal import Terminal

#: Seconds that `wae:openai` may wait by itself, which Ctrl-C cannot end.
PATIENCE = 1
_TRIES, _LONGEST = 3, 8
_Answer = TypeVar("_Answer")


def insist(ask: Callable[[], _Answer], terminal: Terminal) -> _Answer:
    """What `ask` gives, tried up to three times where its `Failure` asks for a pause that somebody
    has the patience for. Raises the last one, and the one at whose pause the user stopped."""
    for _ in range(_TRIES - 1):
        try:
            return ask()
        except Failure as failure:
            if failure.pause is None or not PATIENCE < failure.pause <= _LONGEST:
                raise
            when = wording.count(failure.pause, "second")
            with terminal.waiting(f"The server wants a pause. Asking again in {when}…"):
                waited = terminal.services.wait(failure.pause)
            if not waited:
                raise
    return ask()
