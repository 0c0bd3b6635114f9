"""Compiled apps, kept between runs.

An entry's name holds the app's SHA-256, the version of wasmtime and the platform. It does not
hold the CPU's features: the engine itself refuses code that needs a feature this CPU lacks. The
entry is then compiled anew, for the lesser CPU, and fits both from then on.
"""

import os
import sys
import time

from wae.errors import ArtifactRefused, CacheError
from wae.runtime import artifact, digest, folder, outputs, progress, terminal
from wae.runtime.files import TEMPORARY
from wae.runtime.library import machine
from wae.runtime.lock import Lock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wae.runtime.app import App
    from wae.runtime.engine import Component, Engine

SUFFIX = ".cwasm"
UNUSED = 30 * 86_400.0
"""Seconds after which an entry that nobody asked for is removed."""

MOST = 24
"""Entries that are kept, each of some tens to hundreds of megabytes. An app that is served has
one for each of its parts."""

_ABANDONED = 3_600.0


def component(app: "App", engine: "Engine", where: str) -> "Component":
    """The compiled `app`, from the cache folder `where` or compiled now and kept there.

    If the folder cannot be used the user is told, and the app is compiled for this run alone.
    Raises AppError if the app cannot be read or is no component.
    """
    path = os.path.join(where, entry_name(app.sha256, engine.version, engine.deadlines))
    try:
        folder.ensure(where)
        return _load(engine, path) or _compile_once(app, engine, path)
    except CacheError as error:
        terminal.line(f"{error.line()}. {app.name} is compiled for this run only")
        wasm = app.read()
        label = f"Compiling {app.name} for this machine"
        return progress.show(label, lambda: engine.compile(wasm))


def entry_name(sha256: str, version: str, deadlines: bool = False) -> str:
    """The file name of an app's compiled code, with or without epoch interruption."""
    kind = "-deadlines" if deadlines else ""
    return f"{sha256}-wasmtime-{version}-{sys.platform}-{machine()}{kind}{SUFFIX}"


def prune(where: str, now: float) -> None:
    """Removes entries beyond the MOST used last, those not used for UNUSED seconds, leftovers."""
    names = os.listdir(where)
    entries = [os.path.join(where, name) for name in names if name.endswith(SUFFIX)]
    entries.sort(key=lambda path: _modified(path + artifact.NOTE), reverse=True)
    for path in entries[MOST:]:
        artifact.discard(path)
    for name in names:
        path = os.path.join(where, name)
        if name.endswith(TEMPORARY) and now - _modified(path) > _ABANDONED:
            os.unlink(path)
        elif name.endswith(SUFFIX) and now - _modified(path + artifact.NOTE) > UNUSED:
            artifact.discard(path)
        elif name.endswith((digest.SUFFIX, outputs.SUFFIX)) and now - _modified(path) > UNUSED:
            os.unlink(path)


def _load(engine: "Engine", path: str) -> "Component | None":
    if not artifact.is_whole(path):
        return None
    try:
        return engine.load(path)
    except ArtifactRefused:
        return None


def _compile_once(app: "App", engine: "Engine", path: str) -> "Component":
    """Compiles `app` and keeps it, or loads it if another process just did that."""
    where = os.path.dirname(path)
    with Lock(where):
        found = _load(engine, path)
        if found:
            return found
        wasm = app.read()
        label = f"Compiling {app.name} for this machine (once)"
        made = progress.show(label, lambda: engine.compile(wasm))
        try:
            artifact.keep(path, engine.serialize(made))
            prune(where, time.time())
        except OSError as error:
            terminal.line(f"wae: cannot write to the cache folder {where}: {error.strerror}")
        return made


def _modified(path: str) -> float:
    try:
        return os.lstat(path).st_mtime
    except FileNotFoundError:
        return 0.0
