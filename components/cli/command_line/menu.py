"""The menu of `wae` alone and of `wae menu`: asks what to do until there is nothing more to do."""

import shlex
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

import click

from command_line import answers
from command_line.answers import Choice
from shared.errors import USAGE
from shared.terminal import Terminal

_QUIT, _BACK, _LIST = ("q", "quit", "exit"), ("b", "back"), ("", "?")
_OPTIONS = "?"


@dataclass(frozen=True)
class Section:
    """A level of the menu: what may be chosen in it, and what it is about."""

    name: str
    about: str
    items: "Sequence[Choice | Section]"

    @property
    def label(self) -> str:
        """Its line in the level above."""
        return f"{self.name}: {self.about}" if self.about else self.name


def serve(top: Section, terminal: Terminal, run: Callable[[Sequence[str]], int]) -> int:
    """Offers the items and runs what is chosen with `run`, whose failures do not end it. Returns
    the code of the last one, 0 where nothing was run.

    It ends with `q`; the end of the input leaves a level, and the last one ends it.
    """
    menu = _Menu(terminal, run)
    with suppress(_Quit):
        menu.level(top, inner=False)
    return menu.code


class _Quit(Exception):
    """Nothing more to do."""


class _Menu:
    """`code` is that of the latest command."""

    def __init__(self, terminal: Terminal, run: Callable[[Sequence[str]], int]) -> None:
        self.code = 0
        self._terminal = terminal
        self._run = run

    def level(self, section: Section, *, inner: bool) -> None:
        """Lists the items, and goes on until somebody leaves the level. Raises `_Quit`."""
        self._list(section, inner)
        most = len(section.items)
        keys = "b, q" if inner else "q"
        while True:
            try:
                answer = self._terminal.ask(f"{section.name} (1-{most}, ?, {keys})")
            except click.Abort:
                self._terminal.tell("")
                return
            if answer.lower() in _QUIT:
                raise _Quit
            if inner and answer.lower() in _BACK:
                return
            if answer in _LIST:
                self._list(section, inner)
            elif (chosen := _chosen(section, answer)) is None:
                words = "?, b or q" if inner else "? or q"
                self._terminal.tell(f"Type a number from 1 to {most}, {words}.")
            else:
                self._take(*chosen, section, inner)

    def _take(self, item: Choice | Section, more: list[str], within: Section, inner: bool) -> None:
        if isinstance(item, Section):
            self.level(item, inner=True)
            self._list(within, inner)
        elif more == [_OPTIONS]:
            self._run([*item.arguments, "--help"])
            self._terminal.tell("Type options behind the number, such as 1 --json.")
        else:
            self._do(item, more)

    def _do(self, choice: Choice, more: Sequence[str]) -> None:
        """Asks and runs; a person is asked again where what they answered is not accepted."""
        asked = self._terminal.asked
        while True:
            before = len(asked)
            try:
                words = answers.ask(choice, more, self._terminal)
            except click.Abort:
                self._terminal.tell("")
                return
            self.code = self._run(words)
            self._terminal.tell("")
            answered = self._terminal.stdin_tty and len(asked) > before
            if self.code != USAGE or more or not answered:
                return

    def _list(self, section: Section, inner: bool) -> None:
        room = self._terminal.columns - 6
        for number, item in enumerate(section.items, 1):
            label = item.label
            self._terminal.tell(
                f"{number:>3}  {label if len(label) <= room else label[: room - 1] + '…'}"
            )
        if inner:
            self._terminal.tell("  ?  This list; 1 ? the options of 1")
            self._terminal.tell("  b  Back, as Ctrl-D")
        self._terminal.tell("  q  Quit")


def _chosen(section: Section, answer: str) -> tuple[Choice | Section, list[str]] | None:
    """What the number stands for, and the words behind it; None for no such number, or for words
    that are not quoted well or stand behind a section."""
    try:
        number, *more = shlex.split(answer)
    except ValueError:
        return None
    at = int(number) if number.isascii() and number.isdecimal() and len(number) < 4 else 0
    if not 1 <= at <= len(section.items):
        return None
    item = section.items[at - 1]
    return None if more and isinstance(item, Section) else (item, more)
