"""The errors of `wae:github` as lines and exit codes."""

from datetime import timezone

from wit_world.imports import repositories

from shared import cleaning, setting_place, wording
from shared.errors import AUTHENTICATION, USAGE, Failure, clause

# In the order in which the app looks for a token.
TOKENS = ("GH_TOKEN", "GITHUB_TOKEN")


def failure(error: repositories.Error, zone: timezone | None) -> Failure:
    """What a refused question to GitHub means; times are shown in `zone`, or in UTC."""
    match error:
        case repositories.Error_InvalidName(value=name):
            return Failure(
                f'"{cleaning.line(name)}" is not the name of a GitHub repository',
                "Give OWNER/REPO or the repository's URL",
                code=USAGE,
            )
        case repositories.Error_NotFound(value=name):
            return _not_found(cleaning.line(name))
        case repositories.Error_NoRelease(value=name):
            return Failure(
                f'"{cleaning.line(name)}" has no such release',
                f"List those that it has with 'wae github releases {cleaning.line(name)}'",
            )
        case repositories.Error_Unauthorized(value=message):
            return _unauthorized(clause(message))
        case repositories.Error_Forbidden(value=message):
            return _forbidden(clause(message))
        case repositories.Error_RateLimited(value=limit):
            return _rate_limited(limit, zone)
        case repositories.Error_TooLarge(value=message):
            return Failure(
                f"GitHub does not list this, for there is too much of it: {clause(message)}",
                "Look at the repository's page instead",
            )
        case repositories.Error_Unreachable(value=reason):
            return Failure(
                f"GitHub could not be reached: {clause(reason)}",
                "Check the connection and try again",
            )
        case repositories.Error_Blocked(value=origin):
            return Failure(
                f"The sandbox does not let github reach {clause(origin)}",
                "If you trust it, add it to the hosts of github in the app's wae.toml "
                "and build the app again",
            )
        case repositories.Error_Misconfigured(value=problem):
            return Failure(f"The settings make no sense: {clause(problem)}", "Correct them")
        case repositories.Error_Unexpected(value=answer):
            return Failure(
                f"GitHub gave an answer that it does not document: "
                f"HTTP status {answer.status}, {clause(answer.message)}",
                "Try again later",
            )


def _not_found(name: str) -> Failure:
    token = _token()
    why = "it is private and needs GH_TOKEN" if token is None else f"{token} may not see it"
    return Failure(f'GitHub has no repository "{name}" (or {why})')


def _unauthorized(message: str) -> Failure:
    token = _token()
    if token is None:
        return Failure(f"GitHub wants a token: {message}", "Set GH_TOKEN", code=AUTHENTICATION)
    return Failure(
        f"GitHub did not accept {token}: {message}", "Renew it or unset it", code=AUTHENTICATION
    )


def _forbidden(message: str) -> Failure:
    token = _token()
    to_do = "Set GH_TOKEN" if token is None else f"Check what {token} may do"
    return Failure(f"GitHub does not allow this: {message}", to_do)


def _rate_limited(limit: repositories.RateLimit, zone: timezone | None) -> Failure:
    until = "" if limit.ends_at is None else f" until {wording.clock_time(limit.ends_at, zone)}"
    if limit.limit == 0:
        what = f"GitHub asks for a pause{until} (its secondary rate limit)"
    else:
        what = (
            f"GitHub's limit of {wording.count(limit.limit, 'request')} an hour is used up{until}"
        )
    if limit.authenticated or _token() is not None:
        return Failure(what, "Try again after that" if until else "Try again later")
    return Failure(what, "Set GH_TOKEN to be allowed more, or try again later")


def _token() -> str | None:
    """Which token is set, and where; never its value."""
    return setting_place.first(*TOKENS)
