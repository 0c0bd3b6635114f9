"""Threads on which apps run: one thing after the other, and nothing is lost."""

import subprocess
import sys
import threading
import weakref
from collections.abc import Callable

import pytest

from wae.runtime.threads import DeepThread, Errand


def test_in_order() -> None:
    """What is put first is done first, on one thread with the name."""
    thread = DeepThread("deep")
    done: list[tuple[int, str]] = []
    for number in range(100):
        thread.put(lambda number=number: done.append((number, threading.current_thread().name)))
    thread.close()
    assert [(number, "deep") for number in range(100)] == done


def test_errand() -> None:
    """Whoever waits gets the result, or the error that was raised, and the thread goes on."""
    thread = DeepThread("deep")
    failing, working = Errand(int, "x"), Errand(int, "7")
    thread.put(failing)
    thread.put(working)
    with pytest.raises(ValueError, match="invalid literal"):
        failing.result()
    assert 7 == working.result()
    thread.close()


def test_stack() -> None:
    """Its stack holds what the engine may use; the next thread of the process has the usual one."""
    before = threading.stack_size()
    thread = DeepThread("deep")
    size = Errand(_stack_of_this_thread)
    thread.put(size)
    assert size.result() >= 32 << 20
    assert before == threading.stack_size()
    thread.close()


def _stack_of_this_thread() -> int:
    """Bytes mapped around a local variable's address, as Linux says."""
    import ctypes

    class Attributes(ctypes.Structure):
        _fields_ = (("room", ctypes.c_char * 256),)

    library = ctypes.CDLL(None)
    library.pthread_self.restype = ctypes.c_void_p
    attributes, size = Attributes(), ctypes.c_size_t()
    this = ctypes.c_void_p(library.pthread_self())
    assert 0 == library.pthread_getattr_np(this, ctypes.byref(attributes))
    assert 0 == library.pthread_attr_getstacksize(ctypes.byref(attributes), ctypes.byref(size))
    library.pthread_attr_destroy(ctypes.byref(attributes))
    return size.value


def test_forgotten() -> None:
    """A thread that nobody has any more ends; also where its last owner was its own work."""
    thread = DeepThread("deep")
    inside: list[threading.Thread] = []
    for_errand = Errand(lambda: inside.append(threading.current_thread()))
    thread.put(for_errand)
    for_errand.result()
    gone = weakref.ref(thread)
    del thread
    assert gone() is None
    inside[0].join(60)
    assert not inside[0].is_alive()


def test_work_that_owns_its_thread() -> None:
    """The last reference to a thread may be what it does: it does not wait for itself."""
    ended = threading.Event()
    inside: list[threading.Thread] = []

    def work(owner: list[DeepThread]) -> Callable[[], None]:
        def run() -> None:
            inside.append(threading.current_thread())
            owner.clear()
            ended.set()

        return run

    owner = [DeepThread("deep")]
    owner[0].put(work(owner))
    assert ended.wait(60)
    inside[0].join(60)
    assert not inside[0].is_alive()


ENDING = """
import sys, threading
from wae.runtime.threads import DeepThread
thread = DeepThread("deep")
started, go = threading.Event(), threading.Event()
thread.put(started.set)
thread.put(go.wait)
thread.put(lambda: print("done", flush=True))
started.wait()
go.set()
"""


def test_end_of_the_program() -> None:
    """What was put is done before the program ends; an idle thread does not keep it."""
    done = subprocess.run(
        [sys.executable, "-c", ENDING], capture_output=True, text=True, timeout=60, check=False
    )
    assert (0, "done\n", "") == (done.returncode, done.stdout, done.stderr)
