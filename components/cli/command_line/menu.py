"""The menu of `wae` alone and of `wae menu`: asks what to do until there is nothing more to do."""

from collections.abc import Callable, Sequence

import click

from shared.terminal import Terminal
from wae.tools.description import Entry

_QUIT = ("q", "quit", "exit")


def serve(entries: Sequence[Entry], terminal: Terminal, run: Callable[[Sequence[str]], int]) -> int:
    """Offers the entries and runs what is chosen with `run`, whose failures do not end it. Returns
    the code of the last one, 0 where nothing was run.

    It ends with `q` or with the end of the input.
    """
    code = 0
    try:
        while True:
            _offer(entries, terminal)
            chosen = _choose(entries, terminal)
            if chosen is None:
                return code
            code = run([*chosen.arguments, *_answers(chosen, terminal)])
            terminal.tell("")
    except click.Abort:
        terminal.tell("")
    return code


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
    options: list[str] = []
    values: list[str] = []
    for question in entry.questions:
        default = f" [{question.default}]" if question.default else ""
        answer = terminal.ask(f"{question.text}{default}") or question.default
        if question.option is None:
            values.append(answer)
        elif answer:
            options.append(f"{question.option}={answer}")
    # An answer that begins with a hyphen is no option.
    return [*options, "--", *values] if values else options
