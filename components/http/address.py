"""The `url` of a request, which may begin with a setting.

$NAME/path                      the URL in NAME, then /path
{$NAME|https://host/base}/path  the same; https://host/base where NAME is not set

NAME has to be among the policy's hosts, as `$NAME`. Otherwise a caller could ask for any setting,
and learn from the answer whether it is set and, of a URL, the host.
"""

import re
from dataclasses import dataclass

from wit_world.exports import client

import setting
import target
from failure import Failure, invalid, misconfigured
from target import Target
from url import BadUrl, Url, parse

_BARE = re.compile(r"\$([A-Za-z_][A-Za-z0-9_]*)()([/?#].*|)", re.DOTALL)
_BRACED = re.compile(r"\{\$([A-Za-z_][A-Za-z0-9_]*)\|([^{}|]+)\}([/?#].*|)", re.DOTALL)


@dataclass(frozen=True)
class Address:
    """A URL; `target` is its origin, with the trust in who wrote it: the setting that it begins
    with, unless that only says what the default does."""

    url: Url
    target: Target


def resolve(text: str, hosts: list[str]) -> Address:
    """The address to ask for; `hosts` are the policy's.

    Raises `Failure`: invalid-request for a text that is none of the forms above or a URL;
    forbidden for a setting that is not among `hosts`; misconfigured where it is missing or not
    a URL.
    """
    try:
        if text[:1] in ("$", "{"):
            return _with_setting(text, hosts)
        return _as_written(parse(text))
    except BadUrl as error:
        raise invalid(f"the URL cannot be used: {error}") from None


def _with_setting(text: str, hosts: list[str]) -> Address:
    reference = _BARE.fullmatch(text) or _BRACED.fullmatch(text)
    if reference is None:
        raise BadUrl("it is neither $NAME/path nor {$NAME|https://host}/path")
    name, default, rest = reference.groups()
    if f"${name}" not in hosts:
        raise Failure(client.Error_Forbidden(client.Refusal(f"${name}", None)))
    known = setting.parse_base(default) if default else None
    from_setting = setting.find_base(name)
    if from_setting is None:
        if known is None:
            raise misconfigured(f"{name} is not set")
        return _as_written(_join(known, rest))
    base, value = from_setting
    url = _join(base, rest)
    if known is not None and known.origin == base.origin:
        return _as_written(url)
    return Address(url, target.of_setting(url.origin, name, value))


def _join(base: Url, rest: str) -> Url:
    return parse(f"{base}".removesuffix("/") + rest)


def _as_written(url: Url) -> Address:
    return Address(url, Target(url.origin))
