"""Compiled apps, kept between runs.

An entry's name holds the app's SHA-256, which wasmtime compiled it, and the platform. It does not
hold the CPU's features: the engine itself refuses code that needs a feature this CPU lacks. The
entry is then compiled anew, for the lesser CPU, and fits both from then on. What only compiling
needs is imported there: a start with compiled code has no time for it.

Where the engine's compiler is open, the optimized entry serves before the baseline one, and what
has neither is compiled by the baseline compiler: a first start waits a third as long.
"""

import os
import sys
import time

from wae.errors import ArtifactRefused, CacheError
from wae.runtime import artifact, cache_directory, terminal
from wae.runtime.library import machine
from wae.runtime.private import Directory

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wae.runtime.app import App
    from wae.runtime.engine import Component, Engine


OPTIMIZE = "WAE_OPTIMIZE"
"""The variable that says when good code is made: `later`, `first` or `never`."""

LATER, FIRST, NEVER = "later", "first", "never"


def component(app: "App", engine: "Engine", where: str) -> "Component":
    """The compiled `app`, from the cache folder `where` or compiled now and kept there.

    Where the compiler of `engine` is open, it is settled. If the folder cannot be used the user is
    told, and the app is compiled for this run alone. Raises AppError if the app cannot be read or
    is no component.
    """
    try:
        with cache_directory.open_private(where) as private:
            return _load(engine, app.sha256, private) or _compile_once(app, engine, private)
    except CacheError as error:
        terminal.line(f"{error.line()}. {app.name} is compiled for this run only")
        return _compile(app, engine, "")


def is_compiled(
    sha256: str, identity: str, where: str, *, deadlines: bool, baseline: "bool | None"
) -> bool:
    """Whether the folder `where` has code that an engine of this kind would load."""
    return any(
        has(entry_name(sha256, identity, deadlines=deadlines, baseline=each), where)
        for each in _choices(baseline)
    )


def has(name: str, where: str) -> bool:
    """Whether the cache folder `where` has the entry with this name, whole."""
    try:
        with cache_directory.open_private(where) as private:
            code = artifact.open_whole(name, private.descriptor)
    except CacheError:
        return False
    if code is not None:
        os.close(code)
    return code is not None


def entry_name(
    sha256: str, identity: str, *, deadlines: bool = False, baseline: bool = False
) -> str:
    """The file name of an app's compiled code, with or without epoch interruption."""
    kind = "-deadlines" * deadlines + "-baseline" * baseline
    return f"{sha256}-wasmtime-{identity}-{sys.platform}-{machine()}{kind}.cwasm"


def name_for(sha256: str, engine: "Engine", baseline: bool) -> str:
    """The file name of the code that `engine` makes with this compiler."""
    return entry_name(sha256, engine.identity, deadlines=engine.deadlines, baseline=baseline)


def _load(engine: "Engine", sha256: str, where: Directory) -> "Component | None":
    for baseline in _choices(engine.baseline):
        code = artifact.open_whole(name_for(sha256, engine, baseline), where.descriptor)
        if code is None:
            continue
        engine.choose(baseline=baseline)
        try:
            return engine.load(code)
        except ArtifactRefused:
            return None
        finally:
            os.close(code)
    return None


def _choices(baseline: "bool | None") -> "tuple[bool, ...]":
    if baseline is not None:
        return (baseline,)
    return (False,) if os.environ.get(OPTIMIZE) == FIRST else (False, True)


def _compile_once(app: "App", engine: "Engine", where: Directory) -> "Component":
    """Compiles `app` and keeps it, or loads it if another process just did that."""
    from wae.runtime.lock import Lock

    with Lock(where):
        loaded = _load(engine, app.sha256, where)
        if loaded:
            return loaded
        made = _compile(app, engine, " (once)")
        keep(engine, made, app.sha256, where)
        return made


def _compile(app: "App", engine: "Engine", how: str) -> "Component":
    from wae.runtime import exports, optimizing, progress

    wasm = app.read()
    exports.check(wasm, app.name)
    label = f"Compiling {app.name} for this machine{how}"
    return progress.show(label, lambda: optimizing.compile_first(engine, wasm))


def keep(engine: "Engine", made: "Component", sha256: str, where: Directory) -> None:
    """Keeps compiled code, as far as that is possible; the caller holds the lock."""
    from wae.runtime import eviction

    try:
        most = eviction.limit(os.environ)
    except CacheError as error:
        most = eviction.LIMIT
        terminal.line(f"{error.line()}. Up to {most >> 30}G are kept")
    name = name_for(sha256, engine, bool(engine.baseline))
    try:
        artifact.keep(name, engine.serialize(made), where.descriptor)
        eviction.prune(where, most, time.time())
    except OSError as error:
        terminal.line(f"wae: cannot write to the cache folder {where.path}: {error.strerror}")
