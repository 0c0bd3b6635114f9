"""Replies as streams, between a model and a reader that are not there."""

import asyncio

import componentize_py_async_support as support
import pytest
import wit_world
from componentize_py_types import Err, Ok
from wit_world.imports import chat

import app

END = chat.Event_Finished(chat.Reply("m", "ab", "", [], "stop", None))
BROKEN = Err(chat.Failure(None, chat.Error_Interrupted("no more")))


class Reply:
    """Has these events, and then fails if one of them is a failure."""

    def __init__(self, *events):
        self.events = list(events)
        self.asked, self.closed, self.released = 0, False, False

    def next(self):
        self.asked += 1
        event = self.events.pop(0) if self.events else None
        if isinstance(event, Err):
            raise event
        return event

    def close(self):
        assert not self.released
        self.closed = True

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.released = True


class Stream:
    """Both its ends; a write is over when somebody reads, or drops it."""

    def __init__(self):
        self.reader_dropped = self.ended = False
        self.reading, self.moved = 0, asyncio.Condition()
        self.values = []

    async def write(self, values):
        async with self.moved:
            await self.moved.wait_for(lambda: self.reading or self.reader_dropped)
            if values and not self.reader_dropped:
                self.values += values
                self.reading = 0
                self.moved.notify_all()
        return len(values)

    async def read(self):
        """The next value, or None at the end."""
        async with self.moved:
            self.reading = 1
            self.moved.notify_all()
        while not self.values and not self.ended:
            await asyncio.sleep(0)
        return self.values.pop(0) if self.values else None

    async def drop(self):
        async with self.moved:
            self.reader_dropped = True
            self.moved.notify_all()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.ended = True


class Ending:
    def __init__(self, default):
        self.value = None

    async def write(self, value):
        self.value = value


@pytest.fixture
def opened(monkeypatch):
    """Runs what reads the stream of a reply; then everything is over. How the reply ended."""

    def pair(kind):
        def made(*arguments):
            one = kind(*arguments)
            return one, one

        return made

    monkeypatch.setattr(wit_world, "chat_event_stream", pair(Stream), raising=False)
    name = "result_unit_chat_failure_future"
    monkeypatch.setattr(wit_world, name, pair(Ending), raising=False)

    def run(reply, read):
        async def running():
            monkeypatch.setattr(chat, "open", lambda request: reply)
            stream, ending = await app.ChatStream().open(None)
            await asyncio.sleep(0)
            await read(stream)
            await asyncio.gather(*support.spawned)
            support.spawned.clear()
            return ending.value

        return asyncio.run(running())

    return run


def test_to_the_end(opened):
    """All events come, the reply is closed with the last, and nothing more is asked of it."""
    reply = Reply(chat.Event_Text("a"), chat.Event_Text("b"), END)
    got = []

    async def read(stream):
        while (event := await stream.read()) is not None:
            got.append(event)

    assert Ok(None) == opened(reply, read)
    assert [chat.Event_Text("a"), chat.Event_Text("b"), END] == got
    assert (3, True, True) == (reply.asked, reply.closed, reply.released)


def test_nobody_reads(opened):
    """The model's next event is waited for only when somebody reads: whoever hangs up is noticed
    though nothing comes."""
    reply = Reply(chat.Event_Text("a"), END)

    async def read(stream):
        assert 0 == reply.asked
        assert chat.Event_Text("a") == await stream.read()
        await stream.drop()

    assert Ok(None) == opened(reply, read)
    assert (1, True, True) == (reply.asked, reply.closed, reply.released)


def test_it_breaks_off(opened):
    """What came before is read, and then why it ended."""
    reply = Reply(chat.Event_Text("a"), BROKEN)

    async def read(stream):
        assert [chat.Event_Text("a"), None] == [await stream.read(), await stream.read()]

    assert BROKEN.value == opened(reply, read).value
    assert (True, True) == (reply.closed, reply.released)


def test_it_ends_without_an_end(opened):
    """A reply that has no more events ended."""
    reply = Reply()

    async def read(stream):
        assert await stream.read() is None

    assert Ok(None) == opened(reply, read)
    assert reply.closed
