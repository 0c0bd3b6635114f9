"""The errors of `wae:github` as lines and exit codes."""

from datetime import tzinfo

from wit_world.imports import repositories

from shared import cleaning, refusals, server, wording
from shared.errors import AUTHENTICATION, USAGE, Failure, clause

# In the order in which the app looks for a token.
TOKENS = ("GH_TOKEN", "GITHUB_TOKEN")
SERVER = server.Server("GitHub", "api.github.com", "GITHUB_API_URL")


def failure(failed: repositories.Failure, zone: tzinfo | None) -> Failure:
    """What a refused question to GitHub means; times are shown in `zone`, or in UTC."""
    who = server.begin(SERVER.called())
    match failed.reason:
        case repositories.Error_InvalidName(value=name):
            return Failure(
                f'"{cleaning.line(name)}" is not the name of a GitHub repository',
                "Give OWNER/REPO or the repository's URL",
                code=USAGE,
            )
        case repositories.Error_NotFound(value=name):
            return _not_found(who, cleaning.line(name))
        case repositories.Error_NoRelease(value=name):
            return Failure(
                f'{who} has no such release of "{cleaning.line(name)}"',
                f"List those that it has with 'wae github releases {cleaning.line(name)}'",
            )
        case repositories.Error_NoReadme(value=name):
            return Failure(f'{who} has no README of "{cleaning.line(name)}"')
        case repositories.Error_NoFile(value=name):
            return Failure(
                f'{who} has no file "{cleaning.line(name)}" of this release', "Look at it again"
            )
        case repositories.Error_Damaged(value=how):
            return Failure(
                f"What came is not the file that {SERVER.called()} lists: {clause(how)}",
                "Nothing of it is kept. Try again",
            )
        case repositories.Error_Unauthorized(value=message):
            return _unauthorized(who, clause(message))
        case repositories.Error_Forbidden(value=message):
            return _forbidden(who, clause(message))
        case repositories.Error_RateLimited(value=limit):
            return _rate_limited(who, limit, zone)
        case repositories.Error_TooLarge(value=message):
            return Failure(
                f"{who} does not list this, for there is too much of it: {clause(message)}",
                "Look at the repository's page instead",
            )
        case repositories.Error_Unreachable(value=reason):
            return Failure(
                f"{who} could not be reached: {clause(reason)}",
                "Check the connection and try again",
            )
        case repositories.Error_Blocked(value=origin):
            return Failure(
                f"The sandbox does not let github reach {clause(origin)}",
                "If you trust it, add it to the hosts of github in the app's wae.toml "
                "and build the app again",
            )
        case repositories.Error_Misconfigured(value=problem):
            return Failure(f"Invalid setting: {clause(problem)}")
        case repositories.Error_UnavailableForLegalReasons(value=message):
            return refusals.by_law(who, message, "token")
        case repositories.Error_Unexpected(value=answer):
            return refusals.unexpected(who, answer)


def _not_found(who: str, name: str) -> Failure:
    token = _token()
    why = "it is private and needs GH_TOKEN" if token is None else f"{token} may not see it"
    return Failure(f'{who} has no repository "{name}" (or {why})')


def _unauthorized(who: str, message: str) -> Failure:
    token = _token()
    if token is None:
        return Failure(f"{who} wants a token: {message}", _how_to_set(), code=AUTHENTICATION)
    return Failure(
        f"{who} did not accept {token}: {message}", "Renew it or unset it", code=AUTHENTICATION
    )


def _forbidden(who: str, message: str) -> Failure:
    if refusals.is_ban(message):
        return Failure(f"{who} does not allow this: {message}")
    token = _token()
    to_do = _how_to_set() if token is None else f"Check what {token} may do"
    return Failure(f"{who} does not allow this: {message}", to_do)


def _rate_limited(who: str, limit: repositories.RateLimit, zone: tzinfo | None) -> Failure:
    until = "" if limit.retry_at is None else f" until {wording.clock_time(limit.retry_at, zone)}"
    if limit.limit == 0:
        what = f"{who} asks for a pause{until} (its secondary rate limit)"
    else:
        requests = wording.count(limit.limit, "request")
        what = f"The limit of {requests} an hour at {SERVER.called()} is used up{until}"
    if limit.authenticated or _token() is not None:
        return Failure(what, "Try again after that" if until else "Try again later")
    return Failure(what, f"{_how_to_set()} to be allowed more, or try again later")


def _how_to_set() -> str:
    return SERVER.how_to_set(TOKENS[0])


def _token() -> str | None:
    """Which token is set, and where; never its value."""
    return SERVER.key(*TOKENS)
