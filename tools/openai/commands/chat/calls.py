"""Answers what a model asks to have called: checked, shown, consented to, and never a crash."""

import json
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import click
from componentize_py_types import Err
from wit_world.imports import chat

import json_text
import text
from json_text import BadJson
from shared import cleaning
from shared.terminal import Terminal
from tools.openai.commands.chat import installed
from tools.openai.commands.chat.functions import Offered
from tools.openai.commands.chat.turns import Stopped
from wae.contract.json_values import InvalidValue

#: Characters of a result that go to the model; about 5,000 tokens.
LONGEST_RESULT = 20_000
_LONGEST_QUOTE = 2_000


class Refused(Exception):
    """A call that does not come about; its argument tells the model why."""


class Calls:
    """Answers calls; where `free`, without asking anybody."""

    def __init__(self, terminal: Terminal, free: bool) -> None:
        self._terminal = terminal
        self._free = free

    def answer(self, calls: Sequence[chat.ToolCall]) -> list[str]:
        """The results of calls, or what is wrong with them, in order, as JSON for the model.

        Raises `Stopped` where the user leaves a question.
        """
        known: dict[int, Any] = {}
        answers = []
        for number, call in enumerate(calls):
            function = installed.offered(self._terminal.services).get(call.name)
            self._show(call.name, call.arguments)
            try:
                if function is None:
                    raise Refused(f"there is no function {call.name!r}")
                arguments = _arguments(function, call.arguments)
                self._consent(function)
                if number not in known:
                    together = {number: arguments, **_like(function, arguments, calls, number)}
                    known |= zip(together, function([*together.values()]), strict=True)
                result = self._result(function, known[number])
            except Refused as refused:
                self._terminal.tell(f"  not called: {cleaning.line(str(refused))}")
                result = {"error": str(refused)}
            answers.append(_cut(_json(result)))
        return answers

    def _result(self, function: Offered, outcome: Any) -> Any:
        if not isinstance(outcome, Err):
            return function.result(outcome.value)
        reason = function.error(outcome.value)
        self._terminal.tell(f"  failed: {_shown(_json(reason))}")
        return {"error": reason}

    def _show(self, name: str, arguments: str) -> None:
        self._terminal.tell(f"→ {cleaning.line(name)} {_shown(arguments)}".rstrip())

    def _consent(self, function: Offered) -> None:
        if self._free or function.harmless:
            return
        if not self._terminal.interactive:
            raise Refused("the user has to allow this call, and there is no one to ask")
        try:
            answer = self._terminal.decide(f"  {function.reason}.", "Allow it? [y/N]")
        except click.Abort:
            self._terminal.tell("")
            if self._terminal.edits:
                raise Stopped from None
            answer = ""
        if answer.lower() not in ("y", "yes"):
            raise Refused("the user did not allow this call")


def _like(
    function: Offered, arguments: list[object], calls: Sequence[chat.ToolCall], number: int
) -> dict[int, list[object]]:
    """The arguments of later calls that can be made together with one, by their numbers: all but
    the first are the same."""
    found = {}
    if function.run_all is not None:
        for later, call in enumerate(calls[number + 1 :], number + 1):
            if call.name == function.name:
                with suppress(Refused):
                    others = _arguments(function, call.arguments)
                    if others[1:] == arguments[1:]:
                        found[later] = others
    return found


def _arguments(function: Offered, written: str) -> list[object]:
    try:
        # Models leave the text empty where a function has no parameters.
        value = json_text.parse(written.strip() or "{}")
        if not isinstance(value, dict):
            raise Refused("the arguments must be an object")
        return function.values(value)
    except BadJson as error:
        raise Refused(f"the arguments are not JSON: {error.reason}") from None
    except InvalidValue as error:
        raise Refused(error.message) from None


def _json(value: object) -> str:
    return text.whole(json.dumps(value, ensure_ascii=False))


def _cut(result: str) -> str:
    if len(result) <= LONGEST_RESULT:
        return result
    return f"{result[:LONGEST_RESULT]} … (cut here; it has {len(result)} characters)"


def _shown(dirty: str) -> str:
    clean = cleaning.line(dirty)
    hidden = len(clean) - _LONGEST_QUOTE
    return clean if hidden <= 0 else f"{clean[:_LONGEST_QUOTE]} … ({hidden} more characters)"
