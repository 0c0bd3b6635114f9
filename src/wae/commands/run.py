"""`wae run APP.wasm [ARGUMENT …]`: runs any composed app, with what it is granted."""

import os

from wae.commands import optimize, toolbox
from wae.errors import UsageError
from wae.grants import options
from wae.grants.granted import grant
from wae.runtime import cache, cache_directory, exports
from wae.runtime.app import FileApp, is_toolbox
from wae.runtime.engine import Engine
from wae.runtime.run import Invocation, run

HELP = f"""\
Usage: wae run [OPTION]... APP.wasm [ARGUMENT …]

Runs a WASI command component: one that exports wae:cli/main or wasi:cli/run.
All arguments after the file go to the app.

{options.HELP}
Options:
  -h, --help                Show this message and exit.

If the app asks for more and this is a terminal, wae asks you once; see
`wae grants`. The packaged toolbox may use what its composition grants each part,
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
    where = cache_directory.path(os.environ)
    app = FileApp(rest[0], where)
    exports.check_command(app, where)
    if grants.is_default and is_toolbox(app, where):
        return toolbox.start(app, rest[1:], where, debug=debug)
    granted = grant(app, grants, os.environ, where)
    how = Invocation(granted.surroundings(os.environ), app.name, None)
    engine = Engine(baseline=None)
    component = cache.component(granted.app, engine, where)
    code = run(engine, component, how, rest[1:], debug=debug)
    optimize.behind(granted.app, engine, where, name=rest[0], given=granted.settled)
    return code
