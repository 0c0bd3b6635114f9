"""The errors of `wae:net` as lines and exit codes."""

from wit_world.imports import names, time_server

from shared import cleaning
from shared.errors import USAGE, Failure, clause
from tools.net.commands.endpoint import join_host_port

_NOT_ALLOWED = "The program that runs the toolbox does not let it use the network"
_ALLOW = "wae does; the wasmtime command does with '-S inherit-network -S allow-ip-name-lookup'"


def look_up(error: names.Error, host: str, patience: int) -> Failure:
    """Why there are no addresses of `host`; `patience` was in milliseconds."""
    name = cleaning.line(host)
    match error:
        case names.Error_InvalidName(value=why):
            return Failure(
                f'"{name}" is not the name of a host: {clause(why)}',
                "Give a name such as example.com, or an address",
                code=USAGE,
            )
        case names.Error_NotFound():
            return Failure(
                f'No address is known for "{name}"', "Check how it is written, and the connection"
            )
        case names.Error_TemporaryFailure():
            return Failure(
                f'The name server could not answer about "{name}" just now', "Try again later"
            )
        case names.Error_TimedOut():
            return Failure(
                f'No name server answered about "{name}" within {seconds(patience)}',
                "Check the connection, or wait longer with --timeout",
            )
        case names.Error_NotAllowed():
            return Failure(_NOT_ALLOWED, _ALLOW)
        case names.Error_Failed(value=why):
            return Failure(
                f'"{name}" could not be looked up: {clause(why)}', "Check the connection"
            )


def word(error: names.Error) -> str:
    """The same in a word or two, for a table; as in the contract."""
    return _WORDS[type(error)]


def time(error: time_server.Error, host: str, port: int, patience: int) -> Failure:
    """Why a time server told no time."""
    server = cleaning.line(join_host_port(host, port))
    match error:
        case time_server.Error_Name(value=name_error):
            return look_up(name_error, host, patience)
        case time_server.Error_InvalidQuestion(value=why):
            return Failure(f"This cannot be asked: {clause(why)}", code=USAGE)
        case time_server.Error_InvalidAnswer(value=why):
            return Failure(
                f"The answer of {server} is not a time: {clause(why)}", "Ask another server"
            )
        case time_server.Error_Unsynchronized():
            return Failure(f"{server} does not know the time itself", "Ask another server")
        case time_server.Error_KissOfDeath(value=code):
            return Failure(
                f"{server} refuses to answer ({clause(code)})",
                _KISSES.get(code, "Ask another server"),
            )
        case time_server.Error_TimedOut():
            return Failure(
                f"{server} did not answer within {seconds(patience)}",
                "Ask another server, or wait longer with --timeout; "
                "some networks do not let NTP through",
            )
        case time_server.Error_Refused():
            return Failure(f"No time server listens at {server}", "Check host and port")
        case time_server.Error_Unreachable():
            return Failure(f"There is no route to {server}", "Check the connection")
        case time_server.Error_NotAllowed():
            return Failure(_NOT_ALLOWED, _ALLOW)
        case time_server.Error_Failed(value=why):
            return Failure(f"{server} could not be asked: {clause(why)}", "Check the connection")


def seconds(milliseconds: int) -> str:
    """`5 seconds`, `0.5 seconds`."""
    return "1 second" if milliseconds == 1000 else f"{milliseconds / 1000:g} seconds"


_WORDS: dict[type, str] = {
    names.Error_InvalidName: "no host name",
    names.Error_NotFound: "name not found",
    names.Error_TemporaryFailure: "name server failed",
    names.Error_TimedOut: "name server timed out",
    names.Error_NotAllowed: "not allowed",
    names.Error_Failed: "look-up failed",
}
# RFC 5905, section 7.4.
_KISSES = {
    "RATE": "Ask it less often, or another server",
    "DENY": "Ask another server",
    "RSTR": "Ask another server",
}
