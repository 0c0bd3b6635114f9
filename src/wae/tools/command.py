"""Commands that are made of a contract: `wae dice roll --count 3 --sides 6`.

A command is a function that takes and gives plain values. It is called by the function's name;
functions of one name, in several interfaces, by the interface's as well: `roller-roll`. Those that
even so would be called alike go by their names for language models, which all differ.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from wae.binary.value import Value
from wae.contract.json_call import result_json
from wae.contract.model import Contract, Function, is_handle_free
from wae.contract.python_names import words as words_of
from wae.contract.sentences import failure
from wae.contract.shapes import Option, Scalar
from wae.contract.tools import words
from wae.harmless import is_harmful
from wae.tools import arguments, fields, help
from wae.tools.options import Opt, flat_options
from wae.tools.results import Screen, lines

RESERVED = ("help", "json", fields.OPTION)
"""Options that every command has."""

_JSON = Opt("json", ("json",), Scalar("bool"))
_FIELDS = Opt(fields.OPTION, (fields.OPTION,), Option(Scalar("string"), False))

Call = Callable[[Function, list[Any]], Any]
"""Calls a function. Raises :class:`Failed` with the error that it returns."""


_SEPARATORS = re.compile("[^a-zA-Z0-9]+")


class Failed(Exception):
    """A function returned the error of its result; ``error`` is its payload."""

    def __init__(self, error: Any) -> None:
        super().__init__()
        self.error = error


class Done(Value):
    """What a command leaves: an exit code, the text of its result, and what went wrong."""

    code: int
    output: str = ""
    problem: str = ""


class Command(Value):
    """``name`` is what is typed, ``program`` all before the options: `wae dice roll`."""

    name: str
    program: str
    contract: Contract
    function: Function
    options: tuple[Opt, ...]
    examples: tuple[str, ...]

    @property
    def doc(self) -> str:
        """What it does."""
        return words(self.contract, self.function)

    def help(self, width: int) -> str:
        """The text of ``--help``."""
        shown = self.examples or (help.example(self.program, self.options),)
        return help.help_text(self.program, self.doc, self.options, shown, width)

    def run(self, words: Sequence[str], call: Call, screen: Screen) -> Done:
        """Runs it with the words that follow its name. Raises UsageError for what cannot be
        understood; nothing is called then."""
        options = [*self.options, _JSON, _FIELDS]
        if arguments.wants_help(options, words):
            return Done(0, self.help(screen.columns))
        *given, as_json, text = arguments.parse(
            self.function, options, words, helped=self.program, implied=True
        )
        wanted = None if text is None else fields.names(text)
        if wanted:
            fields.check(wanted, fields.of_shape(self.function.returned))
        try:
            value = call(self.function, given)
        except Failed as failed:
            told = failure(self.contract, self.function, failed.error)
            return Done(told.meaning.exit_code, problem=told.sentence)
        result = result_json(self.function, value)
        if wanted and result is not None:
            result = fields.choose(result, wanted)
        if as_json or wanted:
            return Done(0, document(result))
        output = lines(self.function.returned, result, screen)
        return Done(0, "".join(f"{line}\n" for line in output))


def commands(contract: Contract, program: str, examples: Sequence[str] = ()) -> list[Command]:
    """A command for each function of the contract whose values can be typed and shown.

    ``examples`` are command lines; each goes with the command that it begins with.
    """
    functions = [function for function in contract.functions() if is_handle_free(function)]
    made = []
    for function, name in zip(functions, _names(contract, functions), strict=True):
        whole = f"{program} {name}"
        own = tuple(one for one in examples if one == whole or one.startswith(f"{whole} "))
        options = tuple(flat_options(function, contract.docs, contract.names, RESERVED))
        made.append(Command(name, whole, contract, function, options, own))
    return made


def _names(contract: Contract, functions: Iterable[Function]) -> list[str]:
    """What each command is called: the first of its forms that no other command has."""
    forms = [
        [
            "-".join(words_of(each.name)),
            _SEPARATORS.sub("-", each.title),
            contract.names.tool(each.interface, each.name),
        ]
        for each in functions
    ]
    while True:
        shared = Counter(form[0] for form in forms)
        clashing = [form for form in forms if shared[form[0]] > 1 and len(form) > 1]
        if not clashing:
            return [form[0] for form in forms]
        for form in clashing:
            del form[0]


def document(result: Any) -> str:
    """A result as a JSON document (RFC 8259), in which nothing steers a terminal."""
    text = json.dumps(result, indent=2, ensure_ascii=False, allow_nan=False)
    return "".join(_escaped(letter) for letter in text) + "\n"


def _escaped(letter: str) -> str:
    return json.dumps(letter)[1:-1] if letter != "\n" and is_harmful(ord(letter)) else letter
