"""A transport that answers what a test says."""

from dataclasses import dataclass, field

from wit_world.exports import client

from failure import Failure
from fields import Fields
from hop import Hop
from scheduler import Steps


class Content(bytes):
    """A body that can be handed on."""

    def stream(self) -> "Content":
        return self


@dataclass
class Answer:
    """What the fake server says; `error` instead of an answer."""

    status: int = 200
    headers: Fields = field(default_factory=list)
    body: bytes = b""
    error: client.Error | None = None

    unsent: None = None

    def __post_init__(self) -> None:
        self.body = Content(self.body)

    def close(self) -> None:
        """Nothing is open."""


@dataclass
class Network:
    """Answers in order, the last one again and again; remembers what was sent and waited."""

    answers: list[Answer] = field(default_factory=list)
    sent: list[tuple[Hop, dict[str, str]]] = field(default_factory=list)
    waits: list[int] = field(default_factory=list)

    def send(self, hop: Hop, headers: Fields, options: client.Options) -> Steps[Answer]:
        self.sent.append((hop, dict(headers)))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if answer.error is not None:
            raise Failure(answer.error, passing=True)
        return answer
        yield

    def read(self, incoming: Answer, most: int, patience: int) -> Steps[bytes]:
        return incoming.body
        yield

    def pause(self, milliseconds: int) -> Steps[None]:
        self.waits.append(milliseconds)
        return
        yield
