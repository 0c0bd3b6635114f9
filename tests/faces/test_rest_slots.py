"""Slots for calls: an answer in time whatever a call does, and no more than there is room for."""

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest
from tests.patience import PATIENCE

from wae.contract.router import Problem
from wae.errors import WaeError
from wae.faces.rest.metrics import Metrics
from wae.faces.serving import slots
from wae.faces.serving.slots import Slots
from wae.faces.serving.workers import wire
from wae.faces.serving.workers.channel import Channel, Lost
from wae.faces.serving.workers.process import Answer
from wae.faces.serving.workers.wire import Question, Reply

CALL = Question(wire.CALL, "/it")


@pytest.fixture(autouse=True)
def _no_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "GRACE", 0.0)


class OneThread:
    """Instead of a worker pool: one channel, to a thread of this process."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._free = asyncio.Semaphore()
        self.dismissed = False

    async def channel(self, latest: float, path: str = "") -> Channel | None:
        try:
            async with asyncio.timeout_at(latest):
                await self._free.acquire()
        except TimeoutError:
            return None
        return self._channel

    def give_back(self, channel: Channel) -> None:
        assert channel is self._channel
        self._free.release()

    def dismiss(self, channel: Channel) -> None:
        assert channel is self._channel
        self.dismissed = True


@asynccontextmanager
async def _worker_pool(reply: Callable[[Question], Reply]) -> AsyncIterator[OneThread]:
    ours, theirs = socket.socketpair()

    def serve() -> None:
        while (content := wire.receive(theirs)) is not None:
            with suppress(BrokenPipeError):  # nobody waits for it any more
                theirs.sendall(wire.pack_reply(reply(wire.unpack_question(content))))

    thread = threading.Thread(target=serve)
    thread.start()
    channel = await Channel.open(ours)
    try:
        yield OneThread(channel)
    finally:
        channel.close()
        await asyncio.to_thread(thread.join)
        theirs.close()


def _slots(worker_pool: OneThread, most: int, seconds: float) -> Slots:
    return Slots(worker_pool, most, seconds, lambda _number, _error: None)  # type: ignore[arg-type]


async def _left(calls: Slots) -> None:
    while calls.taken:
        await asyncio.sleep(0.01)


async def _problem(asking: Awaitable[Reply]) -> int:
    with pytest.raises(Problem) as caught:
        await asking
    return caught.value.status


def test_a_call_that_cannot_be_interrupted() -> None:
    """Its client gets a 504 in time; its place is taken until it is given up, and so is its
    worker."""
    done = threading.Event()

    def wait(_question: Question) -> Reply:
        done.wait()
        return Reply(wire.OK)

    async def check() -> None:
        async with _worker_pool(wait) as worker_pool:
            calls = _slots(worker_pool, 1, 0.1)
            slot = calls.enter()
            assert 504 == await _problem(slot.ask(CALL))
            slot.leave(streaming=False)
            with pytest.raises(Problem) as full:
                calls.enter()
            assert 503 == full.value.status
            await _left(calls)
            assert worker_pool.dismissed
            assert calls.enter()
            done.set()

    asyncio.run(check())


def test_a_call_that_waited_too_long_is_not_begun() -> None:
    """When its client has been answered, nobody needs it any more."""
    begun: list[str] = []
    done = threading.Event()

    def wait(question: Question) -> Reply:
        begun.append(question.path)
        done.wait()
        return Reply(wire.OK)

    async def check() -> None:
        async with _worker_pool(wait) as worker_pool:
            calls = _slots(worker_pool, 2, 0.1)
            first, second = calls.enter(), calls.enter()
            statuses = await asyncio.gather(
                _problem(first.ask(Question(wire.CALL, "/first"))),
                _problem(second.ask(Question(wire.CALL, "/second"))),
            )
            assert [504, 503] == statuses
            first.leave(streaming=False)
            second.leave(streaming=False)
            await _left(calls)
            done.set()

    asyncio.run(check())
    assert ["/first"] == begun


def test_the_end_of_a_stream_follows_its_last_value() -> None:
    """What frees a stream is never asked for beside the stream's own code."""
    asked: list[bytes] = []

    def slowly(question: Question) -> Reply:
        asked.append(question.kind)
        return Reply(wire.END if question.kind == wire.CLOSE else wire.OK)

    async def check() -> None:
        async with _worker_pool(slowly) as worker_pool:
            calls = _slots(worker_pool, 1, PATIENCE)
            slot = calls.enter()
            await slot.ask(CALL)
            step = asyncio.ensure_future(slot.ask(Question(wire.NEXT)))
            await asyncio.sleep(0)
            step.cancel()
            slot.leave(streaming=True)
            await _left(calls)

    asyncio.run(check())
    assert [wire.CALL, wire.NEXT, wire.CLOSE] == asked


def test_a_worker_that_is_lost() -> None:
    """The client gets a 500 with an id, the log the reason."""
    log: list[WaeError] = []

    async def check() -> None:
        ours, theirs = socket.socketpair()
        worker_pool = OneThread(await Channel.open(ours))
        calls = Slots(worker_pool, 1, PATIENCE, lambda _number, error: log.append(error))  # type: ignore[arg-type]
        slot = calls.enter()
        asking = asyncio.ensure_future(slot.ask(CALL))
        await asyncio.sleep(0.01)
        theirs.close()
        assert 500 == await _problem(asking)
        slot.leave(streaming=False)
        assert 0 == calls.taken

    asyncio.run(check())
    assert ["the worker of a call ended"] == [error.message for error in log]


def test_who_says_too_much_is_not_heard_again() -> None:
    """A second reply never becomes the answer to somebody else's question: the channel is closed,
    whether it comes with the first or later."""

    async def check(*, together: bool) -> None:
        ours, theirs = socket.socketpair()
        channel = await Channel.open(ours)
        reply = wire.pack_reply(Reply(wire.OK, b"1"))
        asking = channel.ask(CALL)
        theirs.sendall(reply * 2 if together else reply)
        await asyncio.wait({asking})
        if together:
            assert isinstance(asking.exception(), Lost)
        else:
            assert b"1" == asking.result().body
            theirs.sendall(reply)
        async with asyncio.timeout(PATIENCE):
            while not channel.closed:
                await asyncio.sleep(0.01)
        assert isinstance(channel.ask(CALL).exception(), Lost)
        theirs.close()

    asyncio.run(check(together=True))
    asyncio.run(check(together=False))


def test_one_reply_for_each_question() -> None:
    """What goes wrong after a reply is in the log, not in a second reply."""
    ours, theirs = socket.socketpair()
    answer = Answer(theirs)
    answer.give(wire.OK, b"1")
    answer.refuse(Problem(500, "Crashed", "afterwards"))
    theirs.close()
    content = wire.receive(ours)
    assert content is not None
    assert Reply(wire.OK, b"1") == wire.unpack_reply(content)
    assert wire.receive(ours) is None
    ours.close()


def test_metrics_do_not_grow_with_what_clients_send() -> None:
    """Unknown methods are counted together, and labels are escaped."""
    counted = Metrics()
    for number in range(50):
        counted.answered(f"M{number}", 'a"\\b\n', 200, 0.01)
    text = counted.text(3, []).decode()
    assert 'wae_requests_total{method="other",path="a\\"\\\\b\\n",status="200"} 50\n' in text
    assert "\nwae_calls_in_progress 3\n" in text
