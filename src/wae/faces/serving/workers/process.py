"""A worker: a process whose threads make calls for the server, one at a time each.

`python -m wae.faces.serving.workers.process CONFIGURATION`: in JSON, and which sockets to serve. It
lives as long as the server, whose signals are not for it.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Mapping
from ctypes import CDLL, c_size_t
from dataclasses import asdict, dataclass
from functools import partial

from wae.contract.router import Problem, arguments, json_bytes
from wae.errors import AppError, WaeError
from wae.faces.pool import Pool, PoolOptions
from wae.faces.sandbox import Limits
from wae.faces.serving import journal
from wae.faces.serving.endpoints import Endpoint, Stream, StreamEndpoint, crashed, endpoints
from wae.faces.serving.workers import wire
from wae.faces.serving.workers.turns import Turns
from wae.faces.serving.workers.wire import Reply
from wae.grants.options import take
from wae.runtime.threads import DeepThread, Errand

FAILED = 500
"""The first reply of a worker that cannot work; its body is the error."""


@dataclass(frozen=True)
class WorkerConfiguration:
    """What a worker is started with: an app's name, and the SHA-256 that it must have.

    ``grants`` are options that give the app something; nobody is asked for more. ``seconds`` and
    ``memory`` are the limits of a sandbox, which has the ``whole`` app or the part that it needs.
    """

    app: str
    sha256: str
    grants: tuple[str, ...]
    seconds: float
    memory: int
    warm: int
    reuse: tuple[str, ...]
    whole: bool = False

    def options(self) -> PoolOptions:
        """The same for its pool."""
        grants, _ = take(list(self.grants))
        limits = Limits(self.seconds, self.memory)
        return PoolOptions(grants, limits, self.warm, frozenset(self.reuse), self.whole)


def arguments_for(
    configuration: WorkerConfiguration, control: int, channels: list[int]
) -> list[str]:
    """The command line of a worker that inherits these sockets."""
    said = json.dumps({**asdict(configuration), "control": control, "channels": channels})
    # -P: nothing is imported from the current folder, whatever lies there.
    return [sys.executable, "-P", "-m", __name__, said]


def main() -> None:
    """Serves until the server closes the control socket, and leaves the rest to the system."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    said = json.loads(sys.argv[1])
    control = socket.socket(fileno=said.pop("control"))
    channels = [socket.socket(fileno=number) for number in said.pop("channels")]
    configuration = WorkerConfiguration(**said)
    try:
        pool = Pool(configuration.app, configuration.options())
        if pool.sha256 != configuration.sha256:
            problem = f"{pool.name} is not what it was when the server started"
            raise AppError(problem, hint="Start the server again")
        threads = [DeepThread("wae-call") for _ in channels]
        warming = Errand(pool.warm_up, partial(tell, control))
        threads[0].put(warming)
        warming.result()
    except WaeError as error:
        described = json.dumps([error.message, error.hint, error.debug]).encode()
        control.sendall(wire.pack_reply(Reply(FAILED, described)))
        return
    served = endpoints(pool, pool.contract, journal.failed)
    give_back_memory()
    turns = Turns()
    for thread, channel in zip(threads, channels, strict=True):
        thread.put(partial(serve, channel, served, turns))
    control.sendall(wire.pack_reply(Reply(wire.OK)))
    control.recv(1)
    os._exit(0)


def tell(control: socket.socket, number: int, count: int) -> None:
    """Says which part is compiled next, and waits until the server has heard it."""
    control.sendall(wire.pack_reply(Reply(wire.COMPILING, json.dumps([number, count]).encode())))
    control.recv(1)


def give_back_memory() -> None:
    """Returns what compiling and cutting left free to the system, where the C library can."""
    trim = getattr(CDLL(None), "malloc_trim", None)  # glibc's
    if trim is not None:
        trim(c_size_t(0))


def serve(channel: socket.socket, served: Mapping[str, Endpoint], turns: Turns) -> None:
    """Answers questions, one after the other, until the server closes the channel."""
    stream: Stream | None = None
    while (content := wire.receive(channel)) is not None:
        question = wire.unpack_question(content)
        answer = Answer(channel)
        try:
            if question.kind == wire.CALL:
                call = partial(_call, served[question.path], question, answer.give)
                stream = turns.work(question.path, call)
            elif stream is None:
                answer.give(wire.END)
            elif question.kind == wire.NEXT:
                item = stream.next()
                answer.give(wire.END) if item is None else answer.give(wire.OK, json_bytes(item))
            else:
                closing, stream = stream, None
                closing.close()
                answer.give(wire.END)
        except Problem as problem:
            answer.refuse(problem)
        except ConnectionError:
            return  # the server is gone
        except Exception:
            bug = WaeError(f"a bug in wae, at {question.path}", debug=traceback.format_exc())
            answer.refuse(crashed(question.path, bug, journal.failed))


class Answer:
    """The one reply to a question; after it, what still goes wrong is nobody's answer."""

    def __init__(self, channel: socket.socket) -> None:
        self._channel = channel
        self._given = False

    def give(self, status: int, body: bytes = b"") -> None:
        """Sends it. Raises ConnectionError once the server is gone."""
        self._send(Reply(status, body))

    def refuse(self, problem: Problem) -> None:
        """Sends the problem, if nothing was sent yet."""
        if not self._given:
            answer = problem.answer()
            self._send(Reply(answer.status, answer.body, answer.headers))

    def _send(self, reply: Reply) -> None:
        message = wire.pack_reply(reply)
        self._given = True
        self._channel.sendall(message)


def _call(
    endpoint: Endpoint, question: wire.Question, reply: Callable[[int, bytes], None]
) -> Stream | None:
    given = arguments({"content-type": question.media_type}, question.body)
    if isinstance(endpoint, StreamEndpoint):
        stream = endpoint.open(given)
        reply(wire.OK, b"")
        return stream
    endpoint.call(given, lambda result: reply(wire.OK, json_bytes(result)))
    return None


if __name__ == "__main__":
    main()
