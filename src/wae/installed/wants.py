"""What a tool asks for before it is installed, and what is still to be decided of it."""

from __future__ import annotations

from wae.binary.reader import BinaryError
from wae.errors import AppError, UsageError
from wae.grants.model import Grants
from wae.grants.needs import needs, requested
from wae.installed.compose import type_of, uses_http
from wae.installed.key_text import origins_of
from wae.installed.keys import check_secret, policy_of


def wants(wasm: bytes, name: str, keys: tuple[str, ...]) -> Grants:
    """The least that must be given, beside keys, so that nothing is denied to a tool.

    Raises AppError.
    """
    kind = type_of(wasm, name)
    try:
        wanted = needs(wasm, name)
    except BinaryError as error:
        raise AppError(f"{name} cannot be installed: {error.message}") from None
    if uses_http(kind):
        asked, own = Grants(), origins_of(keys)
        origins = requested(wasm).origins or None
        if origins is not None:
            asked.origins = tuple(origin for origin in origins if origin not in own)
        elif not keys:
            asked.origins = None
        wanted.add(asked)
    return wanted


def check(wasm: bytes, name: str, wanted: Grants, given: Grants, keys: tuple[str, ...]) -> None:
    """Raises UsageError for grants that a tool of this kind cannot have."""
    if given.everything:
        raise UsageError(
            "--allow-all is no grant for a tool that stays", hint="Give it what it needs, by name"
        )
    if any(value is not None for value in given.variables.values()):
        raise UsageError(
            "--env NAME=VALUE would keep the value", hint="--env NAME; set it when you run the tool"
        )
    uses = uses_http(type_of(wasm, name))
    if keys and not uses:
        raise UsageError(
            f"{name} takes no --key: it does not import wae:http",
            hint="Variables that it reads itself: --env NAME",
        )
    unsaid = wanted.origins is None and given.origins == () and not given.rest_denied
    if uses and (given.origins is None or unsaid):
        raise UsageError(
            f"{name} makes HTTP requests, but may reach no origin",
            hint="Add --http https://HOST, or --deny-rest to install it without",
        )
    policy_of(given, keys)
    check_secret(given, keys)
