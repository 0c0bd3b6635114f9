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


def call(work: "Callable[[], T]", tick: "Callable[[], None] | None" = None) -> "T":
    """Runs `work` on a new thread and returns its result or raises its exception.

    Meanwhile `tick`, if given, is called on this thread every TICK seconds. KeyboardInterrupt
    is raised here; `work` is then left running, so the process should end.
    """
    results: list[T] = []
    errors: list[BaseException] = []
    done = _thread.allocate_lock()
    done.acquire()

    def body() -> None:
        try:
            results.append(work())
        except BaseException as error:
            errors.append(error)
        finally:
            done.release()

    before = _thread.stack_size(WASM_STACK + HOST_STACK)
    _thread.start_new_thread(body, ())
    _thread.stack_size(before)
    # Without a timeout this would sleep on through a signal that arrives on another thread.
    while not done.acquire(True, TICK):
        if tick:
            tick()
    if errors:
        raise errors[0]
    return results[0]
