"""Values of settings, and the URLs in them."""

from componentize_py_types import Err
from wit_world.imports import presence, values

from failure import Failure, misconfigured
from url import BadUrl, Url, parse


def get(name: str) -> str | None:
    """The value, or None. Raises `Failure` (misconfigured) for a `.env` file that is broken."""
    try:
        return values.get(name)
    except Err as error:
        bad: presence.BadFile = error.value
        place = f"{bad.file}:{bad.line}" if bad.line else bad.file
        raise misconfigured(f"{place}: {bad.problem}") from None


def first(names: list[str]) -> tuple[str, str] | None:
    """The first of the settings that is set: its name and value."""
    for name in names:
        if (value := get(name)) is not None:
            return name, value
    return None


def get_base(name: str) -> Url | None:
    """The URL in a setting. Raises `Failure` (misconfigured), which names the setting only."""
    value = get(name)
    if value is None:
        return None
    try:
        return parse_base(value)
    except BadUrl as error:
        raise unusable_url(name, error) from None


def parse_base(text: str) -> Url:
    """Parses a URL that others are joined to: it has no query and no fragment. Raises `BadUrl`."""
    if "?" in text or "#" in text:
        raise BadUrl("it has a query or a fragment")
    return parse(text)


def unusable_url(name: str, error: BadUrl) -> Failure:
    """The failure for a setting whose value is not a URL."""
    return misconfigured(f"{name} is not a usable URL: {error}")
