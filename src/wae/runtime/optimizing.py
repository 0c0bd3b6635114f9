"""Which compiler makes an app's code, and when better code takes its place.

A first start should not wait for good code, and a later one should have it. So the baseline
compiler makes the first code; whoever starts the app once more, a minute later or more, has the
optimizing compiler make better code behind it, in a process of its own, of the lowest priority.
"""

import fcntl
import os
import time

from wae.errors import AppError, CacheError, UsageError
from wae.runtime import artifact, cache, cache_directory
from wae.runtime.cache import FIRST, LATER, NEVER, OPTIMIZE
from wae.runtime.engine import Engine
from wae.runtime.eviction import OPTIMIZING
from wae.runtime.library import machine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from wae.runtime.app import App
    from wae.runtime.engine import Component

AGE = 60.0
"""Seconds for which the first code serves: who builds and runs an app again and again needs no
better one."""

_AGAIN = 86_400.0
_MACHINES = {"x86_64"}
"""Where wasmtime supports its baseline compiler as well as the other one (its documentation, "Tiers
of Support")."""

_FLAGS = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC


def when(environ: "Mapping[str, str]") -> str:
    """When good code is made: $WAE_OPTIMIZE, or `later`. Raises UsageError for another word."""
    chosen = environ.get(OPTIMIZE) or LATER
    if chosen not in (LATER, FIRST, NEVER):
        raise UsageError(f"{OPTIMIZE} must be {LATER}, {FIRST} or {NEVER}, not {chosen}")
    return chosen


def compiler(*, deadlines: bool) -> "bool | None":
    """What :class:`Engine` is to take as `baseline`: None leaves the compiler open.

    Code with `deadlines` is for those who live long, or compile behind others: it is good at once,
    unless $WAE_OPTIMIZE is `never`. Raises UsageError.
    """
    return False if deadlines and when(os.environ) != NEVER else None


def compile_first(engine: Engine, wasm: bytes) -> "Component":
    """Compiles what has no code yet, where the compiler is open by the quicker one.

    That one lacks a few features of WebAssembly; what it refuses is left to the other. Raises
    AppError for what is no component.
    """
    if engine.baseline is None:
        quick = when(os.environ) != FIRST and machine() in _MACHINES
        engine.choose(baseline=quick)
        if quick:
            try:
                return engine.compile(wasm)
            except AppError:
                engine.choose(baseline=False)
    return engine.compile(wasm)


def is_due(app: "App", engine: Engine, where: str) -> bool:
    """Whether `app`, which `engine` runs, should get better code now."""
    if not engine.baseline or (os.environ.get(OPTIMIZE) or LATER) != LATER:
        return False
    name = cache.name_for(app.sha256, engine, baseline=True)
    now = time.time()
    try:
        with cache_directory.open_private(where) as private:
            made = os.stat(name, dir_fd=private.descriptor, follow_symlinks=False).st_mtime
            tried = _tried(name + OPTIMIZING, private.descriptor)
    except (CacheError, OSError):
        return False
    return now - made > AGE and now - tried > _AGAIN


def optimize(app: "App", where: str) -> None:
    """Compiles `app` with the optimizing compiler and removes its first code, if nobody else is at
    it. The file that it locks keeps the time of this attempt. Raises WaeError, OSError."""
    from wae.runtime.lock import Lock

    engine = Engine()
    first, best = (cache.name_for(app.sha256, engine, baseline) for baseline in (True, False))
    with cache_directory.open_private(where) as private:
        mark = os.open(first + OPTIMIZING, _FLAGS, 0o600, dir_fd=private.descriptor)
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.utime(mark)
            if not cache.has(best, where):
                made = engine.compile(app.read())
                with Lock(private):
                    cache.keep(engine, made, app.sha256, private)
                    artifact.discard(first, private.descriptor)
        except BlockingIOError:
            return
        finally:
            os.close(mark)


def _tried(name: str, directory: int) -> float:
    try:
        return os.stat(name, dir_fd=directory, follow_symlinks=False).st_mtime
    except FileNotFoundError:
        return 0.0
