"""What a request carries to prove who asks, made from settings."""

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from wit_world.imports import policy
from wit_world.imports.values import Rank

import allowed_hosts
import fields
import key
import secret
from failure import misconfigured
from hop import Hop
from secret import Secret
from target import Target

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True)
class Credential:
    """`header` is the value of `Authorization` (RFC 6750 §2.1, RFC 7617 §2), if there is one.

    key      is a header of its own, and its value.
    fill     puts secrets into a body.
    secrets  are redacted of the answer.
    private  the answer may hold what cannot be recognized: it is not streamed.
    accept   takes the text of an answer of success, which the caller does not see.
    renew    makes the next try have another credential.
    """

    header: str | None = None
    key: tuple[str, str] | None = None
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
            return Credential(basic.basic, secrets=basic.secrets) if basic else NONE
    return NONE


def with_key(carried: Credential, rules: policy.HeaderKey | None, hop: Hop) -> Credential:
    """The same with the key in a header of its own, where the hop's origin gets it and it is set.

    Raises `Failure` (misconfigured) as `of_settings` does, and for a header that cannot hold it.
    """
    target = allowed_hosts.find(rules.hosts, hop.url.origin) if rules else None
    if rules is None or target is None:
        return carried
    name = rules.name.lower()
    if not fields.is_sendable(name) or name == "authorization":
        raise misconfigured(f"the policy's key cannot be sent in the header {rules.name!r}")
    found = _token(rules.key, target) if fields.get(hop.headers, name) is None else None
    if found is None:
        return carried
    secrets = (*carried.secrets, *secret.key(found))
    return replace(carried, key=(name, found), secrets=secrets)


def is_set(credential: policy.Credential | None, tokens: list[str], target: Target) -> bool:
    """Whether the settings of a policy's credential are set where the target may have them from;
    `tokens` stand in for a login's account."""
    match credential:
        case policy.Credential_Bearer(names):
            return key.is_set(names, target)
        case policy.Credential_Basic(names):
            return key.is_set(names.user, target) and key.is_set(names.password, target)
        case policy.Credential_Login(rules):
            account = key.is_set(rules.user, target) and key.is_set(rules.password, target)
            return account or key.is_set(tokens, target)
    return False


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
    token = _token(names, target)
    return NONE if token is None else Credential(bearer(token), secrets=secret.key(token))


def _token(names: list[str], target: Target) -> str | None:
    """The key in the first of the settings that is set. Raises `Failure`, as `key.first`, and for
    one that no header can hold."""
    first = key.first(names, target)
    if first is None:
        return None
    name, token = first[0], first[1].value
    if not is_token(token):
        raise misconfigured(f"{name} has characters that an HTTP header cannot hold")
    return token
