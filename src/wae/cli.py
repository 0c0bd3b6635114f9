"""The `wae` command: sends each word where it belongs and prints errors, once, at the edge."""

import gc
import os
import sys

from wae.errors import WaeError
from wae.harmless import harmless
from wae.installed import place
from wae.runtime import terminal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wae.runtime.lost_output import LostOutput
    from wae.tools.command import Command

COMMANDS = {
    "new": "create an app with a component to start from",
    "build": "build components and compose them into an app",
    "check": "find problems in an app before building it",
    "bindings": "write what editors and type checkers need",
    "test": "test components natively and in their sandboxes",
    "watch": "rebuild and show an app while you edit it",
    "inspect": "show what an app consists of and may do",
    "run": "run an app",
    "grants": "list and revoke what apps were granted",
    "call": "call a function that an app exports",
    "serve": "serve an app's functions as REST, with a web page",
    "add": "add a contract from a registry to an app",
    "update": "fetch an app's contracts from registries",
    "docs": "write a page about a contract, with examples",
    "push": "publish a component to a registry",
    "pull": "fetch a component from a registry",
    "deploy": "run an app on the hosts of a cluster",
    "install": "install a component as a tool",
    "list": "list installed tools",
    "upgrade": "upgrade installed tools",
    "remove": "remove installed tools",
    "stubs": "write type stubs for using an app from Python",
    "mcp": "offer an app's functions to language models, as tools",
}
"""wae's own words; every other one goes to the toolbox."""

NEED_HOST_INFORMATION = ("completion", "config", "doctor")
"""Words of the toolbox whose commands show what only the host knows; see `wae.host_information`."""

_EVERYWHERE = """
Everywhere:
  --debug    show what components write to stderr, and tracebacks
  --version  show the versions of wae and of its engine, and the toolbox's digest
"""

_USAGE = 2
_NEAR = 0.7
"""How alike two words are of which one is the other misspelt, from 0 to 1."""

INTERRUPTED = 130
BROKEN_PIPE = 141


def main() -> None:
    """Runs the command in `sys.argv` and ends the process with its exit code."""
    lost = _fill_standard_descriptors()
    arguments, debug = take_debug(sys.argv[1:])
    debug = debug or os.environ.get("WAE_DEBUG") == "1"
    try:
        code = dispatch(arguments, debug=debug)
        if sys.stdout:
            sys.stdout.flush()
        if code == 0 and lost is not None and lost.is_any:
            code = _report_lost(debug=debug)
    except WaeError as error:
        code = _report(error, debug=debug)
    except BrokenPipeError:
        code = BROKEN_PIPE
    except KeyboardInterrupt:
        code = _interrupted()
    except OSError as error:
        # An error about a file has its name; one without comes from writing to stdout.
        report = _report_bug if error.filename else _report_unwritten
        code = report(error, debug=debug)
    except Exception as error:
        code = _report_bug(error, debug=debug)
    _leave(code)


