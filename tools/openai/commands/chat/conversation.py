"""A conversation: what was said so far, and what is said next."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from wit_world.imports import chat as contract

from shared.terminal import Terminal
from tools.openai.commands.chat import attachments
from tools.openai.commands.chat.attachments import Attachment, Contents
from tools.openai.commands.chat.turns import Listener, Manner, Turn, take
from tools.openai.commands.sessions import limit, store


@dataclass
class Conversation:
    """The turns so far; kept on the disk where it has an id."""

    id: str | None
    turns: list[Turn]
    manner: Manner
    listener: Listener
    terminal: Terminal
    #: Of all that is attached, as far as it is still there.
    contents: Contents = field(default_factory=dict)
    #: What goes with the next question.
    pending: list[Attachment] = field(default_factory=list)
    #: Bytes that all chats may take.
    limit: int | None = None

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
        before = [one for turn in turns for one in self._messages(turn)]
        attached = (*(self.turns[-1].attached if again else ()), *self.pending)
        asked = attachments.message(question, attached, self.contents)
        turn = take(question, asked, before, self.manner, self.listener, self.terminal, interrupted)
        turn = replace(turn, attached=attached)
        if again:
            turn = replace(turn, replaces=self.turns[-1].time)
        self.turns = [*turns, turn]
        self.pending = []
        return turn

    def keep(self, turn: Turn) -> None:
        """Puts a turn on the disk. Raises `Failure`."""
        if self.id is not None:
            store.add(self.id, turn, self.contents)
            if self.limit is not None or turn is self.turns[0]:
                limit.keep_within(self.limit, self.id, self.terminal)

    def _messages(self, turn: Turn) -> list[contract.Message]:
        """What a turn's messages are to the model: the question with what is attached."""
        _, *others = turn.messages
        return [attachments.message(turn.question, turn.attached, self.contents), *others]
