"""Runs the toolbox: what every word that is not wae's own comes to.

Apart from `wae run`, since a start of the toolbox needs to know nothing of grants.
"""

import gc
import os

from wae.installed import place
from wae.runtime import cache, output_folders, outputs, wasi
from wae.runtime.app import TOOLBOX
from wae.runtime.engine import Engine
from wae.runtime.run import Invocation, run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wae.runtime.app import Command
    from wae.runtime.services import Answer, Service


def _installed(service: str) -> "Service":
    """A service that is loaded when it is asked for."""

    def serve(needs: bytes) -> "Answer":
        from wae.commands import installed_services

        answer: Answer = getattr(installed_services, service)(needs)
        return answer

    return serve


_INSTALLED = {
    b"installed-tools/1": _installed("tools"),
    b"call-installed/1": _installed("call"),
    b"run-installed/1": _installed("run"),
}


def start(app: "Command", arguments: "list[str]", where: str, *, debug: bool) -> int:
    """Runs the toolbox, with compiled code from the cache folder `where`; returns its exit code."""
    engine = Engine(baseline=None)
    component = cache.component(app, engine, where)
    token = os.urandom(16).hex()
    declared = app.outputs()
    written, read = outputs.files(declared, arguments), outputs.inputs(declared, arguments)
    made = output_folders.make(outputs.folders(declared, arguments))
    more = _INSTALLED if os.path.isdir(place.folder(os.environ)) else {}
    names = [name.decode() for name in more]
    given = wasi.for_command(TOOLBOX, written, os.environ, token, read, names)
    how = Invocation(given, wasi.PROGRAM, token, more)
    gc.freeze()
    gc.enable()
    try:
        code = run(engine, component, how, arguments, debug=debug)
    finally:
        output_folders.remove_empty(made)
    if engine.baseline:
        from wae.commands import optimize

        optimize.behind(app, engine, where, name=TOOLBOX, given=())
    return code
