"""The errors of `wae:openai` as lines and exit codes."""

from componentize_py_types import Err
from wit_world.imports import chat, plain

from shared import cleaning, refusals, server, setting_place, wording
from shared.errors import AUTHENTICATION, Failure, clause

KEY = "OPENAI_API_KEY"
KEYS = "https://platform.openai.com/api-keys"
SERVER = server.Server("OpenAI", "api.openai.com", "OPENAI_BASE_URL")


def failure(failed: chat.Failure, model: str | None = None) -> Failure:
    """What a refused request means; `model` is the one that was asked, if any was."""
    who = server.begin(SERVER.called())
    match failed.reason:
        case chat.Error_Unauthorized(value=message):
            return _unauthorized(who, clause(message))
        case chat.Error_Forbidden(value=message):
            advice = [] if refusals.is_ban(message) else [_may()]
            return Failure(f"{who} does not allow this: {clause(message)}", *advice)
        case chat.Error_NotFound(value=message):
            return _not_found(who, clause(message), model)
        case chat.Error_Invalid(value=invalid):
            about = f" ({cleaning.line(invalid.parameter)})" if invalid.parameter else ""
            return Failure(
                f"{who} cannot do this with {named(model)}: {clause(invalid.message)}{about}",
                "Change the request, or choose another model",
            )
        case chat.Error_TooLong(value=message):
            return Failure(
                f"{who} says that this is more than {named(model)} can read: {clause(message)}",
                "Begin a new chat, send less, or choose another model",
            )
        case chat.Error_Refused(value=message):
            return Failure(
                f"{who} refused this because of its content: {clause(message)}", "Reword it"
            )
        case chat.Error_RateLimited(value=limit):
            return _rate_limited(who, limit)
        case chat.Error_QuotaExhausted(value=message):
            return Failure(
                f"The account at {SERVER.called()} is out of credit: {clause(message)}",
                "Check its billing",
            )
        case chat.Error_Unreachable(value=reason):
            return Failure(
                f"{who} could not be reached: {clause(reason)}",
                "Check the connection and OPENAI_BASE_URL, and try again",
            )
        case chat.Error_Blocked(value=origin):
            return Failure(
                f"The sandbox does not let openai reach {clause(origin)}",
                "If you trust it, add it to the hosts of openai in the app's wae.toml "
                "and build the app again",
            )
        case chat.Error_Misconfigured(value=problem):
            return Failure(f"Invalid setting: {clause(problem)}")
        case chat.Error_Interrupted(value=reason):
            return Failure(
                f"The answer of {SERVER.called()} broke off: {clause(reason)}", "Ask again"
            )
        case chat.Error_UnavailableForLegalReasons(value=message):
            return refusals.by_law(who, message, "key")
        case chat.Error_Unexpected(value=answer):
            return refusals.unexpected(who, answer, answer.retry_after)


def nothing(reply: chat.Reply, model: str, *, offered: bool, thoughts_shown: bool) -> Failure:
    """A reply that has no text, and nothing that could be called; `offered` is whether there was
    anything to call, `thoughts_shown` whether its reasoning was."""
    asked = f"{named(model)} gave no reply"
    if reply.tool_calls and offered:
        return Failure(f"{asked}, but asks for call after call", "Ask for less at a time")
    if reply.tool_calls:
        name = cleaning.line(reply.tool_calls[0].name)
        return Failure(
            f'{asked}, but asks to have "{name}" called, which was not offered',
            "Give --tools, or choose another model",
        )
    ended = f'{asked}, and ended with "{cleaning.line(reply.finish)}"'
    if reply.finish == "length":
        return Failure(f"{ended}: all its tokens went elsewhere", "Allow more with --max-tokens")
    if reply.finish == "content_filter":
        return Failure(f"{ended}: the server left it out because of its content", "Reword it")
    if reply.reasoning and not thoughts_shown:
        return Failure(f"{ended}, after some reasoning", "See it with --reasoning, or ask again")
    return Failure(ended, "Ask again, or choose another model")


def named(model: str | None) -> str:
    """A model in the middle of a sentence."""
    return cleaning.line(model) if model else "the model"


def setting(name: str) -> str | None:
    """A setting that is no secret. Raises `Failure` for a `.env` file that makes no sense."""
    try:
        return plain.get(name)
    except Err as error:
        raise setting_place.bad_file(error.value) from None


def _unauthorized(who: str, message: str) -> Failure:
    key = SERVER.key(KEY)
    if key is None:
        where = KEYS if who == SERVER.name else "its operator"
        return Failure(
            f"{who} wants a key: {message}",
            SERVER.how_to_set(KEY),
            f"A key comes from {where}",
            code=AUTHENTICATION,
        )
    return Failure(f"{who} did not accept {key}: {message}", "Renew it", code=AUTHENTICATION)


def _may() -> str:
    key = SERVER.key(KEY)
    return SERVER.how_to_set(KEY) if key is None else f"Check what {key} may do"


def _not_found(who: str, message: str, model: str | None) -> Failure:
    if model is None:
        return Failure(f"{who} has no such service: {message}", "Check OPENAI_BASE_URL")
    return Failure(
        f'{who} has no model "{cleaning.line(model)}", or no such service: {message}',
        "List its models with 'wae openai models'",
    )


def _rate_limited(who: str, limit: chat.RateLimit) -> Failure:
    when = (
        "Try again later"
        if limit.retry_after is None
        else f"Try again in {wording.count(limit.retry_after, 'second')}"
    )
    said = f"{who} wants fewer requests: {clause(limit.message)}"
    return Failure(said, when, pause=limit.retry_after)
