"""Runs the toolbox: what every word that is not wae's own comes to.

Apart from `wae run`, since a start of the toolbox needs to know nothing of grants.
"""

import os

from wae.runtime import cache, outputs, wasi
from wae.runtime.app import TOOLBOX
from wae.runtime.engine import Engine
from wae.runtime.run import Invocation, run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wae.runtime.app import Command


def start(app: "Command", arguments: "list[str]", where: str, *, debug: bool) -> int:
    """Runs the toolbox, with compiled code from the cache folder `where`; returns its exit code."""
    engine = Engine()
    component = cache.component(app, engine, where)
    token = os.urandom(16).hex()
    declared = app.outputs()
    written, read = outputs.files(declared, arguments), outputs.inputs(declared, arguments)
    given = wasi.for_command(TOOLBOX, written, os.environ, token, read)
    return run(engine, component, Invocation(given, wasi.PROGRAM, token), arguments, debug=debug)
