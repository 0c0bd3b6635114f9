"""The `Authorization` that a policy names, made from settings."""

import base64
import re

from wit_world.imports import policy

import setting
from failure import misconfigured

# A local server takes any word for a key ("ollama"); to blot that out would only garble answers.
SHORTEST_SECRET = 16

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def authorization(credential: policy.Credential | None) -> str | None:
    """The header's value (RFC 6750 §2.1, RFC 7617 §2), or None where a setting is not set.

    Raises `Failure` (misconfigured), naming the setting, for a value that no header can hold.
    """
    match credential:
        case policy.Credential_Bearer(names):
            return _bearer(names)
        case policy.Credential_Basic(names):
            return _basic(names)
    return None


def redact(text: str, value: str | None) -> str:
    """`text` without the secret of an `Authorization` value that a server sent back."""
    if value is None:
        return text
    secret = value.partition(" ")[2]
    return text.replace(secret, "***") if len(secret) >= SHORTEST_SECRET else text


def _bearer(names: list[str]) -> str | None:
    found = setting.first(names)
    if found is None:
        return None
    name, token = found
    if not re.fullmatch(r"[\x21-\x7e]+", token):
        raise misconfigured(f"{name} has characters that an HTTP header cannot hold")
    return f"Bearer {token}"


def _basic(names: policy.BasicNames) -> str | None:
    user, password = setting.first(names.user), setting.first(names.password)
    if user is None or password is None:
        return None
    for name, value in (user, password):
        if _CONTROL.search(value):
            raise misconfigured(f"{name} has a line break or another control character")
    if ":" in user[1]:
        raise misconfigured(f"{user[0]} has a colon, which a user name cannot have")
    return "Basic " + base64.b64encode(f"{user[1]}:{password[1]}".encode()).decode("ascii")
