"""The menu of `wae` alone: asks what to do until there is nothing more to do."""

from collections.abc import Callable, Sequence

import click

from shared.terminal import Terminal
from shared.tool import Entry

_QUIT = ("q", "quit", "exit")


def serve(
    entries: Sequence[Entry], terminal: Terminal, run: Callable[[Sequence[str]], int]
) -> None:
    """Offers the entries and runs what is chosen with `run`, whose failures do not end it.

    It ends with `q` or with the end of the input.
    """
    try:
        while True:
            _offer(entries, terminal)
            chosen = _choose(entries, terminal)
            if chosen is None:
                return
            run([*chosen.arguments, *_answers(chosen, terminal)])
            terminal.tell("")
    except click.Abort:
        terminal.tell("")


def _offer(entries: Sequence[Entry], terminal: Terminal) -> None:
    for number, entry in enumerate(entries, 1):
        terminal.tell(f"{number:>3}  {entry.label}")
    terminal.tell("  q  Quit")


def _choose(entries: Sequence[Entry], terminal: Terminal) -> Entry | None:
    numbered = {str(number): entry for number, entry in enumerate(entries, 1)}
    while True:
        answer = terminal.ask(f"Choose (1-{len(entries)}, q)").lower()
        if answer in _QUIT:
            return None
        if answer in numbered:
            return numbered[answer]
        terminal.tell(f"Type a number from 1 to {len(entries)}, or q.")


def _answers(entry: Entry, terminal: Terminal) -> list[str]:
    answers = []
    for question in entry.questions:
        answer = terminal.ask(f"{question.text} [{question.default}]")
        answers += [question.option, answer or question.default]
    return answers
