"""A conversation: what was said so far, and what is said next."""

from dataclasses import dataclass

import chat_turn
import sessions
from chat_turn import Listener, Manner, Turn
from terminal import Terminal


@dataclass
class Conversation:
    """The turns so far; kept on the disk where it has an id."""

    id: str | None
    turns: list[Turn]
    manner: Manner
    listener: Listener
    terminal: Terminal

    def ask(self, question: str) -> Turn:
        """Asks the question, and adds the turn once it is finished. Raises `Failure`."""
        before = [message for turn in self.turns for message in turn.messages]
        turn = chat_turn.take(question, before, self.manner, self.listener, self.terminal)
        self.turns.append(turn)
        return turn

    def keep(self, turn: Turn) -> None:
        """Puts a turn on the disk. Raises `Failure`."""
        if self.id is not None:
            sessions.add(self.id, turn)
