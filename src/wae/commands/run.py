"""`wae run APP.wasm [ARGUMENT …]`: runs any composed app, with what it is granted."""

import os

from wae.commands import toolbox
from wae.errors import UsageError
from wae.grants import options
from wae.grants.granted import grant
from wae.runtime import cache, exports, folder
from wae.runtime.app import FileApp, is_toolbox
from wae.runtime.engine import Engine
from wae.runtime.run import Invocation, run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wae.grants.model import Grants
    from wae.runtime.app import App

HELP = f"""\
Usage: wae run [OPTION]... APP.wasm [ARGUMENT …]

Runs a WASI 0.2 command component: one that exports wae:cli/main or wasi:cli/run.
All arguments after the file are the app's.

{options.HELP}
Options:
  -h, --help                Show this message and exit.

If the app asks for more and this is a terminal, you are asked, once; see
`wae grants`. The packaged toolbox has what its composition gives each part,
unless you say otherwise.

Examples:
  wae run hello.wasm
  wae run --env LANG --dir . app.wasm input.txt
  wae run --http https://api.example.com app.wasm
"""


def main(arguments: "list[str]", *, debug: bool) -> int:
    """Runs the app named first; returns its exit code. Raises UsageError if none is named."""
    grants, rest = options.take(arguments)
    if not rest:
        raise UsageError("`wae run` needs the app's file", hint="For example: wae run app.wasm")
    if rest[0] in ("-h", "--help"):
        print(HELP, end="")
        return 0
    if rest[0].startswith("-"):
        raise UsageError(f"`wae run` has no option {rest[0]}", hint="See wae run --help")
    where = folder.path(os.environ)
    app = FileApp(rest[0], where)
    exports.check_command(app, where)
    if grants.is_default and is_toolbox(app, where):
        return toolbox.start(app, rest[1:], where, debug=debug)
    return _start(app, grants, rest[1:], where, debug=debug)


def _start(app: "App", grants: "Grants", arguments: "list[str]", where: str, *, debug: bool) -> int:
    granted = grant(app, grants, os.environ, where)
    given = granted.surroundings(os.environ)
    engine = Engine()
    component = cache.component(granted.app, engine, where)
    return run(engine, component, Invocation(given, app.name, None), arguments, debug=debug)
