"""Keys: which setting is sent to which origins, as `wae:http` does it.

A tool never sees a key. It asks its own `wae:http`, which adds the value of the setting to requests
to the key's origins, and to no other: as a Bearer token (RFC 6750), or as it is in another header.
"""

from __future__ import annotations

import re

from wae.compose.generate.policy import Auth, HeaderKey, Policy
from wae.compose.header_names import BadHeader, read_header
from wae.compose.origins import BadEntry, parse_entry
from wae.errors import UsageError
from wae.grants.model import EVERY, Grants
from wae.installed.key_text import header_of, origins_of, setting_of

_EXAMPLE = "For example: --key DICE_TOKEN=https://api.example.com"
_EXAMPLE_HEADER = "For example: --key x-api-key:DICE_TOKEN=https://api.example.com"
_SETTING = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)


def read_key(text: str) -> str:
    """`[HEADER:]NAME=ORIGIN` in its shortest form; `$SETTING` is the origin in that. Raises
    UsageError.
    """
    what, _, origin = text.partition("=")
    header, colon, name = what.rpartition(":")
    if colon:
        try:
            header = f"{read_header(header)}:"
        except BadHeader as error:
            problem = f"--key {text} names a header that cannot hold a key: {error}"
            raise UsageError(problem, hint=_EXAMPLE_HEADER) from None
    if not _SETTING.fullmatch(name):
        raise UsageError(f"--key {text} names no setting", hint=_EXAMPLE)
    if origin.startswith("$") and _SETTING.fullmatch(origin[1:]):
        return f"{header}{name}={origin}"
    try:
        return f"{header}{name}={parse_entry(origin.removesuffix('/'))}"
    except BadEntry as error:
        raise UsageError(f"--key {text} has no origin: {error}", hint=_EXAMPLE) from None


def policy_of(grants: Grants, keys: tuple[str, ...]) -> Policy:
    """What a tool's `wae:http` is held to. Raises UsageError for more than one setting."""
    if not keys:
        return Policy(grants.origins or ())
    kinds = {key.partition("=")[0] for key in keys}
    if len(kinds) > 1:
        raise UsageError(
            f"a tool has one key, not {', '.join(sorted(kinds))}",
            hint="Give one setting, and one header",
        )
    header = header_of(keys[0])
    hosts, names = origins_of(keys), (setting_of(keys[0]),)
    others = tuple(origin for origin in grants.origins or () if origin not in hosts)
    if header:
        return Policy(hosts, Auth(header=HeaderKey(header, names, hosts)), others)
    return Policy(hosts, Auth(bearer=names), others)


def check_secret(grants: Grants, keys: tuple[str, ...]) -> None:
    """Raises UsageError where a tool could read its key."""
    for key in keys:
        name = setting_of(key)
        if name in grants.variables or EVERY in grants.variables:
            raise UsageError(
                f"--env would show the tool its key, {name}",
                hint="Leave out one of them: wae:http adds the key by itself",
            )


def sentences(keys: tuple[str, ...]) -> list[str]:
    """What keys mean, in words."""
    return [_sentence(key) for key in keys]


def _sentence(key: str) -> str:
    header, [origin] = header_of(key), origins_of((key,))
    return f"key: {setting_of(key)}{f' in {header}' if header else ''} → {origin}"
