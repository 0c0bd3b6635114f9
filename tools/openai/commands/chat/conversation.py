"""A conversation: what was said so far, and what is said next."""

from dataclasses import dataclass

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

    def ask(self, question: str) -> Turn:
        """Asks the question, and adds the turn once it is finished. Raises `Failure`."""
        before = [message for turn in self.turns for message in turn.messages]
        turn = take(question, before, self.manner, self.listener, self.terminal)
        self.turns.append(turn)
        return turn

    def keep(self, turn: Turn) -> None:
        """Puts a turn on the disk. Raises `Failure`."""
        if self.id is not None:
            store.add(self.id, turn)
