"""The `url` of a request, which may begin with a setting.

$NAME/path                      the URL in NAME, then /path
{$NAME|https://host/base}/path  the same; https://host/base where NAME is not set

NAME has to be among the policy's hosts, as `$NAME`. Otherwise a caller could ask for any setting,
and learn from the answer whether it is set and, of a URL, the host.
"""

import re

from wit_world.exports import client

import setting
from failure import Failure, invalid, misconfigured
from url import BadUrl, Url, parse

_BARE = re.compile(r"\$([A-Za-z_][A-Za-z0-9_]*)()([/?#].*|)", re.DOTALL)
_BRACED = re.compile(r"\{\$([A-Za-z_][A-Za-z0-9_]*)\|([^{}|]+)\}([/?#].*|)", re.DOTALL)


def resolve(text: str, hosts: list[str]) -> Url:
    """The URL to ask for; `hosts` are the policy's.

    Raises `Failure`: invalid-request for a text that is none of the forms above or a URL;
    forbidden for a setting that is not among `hosts`; misconfigured where it is missing or not
    a URL.
    """
    try:
        if text[:1] in ("$", "{"):
            return _with_setting(text, hosts)
        return parse(text)
    except BadUrl as error:
        raise invalid(f"the URL cannot be used: {error}") from None


def _with_setting(text: str, hosts: list[str]) -> Url:
    found = _BARE.fullmatch(text) or _BRACED.fullmatch(text)
    if found is None:
        raise BadUrl("it is neither $NAME/path nor {$NAME|https://host}/path")
    name, default, rest = found.groups()
    if f"${name}" not in hosts:
        raise Failure(client.Error_Forbidden(client.Refusal(f"${name}", None)))
    base = setting.get_base(name)
    if base is None:
        if not default:
            raise misconfigured(f"{name} is not set")
        base = setting.parse_base(default)
    return parse(f"{base}".removesuffix("/") + rest)
