"""The `url` of a request, which may begin with a setting.

$NAME/path                      the URL in NAME, then /path
{$NAME|https://host/base}/path  the same; https://host/base where NAME is not set
"""

import re

import setting
from failure import invalid, misconfigured
from url import BadUrl, Url, parse

_BARE = re.compile(r"\$([A-Za-z_][A-Za-z0-9_]*)()([/?#].*|)", re.DOTALL)
_BRACED = re.compile(r"\{\$([A-Za-z_][A-Za-z0-9_]*)\|([^{}|]+)\}([/?#].*|)", re.DOTALL)


def resolve(text: str) -> Url:
    """The URL to ask for.

    Raises `Failure`: invalid-request for a text that is none of the forms above or a URL;
    misconfigured where the setting is missing or not a URL.
    """
    try:
        if text[:1] in ("$", "{"):
            return _with_setting(text)
        return parse(text)
    except BadUrl as error:
        raise invalid(f"the URL cannot be used: {error}") from None


def _with_setting(text: str) -> Url:
    found = _BARE.fullmatch(text) or _BRACED.fullmatch(text)
    if found is None:
        raise BadUrl("it is neither $NAME/path nor {$NAME|https://host}/path")
    name, default, rest = found.groups()
    base = setting.get_base(name)
    if base is None:
        if not default:
            raise misconfigured(f"{name} is not set")
        base = setting.parse_base(default)
    return parse(f"{base}".removesuffix("/") + rest)
