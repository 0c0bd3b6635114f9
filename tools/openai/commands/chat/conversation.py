"""A conversation: what was said so far, and what is said next."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from shared.terminal import Terminal
from tools.openai.commands.chat.turns import Listener, Manner, Turn, take
from tools.openai.commands.sessions import store


@dataclass
class Conversation:
    """The turns so far; kept on the disk where it has an id."""

    id: str | None
    turns: list[Turn]
    manner: Manner
    listener: Listener
    terminal: Terminal

    def ask(
        self,
        question: str,
        interrupted: Callable[[], bool] = lambda: False,
        *,
        again: bool = False,
    ) -> Turn:
        """Asks the question, `again` in the place of the last one, and adds the turn once it is
        finished. Raises `Failure`, and `Stopped` where it was `interrupted` before the reply.
        """
        turns = self.turns[:-1] if again else self.turns
        before = [message for turn in turns for message in turn.messages]
        turn = take(question, before, self.manner, self.listener, self.terminal, interrupted)
        if again:
            turn = replace(turn, replaces=self.turns[-1].time)
        self.turns = [*turns, turn]
        return turn

    def keep(self, turn: Turn) -> None:
        """Puts a turn on the disk. Raises `Failure`."""
        if self.id is not None:
            store.add(self.id, turn)