def take_debug(arguments: "list[str]") -> "tuple[list[str], bool]":
    """The arguments without wae's own `--debug`, and whether it was there, before any `--`."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    ours = [argument for argument in arguments[:end] if argument != "--debug"]
    return ours + arguments[end:], len(ours) < end


def dispatch(arguments: "list[str]", *, debug: bool) -> int:
    """Runs one command and returns its exit code. Raises WaeError if it fails."""
    if arguments[:1] == ["help"] and len(arguments) == 2:
        from wae import overview

        asked = arguments[1]
        if asked == overview.TOPIC:
            print(overview.full(COMMANDS), end="")
            return 0
        if asked in COMMANDS or place.has(asked, os.environ):
            arguments = [asked, "--help"]
    word = arguments[0] if arguments else ""
    if word in COMMANDS:
        from importlib import import_module

        command = import_module(f"wae.commands.{word}")
        try:
            return int(command.main(arguments[1:], debug=debug))
        except SystemExit as ended:  # how argparse ends after --help
            return int(ended.code or 0)
    if arguments == ["--version"]:
        print(_version())
        return 0
    if place.has(word, os.environ):
        from wae.commands import installed

        code = installed.main(word, arguments[1:])
        if code is not None:
            return code
    asks_for_help = bool({"-h", "--help"} & {*arguments})
    if word == "config" and arguments[1:2] in (["set"], ["unset"]) and not asks_for_help:
        from wae.commands import config

        return config.main(arguments[1:], debug=debug)
    if word in NEED_HOST_INFORMATION and not asks_for_help:
        from wae import host_information

        os.environ[host_information.VARIABLE] = host_information.for_command(
            word, COMMANDS, _installed(), _commands_of
        )
    code = _toolbox(arguments, debug=debug)
    if code == 0 and arguments in (["--help"], ["-h"], ["help"]):
        print(_own_help(), end="")
    if code == _USAGE and word:
        _suggest(arguments)
    return code


def _toolbox(arguments: "list[str]", *, debug: bool) -> int:
    gc.disable()  # a start makes nothing but what stays: looking for garbage takes a millisecond
    from wae.commands.toolbox import start
    from wae.runtime import cache_directory
    from wae.runtime.app import toolbox

    where = cache_directory.path(os.environ)
    return start(toolbox(where), arguments, where, debug=debug)


def _suggest(arguments: "list[str]") -> None:
    """Tells whoever misspelt a word of ours: the toolbox, which got it, does not know them."""
    from difflib import get_close_matches

    from wae.overview import TOPIC

    known, before, word = [*COMMANDS, *_installed()], "wae", arguments[0]
    if word == "help" and len(arguments) > 1:
        known, before, word = [*known, TOPIC], "wae help", arguments[1]
    # Few letters in another order are less alike than that.
    swapped = [one for one in known if sorted(one) == sorted(word)]
    if near := swapped or get_close_matches(word, known, 1, _NEAR):
        terminal.line(f"wae: Did you mean `{before} {near[0]}`?")


def _own_help() -> str:
    from wae import overview

    tools = _installed()
    rows = harmless(overview.rows(tools, tuple(tools)))
    installed = f"\nInstalled:\n{rows}" if tools else ""
    return f"\n{overview.brief()}{installed}{_EVERYWHERE}"


def _installed() -> "dict[str, str]":
    """The installed tools, and where each came from."""
    if not os.path.isdir(place.folder(os.environ)):
        return {}
    from wae.installed import lock

    return {name: tool.reference for name, tool in lock.read(os.environ).items()}


def _commands_of(tool: str) -> "list[Command]":
    from wae.commands import installed

    return installed.known(tool)


def _version() -> str:
    from wae import __version__
    from wae.runtime import cache_directory, library
    from wae.runtime.app import toolbox

    where = cache_directory.path(os.environ)
    engine = library.description(where)
    app = toolbox(where)
    return f"wae {__version__} (wasmtime {engine}, toolbox sha256:{app.sha256[:12]})"


def _report(error: WaeError, *, debug: bool) -> int:
    for each in error.each():
        if debug and each.debug:
            terminal.write(harmless(each.debug.rstrip() + "\n").encode("utf-8", "replace"))
        terminal.line(each.line())
    return error.exit_code


def _report_unwritten(error: OSError, *, debug: bool) -> int:
    what = f"The results could not be written: {error.strerror}"
    return _report(WaeError(what, hint="Is the disk full?"), debug=debug)


def _report_lost(*, debug: bool) -> int:
    what = "The results could not be written: stdout is closed"
    return _report(WaeError(what, hint="Open it, or send it to /dev/null"), debug=debug)


def _report_bug(error: Exception, *, debug: bool) -> int:
    if debug:
        from traceback import format_exception

        terminal.write(harmless("".join(format_exception(error))).encode())
    hint = "This is a bug in wae" if debug else "Run again with --debug to see where"
    terminal.line(WaeError(f"{type(error).__name__}: {error}", hint=hint).line())
    return 1


def _fill_standard_descriptors() -> "LostOutput | None":
    """Opens /dev/null where stdin, stdout or stderr was closed by whoever started this process.

    Otherwise one of our files would get its number, and be read or written in its place. What is
    written to a closed stdout is lost, which the stand-in for it knows.
    """
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            # The lowest free number is given out, which is this one.
            os.open(os.devnull, os.O_RDWR)
    if sys.stdout is not None:
        return None
    from wae.runtime.lost_output import STDOUT, LostOutput

    lost = LostOutput()
    sys.stdout = open(STDOUT, "w", closefd=False)  # noqa: SIM115 - as long as the process
    return lost


def _interrupted() -> int:
    """Ends as Ctrl-C would have ended this process, but with the terminal in order."""
    from signal import SIG_DFL, SIGINT, signal

    terminal.restore()
    signal(SIGINT, SIG_DFL)
    os.kill(os.getpid(), SIGINT)
    return INTERRUPTED


def _leave(code: int) -> None:
    """Ends the process without the interpreter's tidying up, which would take milliseconds."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream:
                stream.flush()
        except OSError:
            code = code or 1
    os._exit(code)
