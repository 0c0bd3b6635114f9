"""Compiled apps, kept between runs.

An entry's name holds the app's SHA-256, which wasmtime compiled it, and the platform. It does not
hold the CPU's features: the engine itself refuses code that needs a feature this CPU lacks. The
entry is then compiled anew, for the lesser CPU, and fits both from then on. What only compiling
needs is imported there: a start with compiled code has no time for it.
"""

import os
import sys
import time

from wae.errors import ArtifactRefused, CacheError
from wae.runtime import artifact, folder, terminal
from wae.runtime.library import machine
from wae.runtime.private import Directory

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wae.runtime.app import App
    from wae.runtime.engine import Component, Engine


def component(app: "App", engine: "Engine", where: str) -> "Component":
    """The compiled `app`, from the cache folder `where` or compiled now and kept there.

    If the folder cannot be used the user is told, and the app is compiled for this run alone.
    Raises AppError if the app cannot be read or is no component.
    """
    name = entry_name(app.sha256, engine.identity, engine.deadlines)
    try:
        with folder.opened(where) as private:
            return _load(engine, name, private) or _compile_once(app, engine, name, private)
    except CacheError as error:
        terminal.line(f"{error.line()}. {app.name} is compiled for this run only")
        return _compile(app, engine, "")


def has(name: str, where: str) -> bool:
    """Whether the cache folder `where` has the entry with this name, whole."""
    try:
        with folder.opened(where) as private:
            code = artifact.open_whole(name, private.descriptor)
    except CacheError:
        return False
    if code is not None:
        os.close(code)
    return code is not None


def entry_name(sha256: str, identity: str, deadlines: bool = False) -> str:
    """The file name of an app's compiled code, with or without epoch interruption."""
    kind = "-deadlines" if deadlines else ""
    return f"{sha256}-wasmtime-{identity}-{sys.platform}-{machine()}{kind}.cwasm"


def _load(engine: "Engine", name: str, where: Directory) -> "Component | None":
    code = artifact.open_whole(name, where.descriptor)
    if code is None:
        return None
    try:
        return engine.load(code)
    except ArtifactRefused:
        return None
    finally:
        os.close(code)


def _compile_once(app: "App", engine: "Engine", name: str, where: Directory) -> "Component":
    """Compiles `app` and keeps it, or loads it if another process just did that."""
    from wae.runtime.lock import Lock

    with Lock(where):
        loaded = _load(engine, name, where)
        if loaded:
            return loaded
        made = _compile(app, engine, " (once)")
        _keep(engine.serialize(made), name, where)
        return made


def _compile(app: "App", engine: "Engine", how: str) -> "Component":
    from wae.runtime import exports, progress

    wasm = app.read()
    exports.check(wasm, app.name)
    label = f"Compiling {app.name} for this machine{how}"
    return progress.show(label, lambda: engine.compile(wasm))


def _keep(code: bytes, name: str, where: Directory) -> None:
    from wae.runtime import eviction

    try:
        most = eviction.limit(os.environ)
    except CacheError as error:
        most = eviction.LIMIT
        terminal.line(f"{error.line()}. Up to {most >> 30}G are kept")
    try:
        artifact.keep(name, code, where.descriptor)
        eviction.prune(where, most, time.time())
    except OSError as error:
        terminal.line(f"wae: cannot write to the cache folder {where.path}: {error.strerror}")
