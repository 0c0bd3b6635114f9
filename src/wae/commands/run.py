"""`wae run APP.wasm [ARGUMENT …]`: runs any composed app, with the toolbox's sandbox."""

import os

from wae.errors import UsageError
from wae.runtime import cache, folder, outputs
from wae.runtime.app import FileApp
from wae.runtime.engine import Engine
from wae.runtime.run import run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wae.runtime.app import Command

HELP = """\
Usage: wae run APP.wasm [ARGUMENT …]

Runs a WASI 0.2 command component: one that exports wae:cli/main or wasi:cli/run.
All further arguments are the app's. It may read the current folder and the
environment, use the network and this terminal. It can write only to a data
folder of its own, and to the folders of the files that you name with those of
its options that it declares as outputs. Which of its components may do what:
wae inspect APP.wasm
"""


def main(arguments: "list[str]", *, debug: bool) -> int:
    """Runs the app named first; returns its exit code. Raises UsageError if none is named."""
    if not arguments:
        raise UsageError("`wae run` needs the app's file", hint="For example: wae run app.wasm")
    if arguments[0] in ("-h", "--help"):
        print(HELP, end="")
        return 0
    if arguments[0].startswith("-"):
        raise UsageError(f"`wae run` has no option {arguments[0]}", hint="See wae run --help")
    where = folder.path(os.environ)
    return start(FileApp(arguments[0], where), arguments[1:], where, debug=debug)


def start(app: "Command", arguments: "list[str]", where: str, *, debug: bool) -> int:
    """Runs `app` with compiled code from the cache folder `where`; returns its exit code."""
    engine = Engine()
    component = cache.component(app, engine, where)
    files = outputs.files(app.outputs(), arguments)
    return run(engine, component, app.name, arguments, files, debug=debug)
