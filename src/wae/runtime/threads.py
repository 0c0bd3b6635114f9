"""Threads on which apps run: with the stack that the engine needs, whatever `ulimit -s` says."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable
from queue import SimpleQueue
from typing import Generic, TypeVar

from wae.runtime.engine import HOST_STACK, WASM_STACK

T = TypeVar("T")
_creating = threading.Lock()


class DeepThread:
    """A thread with such a stack, which does one thing after the other.

    It ends when it is closed or nobody has it any more, or with the program; first it does what it
    was given. (A pool of `concurrent.futures` does as well, and takes 4 ms to import.)
    """

    def __init__(self, name: str) -> None:
        self._work: SimpleQueue[Callable[[], object] | None] = SimpleQueue()
        thread = threading.Thread(target=_run, args=(self._work,), name=name, daemon=True)
        with _creating:  # the size is one for the whole process
            before = threading.stack_size(WASM_STACK + HOST_STACK)
            try:
                thread.start()
            finally:
                threading.stack_size(before)
        self.close = weakref.finalize(self, _end, self._work, thread)

    def put(self, work: Callable[[], object]) -> None:
        """Has it do ``work`` after what it was given before."""
        self._work.put(work)


class Errand(Generic[T]):
    """A function's call on another thread, whose result somebody waits for."""

    def __init__(self, work: Callable[..., T], *given: object) -> None:
        self._work = work
        self._given = given
        self._outcome: list[T] = []
        self._error: BaseException | None = None
        self._done = threading.Lock()
        self._done.acquire()

    def __call__(self) -> None:
        try:
            self._outcome.append(self._work(*self._given))
        except BaseException as error:
            self._error = error
        finally:
            self._done.release()

    def result(self) -> T:
        """What the function returned; raises what it raised. To be asked for once."""
        with self._done:
            error, self._error = self._error, None
        if error is None:
            return self._outcome[0]
        try:
            raise error
        finally:
            del error  # its traceback has this frame


def _run(work: SimpleQueue[Callable[[], object] | None]) -> None:
    while (each := work.get()) is not None:
        each()
        del each  # not kept until there is something else to do


def _end(work: SimpleQueue[Callable[[], object] | None], thread: threading.Thread) -> None:
    work.put(None)
    if thread is not threading.current_thread():
        thread.join()
