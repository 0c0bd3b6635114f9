"""Whether a password was leaked. Five of the forty digits of its hash are told, and nothing else.

The password stays here: neither the component that asks nor its server could do more with the five
digits than count a millionth of all passwords.
"""

from hashlib import sha1

from componentize_py_types import Err
from wit_world.imports import ranges

from shared import server, wording
from shared.errors import Failure, clause
from shared.refusals import unexpected
from shared.server import Server
from shared.terminal import Terminal

SERVER = Server("Have I Been Pwned", "api.pwnedpasswords.com", "PWNED_PASSWORDS_URL")
_PREFIX = 5
_UNKNOWN = "Whether the password was leaked is not known"


def times_seen(password: str, terminal: Terminal) -> int:
    """How often the password was seen in leaks. Raises `Failure` where that is not known."""
    digest = sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
    with terminal.waiting(f"Asking {SERVER.briefly()}…"):
        try:
            entries = ranges.find(digest[:_PREFIX])
        except Err as error:
            raise _failure(error.value) from None
    return sum(entry.count for entry in entries if entry.suffix == digest[_PREFIX:])


def facts(seen: int | None) -> list[tuple[str, str]]:
    """The facts for people; none where nobody was asked."""
    if seen is None:
        return []
    how = f"seen {wording.count(seen, 'time')}" if seen else "not known to be"
    return [("Leaked", f"{how}, says {SERVER.called()}")]


def warning(seen: int) -> str:
    """What to do about a password that was leaked."""
    return f"This password was seen in leaks {wording.count(seen, 'time')}. Use it nowhere."


def _failure(failed: ranges.Failure) -> Failure:
    who = server.begin(SERVER.called())
    match failed.reason:
        case ranges.Error_RateLimited(value=message):
            return Failure(
                f"{who} asks for a pause: {clause(message)}", _UNKNOWN, "Try again later"
            )
        case ranges.Error_Unreachable(value=reason):
            what = f"{who} could not be reached: {clause(reason)}"
            return Failure(what, _UNKNOWN, "Check the connection and try again")
        case ranges.Error_Blocked(value=origin):
            return Failure(
                f"The sandbox does not let leaks reach {clause(origin)}",
                "If you trust it, add it to the hosts of leaks in the app's wae.toml "
                "and build the app again",
            )
        case ranges.Error_Misconfigured(value=problem):
            return Failure(f"Invalid setting: {clause(problem)}")
        case ranges.Error_Unexpected(value=answer):
            return unexpected(who, answer)
        case ranges.Error_InvalidPrefix():
            raise AssertionError(failed)
