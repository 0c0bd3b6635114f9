"""Settings, the URLs in them, and what their sources are called."""

from componentize_py_types import Err
from wit_world.imports import presence, values
from wit_world.imports.presence import Source
from wit_world.imports.values import Rank, Setting

from failure import misconfigured
from url import BadUrl, Url, parse

PLACES = {
    Source.ENVIRONMENT: "the environment",
    Source.DOTENV: ".env in the current folder",
    Source.CONFIG: ".env in the configuration folder",
    Source.ASKED: "the prompt",
}


def find(name: str, most: Rank = Rank.USER) -> Setting | None:
    """The setting, from sources that are trusted as far as `most` or less.

    Raises `Failure` (misconfigured) for a `.env` file that is broken.
    """
    try:
        return values.get(name, most)
    except Err as error:
        bad: presence.BadFile = error.value
        place = f"{bad.file}:{bad.line}" if bad.line else bad.file
        raise misconfigured(f"{place}: {bad.problem}") from None


def find_base(name: str) -> tuple[Url, Setting] | None:
    """The URL in a setting, and the setting. Raises `Failure` (misconfigured), which names the
    setting only."""
    value = find(name)
    if value is None:
        return None
    try:
        return parse_base(value.value), value
    except BadUrl as error:
        raise misconfigured(f"{name} is not a usable URL: {error}") from None


def parse_base(text: str) -> Url:
    """Parses a URL that others are joined to: it has no query and no fragment. Raises `BadUrl`."""
    if "?" in text or "#" in text:
        raise BadUrl("it has a query or a fragment")
    return parse(text)
