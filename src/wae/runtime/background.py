"""Calls into the engine on a thread of its own, so that Ctrl-C and the clock still work.

While C code runs on the main thread, Python handles no signal there. The thread also gets a
stack of the size that the engine needs, whatever `ulimit -s` says.
"""

import _thread

from wae.runtime.engine import HOST_STACK, WASM_STACK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    T = TypeVar("T")

TICK = 0.1
"""Seconds between two calls of `tick`, and at most until Ctrl-C is noticed."""


class Errands:
    """What the work of a `call` hands back to the main thread, which alone may handle signals."""

    def __init__(self) -> None:
        self.bell = _thread.allocate_lock()
        """Released when there is something to do, or the work is done."""
        self.bell.acquire()
        self._errands: list[Callable[[], None]] = []

    def run(self, errand: "Callable[[], T]") -> "T":
        """On the thread of the work: the result of `errand`, or its exception.

        After KeyboardInterrupt there, this never returns.
        """
        outcome: list[T | Exception] = []
        done = _thread.allocate_lock()
        done.acquire()

        def carry_out() -> None:
            try:
                outcome.append(errand())
            except Exception as error:
                outcome.append(error)
            done.release()

        self._errands.append(carry_out)
        self.bell.release()
        done.acquire()
        if isinstance(outcome[0], Exception):
            raise outcome[0]
        return outcome[0]

    def do_next(self) -> bool:
        """On the main thread, after the bell: does what there is to do; False if nothing is."""
        if not self._errands:
            return False
        self._errands.pop()()
        return True


def call(
    work: "Callable[[], T]",
    tick: "Callable[[], None] | None" = None,
    errands: "Errands | None" = None,
) -> "T":
    """Runs `work` on a new thread and returns its result or raises its exception.

    Meanwhile `tick`, if given, is called on this thread every TICK seconds, and the `errands` of
    the work are done. KeyboardInterrupt is raised here; `work` is then left running, so the process
    should end.
    """
    results: list[T] = []
    errors: list[BaseException] = []
    errands = errands or Errands()

    def body() -> None:
        try:
            results.append(work())
        except BaseException as error:
            errors.append(error)
        finally:
            errands.bell.release()

    before = _thread.stack_size(WASM_STACK + HOST_STACK)
    _thread.start_new_thread(body, ())
    _thread.stack_size(before)
    # Without a timeout this would sleep on through a signal that arrives on another thread.
    while True:
        if not errands.bell.acquire(True, TICK):
            if tick:
                tick()
        elif not errands.do_next():
            break
    if errors:
        raise errors[0]
    return results[0]
