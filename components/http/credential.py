"""What a request carries to prove who asks, made from settings."""

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass

from wit_world.imports import policy
from wit_world.imports.values import Rank

import key
import secret
from failure import misconfigured
from secret import Secret
from target import Target

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True)
class Credential:
    """`header` is the value of `Authorization` (RFC 6750 §2.1, RFC 7617 §2), if there is one.

    fill     puts secrets into a body.
    secrets  are redacted of the answer.
    private  the answer may hold what cannot be recognized: it is not streamed.
    accept   takes the text of an answer of success, which the caller does not see.
    renew    makes the next try have another credential.
    """

    header: str | None = None
    secrets: tuple[Secret, ...] = ()
    fill: Callable[[bytes], bytes] = bytes
    private: bool = False
    accept: Callable[[str], None] | None = None
    renew: Callable[[], None] | None = None


NONE = Credential()


@dataclass(frozen=True)
class Account:
    """A user name and a password, and the settings that they stand in. `rank` is the higher one of
    the two sources'."""

    user: str
    password: str
    names: tuple[str, str]
    rank: Rank

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """Each part, and both as Basic joins them."""
        pair = Secret(f"{self.user}:{self.password}")
        return (pair, secret.part(self.user), secret.part(self.password))

    @property
    def basic(self) -> str:
        """The header's value (RFC 7617 §2)."""
        return "Basic " + base64.b64encode(f"{self.user}:{self.password}".encode()).decode("ascii")


def of_settings(credential: policy.Credential | None, target: Target) -> Credential:
    """The key or the account that a policy names, for the target; `NONE` where a setting is not
    set.

    Raises `Failure` (misconfigured), naming the setting, for a value that no header can hold or
    that the target may not get (`key.first`).
    """
    match credential:
        case policy.Credential_Bearer(names):
            return _bearer(names, target)
        case policy.Credential_Basic(names):
            basic = account(names.user, names.password, target)
            return Credential(basic.basic, basic.secrets) if basic else NONE
    return NONE


def bearer(token: str) -> str:
    return f"Bearer {token}"


def is_token(text: str) -> bool:
    """Whether a header can hold it."""
    return re.fullmatch(r"[\x21-\x7e]+", text) is not None


def account(user: list[str], password: list[str], target: Target) -> Account | None:
    """The account for the target in the first settings that are set; None where one of the two is
    not.

    Raises `Failure` (misconfigured) for a value that no header can hold or that the target may
    not get (`key.first`).
    """
    users, passwords = key.first(user, target), key.first(password, target)
    if users is None or passwords is None:
        return None
    for name, half in (users, passwords):
        if _CONTROL.search(half.value):
            raise misconfigured(f"{name} has a line break or another control character")
    if ":" in users[1].value:
        raise misconfigured(f"{users[0]} has a colon, which a user name cannot have")
    rank = max(users[1].rank, passwords[1].rank, key=lambda rank: rank.value)
    return Account(users[1].value, passwords[1].value, (users[0], passwords[0]), rank)


def _bearer(names: list[str], target: Target) -> Credential:
    first = key.first(names, target)
    if first is None:
        return NONE
    name, token = first[0], first[1].value
    if not is_token(token):
        raise misconfigured(f"{name} has characters that an HTTP header cannot hold")
    return Credential(bearer(token), secret.key(token))
