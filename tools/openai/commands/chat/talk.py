"""A conversation on the terminal: questions, replies, and commands that begin with a slash."""

import contextlib
import itertools
from collections.abc import Sequence

import click

from shared import cleaning
from shared.errors import Failure
from tools.openai.commands.chat import endings, questions, slash
from tools.openai.commands.chat.conversation import Conversation
from tools.openai.commands.chat.turns import Stopped
from tools.openai.commands.sessions import store

_ENDS = ("bye", "stop", "end", "quit", "exit")
# How far back what was typed can be had again.
_SESSIONS, _QUESTIONS = 20, 200


class Talk:
    """Goes on until the user leaves; with `usage` it tells what each turn took."""

    def __init__(self, conversation: Conversation, usage: bool) -> None:
        self._conversation = conversation
        self._usage = usage
        edits = conversation.terminal.edits
        self._history = _asked_before(conversation) if edits else []

    def go_on(self) -> None:
        """Asks and shows, again and again; a failure does not end it."""
        terminal = self._conversation.terminal
        kept = f", session {self._conversation.id}" if self._conversation.id else ""
        model = cleaning.line(self._conversation.manner.model)
        terminal.tell(f"{model}{kept}. Type 'bye' to end. '/help' shows more.")
        for one in self._conversation.pending:
            terminal.tell(f"{one} goes with your first question.")
        with contextlib.suppress(click.Abort):
            while (text := self._typed()).lower() not in _ENDS:
                try:
                    self._take(text)
                except Failure as failure:
                    terminal.tell(str(failure))
            return
        terminal.tell("")

    def _typed(self, text: str = "") -> str:
        typed = questions.typed(self._conversation.terminal, text, self._history)
        if typed and self._history[-1:] != [typed]:
            self._history.append(typed)
        return typed

    def _take(self, text: str) -> None:
        """Does what was typed. Raises `Failure`."""
        written = slash.read(text)
        if written:
            try:
                self._command(*written)
            except click.Abort:
                self._conversation.terminal.tell("")
        elif text:
            self._ask(text)

    def _command(self, command: slash.Command, rest: str) -> None:
        last = command.run(self._conversation, rest)
        if last:
            question = self._conversation.turns[-1].question
            if last is slash.Last.EDIT:
                question = self._typed(question)
            if question:
                self._ask(question, again=True)

    def _ask(self, question: str, *, again: bool = False) -> None:
        conversation = self._conversation
        terminal = conversation.terminal
        try:
            with terminal.services.interruptible() as interrupted:
                turn = conversation.ask(question, interrupted, again=again)
        except Stopped:
            terminal.tell("wae: Stopped.")
            return
        endings.tell(turn, self._usage, terminal)
        conversation.keep(turn)


def _asked_before(conversation: Conversation) -> list[str]:
    """What was asked in the conversations that are kept, the latest last."""
    asked: list[str] = []
    with contextlib.suppress(Failure):  # it is not there to be had again, and that is all
        for session in itertools.islice(store.used(), _SESSIONS):
            if session.id != conversation.id:
                asked += [turn.question for turn in reversed(session.turns)]
    own = [turn.question for turn in conversation.turns]
    return _distinct([*reversed(asked[:_QUESTIONS]), *own])


def _distinct(questions_: Sequence[str]) -> list[str]:
    return [one for one, _ in itertools.groupby(questions_)]
