"""The errors of `wae:watttime` as lines and exit codes."""

from wit_world.imports import emissions

from shared import durations, refusals, server, setting_place
from shared.errors import AUTHENTICATION, USAGE, Failure, clause
from tools.watttime.commands.sources import (
    KEY,
    MAPS,
    PASSWORD,
    TOKEN,
    USERS,
    WATTTIME,
    Source,
    is_set,
)

#: What every account may see.
FREE_REGION = "CAISO_NORTH"
SERVER = WATTTIME.server


def failure(
    failed: emissions.Failure, asked: server.Server = SERVER, other: Source | None = None
) -> Failure:
    """What a refused question means to whom it was asked; the `other` service may know it, too."""
    of_maps = asked is MAPS.server
    service = server.begin(asked.called())
    match failed.reason:
        case emissions.Error_Invalid(value=problem):
            return Failure(
                f"{service} does not accept this: {clause(problem)}", "Correct it", code=USAGE
            )
        case emissions.Error_Unauthorized(value=message):
            told = clause(message)
            if of_maps:
                return _key_refused(service, told, other)
            return _unauthorized(service, told, other)
        case emissions.Error_Forbidden(value=message):
            return Failure(
                f"{service} says that the account's plan does not cover this: {clause(message)}",
                _PLAN_OF_MAPS if of_maps else _PLAN,
                *_another_one(other),
            )
        case emissions.Error_NotFound(value=what):
            command = f"wae watttime region{f' --source {MAPS.word}' if of_maps else ''}"
            return Failure(
                f"{service} does not know this region or place: {clause(what)}",
                f"'{command}' finds the region of a place",
                *_another_one(other),
            )
        case emissions.Error_RateLimited(value=emissions.RateLimit(retry_after=seconds)):
            when = "later" if seconds is None else f"in {durations.show(seconds)}"
            return Failure(f"{service} was asked too often", f"Try again {when}")
        case emissions.Error_Unreachable(value=reason):
            return Failure(
                f"{service} could not be reached: {clause(reason)}",
                "Check the connection and try again",
            )
        case emissions.Error_Blocked(value=origin):
            return Failure(
                f"The sandbox does not let watttime reach {clause(origin)}",
                "If you trust it, add it to the hosts of watttime in the app's wae.toml "
                "and build the app again",
            )
        case emissions.Error_Misconfigured(value=problem):
            return Failure(f"Invalid setting: {clause(problem)}")
        case emissions.Error_UnavailableForLegalReasons(value=message):
            return refusals.by_law(service, message, "account")
        case emissions.Error_Unexpected(value=answer):
            return refusals.unexpected(service, answer)


_PLAN = (
    f"Every plan covers co2_moer of {FREE_REGION}; 'wae watttime access' lists what yours covers"
)
_PLAN_OF_MAPS = (
    "A free plan covers one zone, and no forecasts: 'wae watttime index' shows what it is now, "
    f"'wae watttime access --source {MAPS.word}' what yours covers"
)


def unset() -> list[str]:
    """The settings of the account that are not set."""
    wanted = {USERS[0]: USERS, PASSWORD: (PASSWORD,)}
    return [name for name, names in wanted.items() if setting_place.first(*names) is None]


def token() -> str | None:
    """The token that is sent, and its place; None where it is not: a whole account comes first.

    Raises `Failure` where a file of settings cannot be read.
    """
    whole = SERVER.key(*USERS) and SERVER.key(PASSWORD)
    return None if whole else SERVER.key(TOKEN)


def instead(other: Source | None) -> list[str]:
    """How to ask the other service, whose credential is not set either."""
    if other is None:
        return []
    how = other.server.how_to_set(*other.settings)
    return [f"Or ask {other.server.called()}: {how[0].lower()}{how[1:]}"]


def _another_one(other: Source | None) -> list[str]:
    """How to ask the other service, where its credential is set."""
    if other is None or not is_set(other):
        return []
    name = server.begin(other.server.called())
    return [f"{name} may know more: add '--source {other.word}'"]


def missing(names: list[str], other: Source | None = None) -> Failure:
    """Credentials that are not set, where nobody can be asked for them."""
    what = f"{' and '.join(names)} {'are' if len(names) > 1 else 'is'} not set"
    return Failure(
        f"{server.begin(SERVER.called())} wants an account, and {what}",
        SERVER.how_to_set(*names),
        "'wae watttime register' makes an account",
        *instead(other),
        code=AUTHENTICATION,
    )


def not_for_typed(names: list[str], file: str, asked: server.Server = SERVER) -> Failure:
    """Credentials that are not set, where `file` names a server that may not have what is typed."""
    what = " and ".join(names)
    return Failure(
        f"{what} from the prompt would not be sent to {asked.called()}, for {file} names that "
        "server, and is trusted less",
        f"If you trust it, set {asked.setting} in the environment; or set {what} for it in {file}",
        code=AUTHENTICATION,
    )


def _unauthorized(service: str, message: str, other: Source | None) -> Failure:
    if used := token():
        return Failure(
            f"{service} did not accept {used}: {message}",
            f"A token is good for 30 minutes: set a new one, or {USERS[0]} and {PASSWORD}",
            code=AUTHENTICATION,
        )
    if names := unset():
        return missing(names, other)
    return Failure(
        f"{service} did not accept {SERVER.key(*USERS)} with {SERVER.key(PASSWORD)}: {message}",
        "Correct them; 'wae watttime login' tries them",
        code=AUTHENTICATION,
    )


def key_missing(other: Source | None = None) -> Failure:
    """The key of Electricity Maps, where nobody can be asked for it."""
    return Failure(
        f"{server.begin(MAPS.server.called())} wants a key, and {KEY} is not set",
        MAPS.server.how_to_set(KEY),
        "https://app.electricitymaps.com gives one",
        *instead(other),
        code=AUTHENTICATION,
    )


def _key_refused(service: str, message: str, other: Source | None) -> Failure:
    used = MAPS.server.key(KEY)
    if used is None:
        return key_missing(other)
    return Failure(
        f"{service} did not accept {used}: {message}",
        "Correct it; a free key is for one zone only",
        code=AUTHENTICATION,
    )
