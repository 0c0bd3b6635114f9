"""Keys: which setting is sent to which origins, as `wae:http` does it.

A tool never sees a key. It asks its own `wae:http`, which adds the value of the setting as a Bearer
token (RFC 6750) to requests to the key's origins, and to no other.
"""

from __future__ import annotations

import re

from wae.compose.generate.policy import Auth, Policy
from wae.compose.origins import BadEntry, parse_entry
from wae.errors import UsageError
from wae.grants.model import EVERY, Grants

_EXAMPLE = "For example: --key DICE_TOKEN=https://api.example.com"
_SETTING = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)


def read_key(text: str) -> str:
    """`NAME=ORIGIN` in its shortest form; `$SETTING` is the origin in that. Raises UsageError."""
    name, _, origin = text.partition("=")
    if not _SETTING.fullmatch(name):
        raise UsageError(f"--key {text} names no setting", hint=_EXAMPLE)
    if origin.startswith("$") and _SETTING.fullmatch(origin[1:]):
        return text
    try:
        return f"{name}={parse_entry(origin.removesuffix('/'))}"
    except BadEntry as error:
        raise UsageError(f"--key {text} has no origin: {error}", hint=_EXAMPLE) from None


def policy_of(grants: Grants, keys: tuple[str, ...]) -> Policy:
    """What a tool's `wae:http` is held to. Raises UsageError for more than one setting."""
    if not keys:
        return Policy(grants.origins or ())
    names = {key.partition("=")[0] for key in keys}
    if len(names) > 1:
        raise UsageError(
            f"a tool has one key, not {', '.join(sorted(names))}", hint="Give one setting"
        )
    [name] = names
    hosts = origins_of(keys)
    others = tuple(origin for origin in grants.origins or () if origin not in hosts)
    return Policy(hosts, Auth(bearer=(name,)), others)


def origins_of(keys: tuple[str, ...]) -> tuple[str, ...]:
    """Where keys are sent."""
    return tuple(key.partition("=")[2] for key in keys)


def check_secret(grants: Grants, keys: tuple[str, ...]) -> None:
    """Raises UsageError where a tool could read its key."""
    for key in keys:
        name = key.partition("=")[0]
        if name in grants.variables or EVERY in grants.variables:
            raise UsageError(
                f"--env would show the tool its key, {name}",
                hint="Leave out one of them: wae:http adds the key by itself",
            )


def sentences(keys: tuple[str, ...]) -> list[str]:
    """What keys mean, in words."""
    return [f"key: {key.replace('=', ' → ', 1)}" for key in keys]
