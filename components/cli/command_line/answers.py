"""What a menu asks before it runs a command, and what is made of the answers."""

from collections.abc import Sequence
from dataclasses import dataclass

import click

from shared import cleaning
from shared.terminal import Terminal
from wae.tools.description import Question


@dataclass(frozen=True)
class Choice:
    """A line of the menu: the words that it runs, what it asks first, and the command with the
    parameters that take the answers, where that is known here."""

    label: str
    arguments: tuple[str, ...]
    questions: tuple[Question, ...] = ()
    command: click.Command | None = None


def ask(choice: Choice, more: Sequence[str], terminal: Terminal) -> list[str]:
    """The command line, with `more` words in it: what they say already is not asked for.

    An answer that makes no sense is asked for again. Raises `click.Abort` at the end of the input.
    """
    options: list[str] = [*more]
    values: list[str] = []
    for question in choice.questions:
        if question.option is None:
            values.append(_answer(choice, question, len(values), terminal))
        elif question.option not in {word.partition("=")[0] for word in more}:
            answer = _answer(choice, question, len(values), terminal)
            options += [f"{question.option}={answer}"] if answer else []
    # An answer that begins with a hyphen is no option.
    return [*choice.arguments, *options, *(["--", *values] if values else [])]


def _answer(choice: Choice, question: Question, position: int, terminal: Terminal) -> str:
    default = f" [{question.default}]" if question.default else ""
    parameter = _parameter(choice, question, position)
    while True:
        answer = terminal.ask(f"{question.text}{default}") or question.default
        problem = _problem(choice, parameter, answer, terminal) if parameter else None
        # In a script what follows is the next answer, not a better one.
        if problem is None or not terminal.stdin_tty:
            return answer
        terminal.tell(cleaning.line(problem))


def _parameter(choice: Choice, question: Question, position: int) -> click.Parameter | None:
    if choice.command is None:
        return None
    parameters = choice.command.params
    if question.option is not None:
        return next((one for one in parameters if question.option in one.opts), None)
    arguments = [one for one in parameters if isinstance(one, click.Argument)]
    return arguments[position] if position < len(arguments) else None


def _problem(
    choice: Choice, parameter: click.Parameter, answer: str, terminal: Terminal
) -> str | None:
    """Why the parameter does not take the answer."""
    if not answer:
        return "Type something, or Ctrl-D to go back." if parameter.required else None
    assert choice.command is not None
    many = parameter.nargs != 1 or parameter.multiple
    context = click.Context(choice.command, obj=terminal)
    try:
        parameter.type_cast_value(context, [answer] if many else answer)
    except click.BadParameter as error:
        return error.message
    return None
