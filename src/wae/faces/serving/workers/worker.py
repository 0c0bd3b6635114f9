"""One process of the worker pool, as the server sees it."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
from collections.abc import Callable
from functools import partial

from wae.errors import WaeError
from wae.faces.serving.workers import wire
from wae.faces.serving.workers.channel import Channel, Lost
from wae.faces.serving.workers.process import WorkerConfiguration, arguments_for
from wae.faces.serving.workers.wire import Reply


class Worker:
    """A process, and a channel to each of its threads: free, or busy with a call."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.free: list[Channel] = []
        self.busy: set[Channel] = set()
        self.retired = False

    @classmethod
    async def start(
        cls,
        configuration: WorkerConfiguration,
        threads: int,
        lost: Callable[[Worker], None],
        compiling: Callable[[int, int], None],
    ) -> Worker:
        """A worker that is ready for calls; ``lost`` is told if it ends by itself.

        ``compiling`` hears which part it compiles, and of how many. Raises the WaeError that keeps
        it from working.
        """
        try:
            pairs = [socket.socketpair() for _ in range(threads + 1)]
            worker = cls(_process(configuration, [end for _, end in pairs]))
        except OSError as error:
            raise WaeError(f"cannot start a worker: {error.strerror}") from None
        try:
            control = await Channel.open(pairs[0][0], partial(lost, worker))
            first = control.reply()
            worker.free = [await Channel.open(end) for end, _ in pairs[1:]]
            await _ready(worker, control, first, compiling)
        except BaseException:
            worker.end()
            raise
        return worker

    def retire(self) -> None:
        """Ends it as soon as nobody needs it any more."""
        self.retired = True
        if not self.busy:
            self.end()

    def end(self) -> None:
        """Ends it at once, whatever it does: it has nothing to lose."""
        self.retired = True
        for channel in (*self.free, *self.busy):
            channel.close()
        self.process.kill()
        self.process.wait()

    def outcome(self) -> str:
        """How its process ended."""
        code = self.process.wait()
        return f"signal {-code}" if code < 0 else f"exit status {code}"


def _process(
    configuration: WorkerConfiguration, ends: list[socket.socket]
) -> subprocess.Popen[bytes]:
    """A worker's process; the sockets are its own from now on."""
    control, *channels = [end.fileno() for end in ends]
    process = subprocess.Popen(
        arguments_for(configuration, control, channels),
        pass_fds=(control, *channels),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    for end in ends:
        end.close()
    return process


async def _ready(
    worker: Worker,
    control: Channel,
    first: asyncio.Future[Reply],
    compiling: Callable[[int, int], None],
) -> None:
    try:
        reply = await first
        while reply.status == wire.COMPILING:
            compiling(*json.loads(reply.body))
            reply = await control.go_on()
    except Lost:
        raise WaeError(f"a worker ended while it started ({worker.outcome()})") from None
    if reply.status != wire.OK:
        message, hint, debug = json.loads(reply.body)
        raise WaeError(message, hint=hint, debug=debug)
