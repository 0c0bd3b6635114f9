"""An `openai` component without a server: it says what it is told to, and remembers what it got."""

from collections.abc import Callable
from pathlib import Path

import pytest
from componentize_py_types import Err
from wit_world.imports import chat, images, models, plain, preopens

from failures import failure
from shared import data_folder

KNOWN = [
    models.Model("big-2", "octo", 1_790_000_000, None),
    models.Model("old-1", "octo\x1b[31m", None, "2027-01-15"),
]
PNG = "iVBORw0KGgo="
PICTURE = images.Picture(PNG, "png", "A red fox")


def work(*outcomes: object, usage: chat.Usage | None = None) -> images.Work:
    """What came of an order: pictures, pictures elsewhere, errors."""
    kinds = {
        images.Picture: images.Outcome_Picture,
        images.Elsewhere: images.Outcome_Elsewhere,
    }
    wrapped = [kinds.get(type(one), images.Outcome_Unusable)(one) for one in outcomes]
    return images.Work(wrapped, usage)


class Stream:
    """A reply in pieces."""

    def __init__(self, events):
        self._events = list(events)
        self.closed = False

    def next(self):
        event = self._events.pop(0) if self._events else None
        if isinstance(event, Err):
            raise Err(failure(event.value))
        return event

    def close(self):
        self.closed = True


class Model:
    """Answers requests with the replies given, in their order, the last one again and again.

    A reply is a text, a list of calls, a `chat.Reply`, or an `Err`.
    """

    def __init__(self, *replies, pieces=2):
        self.replies = list(replies) or ["Hello."]
        self.requests = []
        self.streams = []
        self._pieces = pieces

    def complete(self, request):
        reply = self._reply(request)
        if isinstance(reply, Err):
            raise Err(failure(reply.value))
        return reply

    def open(self, request):
        reply = self._reply(request)
        if isinstance(reply, Err):
            raise Err(failure(reply.value))
        text = reply.content
        size = max(1, -(-len(text) // self._pieces))
        pieces = [text[start : start + size] for start in range(0, len(text), size)]
        thoughts = [chat.Event_Reasoning(reply.reasoning)] if reply.reasoning else []
        last = chat.Event_Finished(reply)
        stream = Stream([*thoughts, *map(chat.Event_Text, pieces), last])
        self.streams.append(stream)
        return stream

    def _reply(self, request):
        self.requests.append(request)
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        if isinstance(reply, str):
            return chat.Reply("m", reply, "", [], "stop", chat.Usage(3, 4, 7))
        if isinstance(reply, list):
            return chat.Reply("m", "", "", reply, "tool_calls", chat.Usage(3, 4, 7))
        return reply


def said(request):
    """The messages of a request, as pairs of who and what."""
    return [(one.role.name.lower(), one.content) for one in request.messages]


def install(replace: Callable[..., None]) -> None:
    """Replaces all but the chat itself; `model` does that."""
    replace(plain, "get", {"OPENAI_MODEL": "big-2", "OPENAI_IMAGE_MODEL": "painter"}.get)
    replace(models, "list_models", KNOWN)
    replace(images, "draw", work(PICTURE))


@pytest.fixture(autouse=True)
def data(
    fake: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """The user's data folder; the current folder is an empty one beside it."""
    folder = tmp_path_factory.mktemp("data")
    monkeypatch.chdir(tmp_path_factory.mktemp("here"))
    monkeypatch.setattr(data_folder, "FOLDER", str(folder))
    fake(preopens, "get_directories", [(None, str(folder))])
    return folder


@pytest.fixture(autouse=True)
def model(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Model]:
    """Makes a model that gives these replies; without a call, one that says hello."""

    def make(*replies: object, pieces: int = 2) -> Model:
        made = Model(*replies, pieces=pieces)
        monkeypatch.setattr(chat, "complete", made.complete)
        monkeypatch.setattr(chat, "open", made.open)
        return made

    make()
    return make


@pytest.fixture
def painter(fake: Callable[..., None]) -> list[images.Order]:
    """Remembers what pictures were asked for, and makes as many."""
    asked: list[images.Order] = []

    def draw(order: images.Order) -> images.Work:
        asked.append(order)
        return work(*[PICTURE] * (order.count or 1), usage=chat.Usage(1, 2, 3))

    fake(images, "draw", draw)
    return asked
