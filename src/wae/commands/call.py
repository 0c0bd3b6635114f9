"""``wae call APP.wasm INTERFACE.FUNCTION``: one call of a function that an app exports."""

from __future__ import annotations

from wae.contract.json_call import result_json
from wae.contract.model import Function, is_handle_free
from wae.contract.sentences import failure
from wae.errors import UsageError
from wae.faces import flags, json_text
from wae.faces.loaded_app import LoadedApp, find_function, load_app, read_app
from wae.faces.sandbox import ResultError, Sandbox
from wae.grants import options
from wae.harmless import harmless
from wae.runtime import background, terminal

HELP = f"""\
Usage: wae call [OPTION]... APP.wasm [INTERFACE.FUNCTION [--PARAMETER VALUE]...]

Calls a function that an app exports and prints its result as JSON. Parameters
are options: write numbers, text and enums as they are, everything else as JSON;
repeat an option to list its items. @FILE stands for the content of a file, @-
for that of stdin, and @@ for a leading @.
Without a function, lists them all. `toolbox` is the packaged app. Options before
the app's file are wae's own; so is --debug, unless written --PARAMETER=--debug
or --debug=VALUE.

If the function fails, prints its error as JSON, says it in a sentence on stderr,
and exits with 4 for an error such as `unauthorized`, 2 for one such as
`out-of-range`, else 1.

{options.HELP}
Options:
  -h, --help                Show this message, or what a function takes, and exit.

Examples:
  wae call toolbox
  wae call toolbox checker.check --help
  wae call toolbox checker.check --password 'correct horse' --user-inputs '[]'
  wae call app.wasm wae:password/generator.generate --request @request.json
"""


def main(arguments: list[str], *, debug: bool) -> int:
    """Calls and prints; returns the exit code. Raises :class:`wae.errors.WaeError`."""
    grants, arguments = options.take(arguments)
    if not arguments:
        raise UsageError("`wae call` needs the app's file", hint="For example: wae call toolbox")
    if arguments[0] in ("-h", "--help"):
        print(HELP, end="")
        return 0
    if arguments[0].startswith("-"):
        raise UsageError(f"`wae call` has no option {arguments[0]}", hint="See wae call --help")
    app, contract = read_app(arguments[0])
    program = f"wae call {arguments[0]}"
    if not arguments[1:] or arguments[1] in ("-h", "--help"):
        print(harmless(flags.list_text(program, contract)), end="")
        return 0
    function = find_function(contract, arguments[1])
    if flags.wants_help(function, arguments[2:]):
        print(harmless(flags.help_text(program, function, contract.docs, contract.names)), end="")
        return 0
    _check(function)
    values = flags.parse(function, arguments[2:])
    return _call(load_app(app, contract, grants), function, values)


def _check(function: Function) -> None:
    if not is_handle_free(function):
        raise UsageError(
            f"{function.title} passes a resource, which does not outlive one call",
            hint="Use the Python face: wae.load",
        )


def _call(app: LoadedApp, function: Function, values: list[object]) -> int:
    def work() -> object:
        sandbox = Sandbox(app.engine, app.component, app.given)
        try:
            return sandbox.call(function, values)
        finally:
            sandbox.close()

    try:
        value = background.call(work)
    except ResultError as error:
        failed = failure(app.contract, function, error.value)
        print(json_text.write(failed.error, indent=2))
        terminal.line(f"wae: {failed.sentence}")
        return failed.meaning.exit_code
    if function.returned is not None:
        print(json_text.write(result_json(function, value), indent=2))
    return 0
