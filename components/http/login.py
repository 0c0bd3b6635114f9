"""Logins: a user name and a password are given for a token, which is kept for its time.

Everything here goes to the origin of the login alone: other hosts of a policy may be strangers.
"""

import hashlib
from collections.abc import Callable

from wit_world.exports import client
from wit_world.imports import policy, tokens

import address
import credential
import key
import placeholder
import secret
from credential import Account, Credential
from failure import Failure
from hop import Hop
from json_text import BadJson, parse
from reading import is_success
from scheduler import Steps, Turn, take
from target import Target
from url import Url

# A token is good for half an hour; a request under way should still find it so.
SECONDS = 28 * 60
# An answer to a login is one level deep.
_DEPTH = 16

# Sends a hop and gives the status of its answer.
Ask = Callable[[Hop], Steps[int]]

_turn = Turn()
_failed: dict[str, Failure] = {}


def begin_call() -> None:
    """A login that failed is not tried again until the next call of an export."""
    _failed.clear()


def of_hop(hop: Hop, whole: policy.Rules, ask: Ask) -> Steps[Credential]:
    """What the hop carries by a policy with a login: the account at the login and where it is
    registered, else a token: the account's, or without an account one that was got elsewhere.

    Raises `Failure`: unauthorized where the account is not set or not accepted, misconfigured
    where it cannot be; protocol and all that can go wrong on the way, if the login fails.
    """
    assert isinstance(whole.credential, policy.Credential_Login)
    rules = whole.credential.value
    login = address.resolve(rules.url, whole.hosts)
    url, target = login.url, login.target
    if hop.url.origin != url.origin:
        return credential.NONE
    if hop.url == url:
        return _at_login(url, _account(rules, target)) if hop.method == "GET" else credential.NONE
    if rules.register is not None and hop.url == address.resolve(rules.register, whole.hosts).url:
        return _registering(rules, _account(rules, target))
    if not (key.is_set(rules.user, target) and key.is_set(rules.password, target)):
        given = credential.of_settings(policy.Credential_Bearer(whole.tokens), target)
        if given is not credential.NONE:
            return given
    account = _account(rules, target)
    token = yield from _token(url, account, ask)
    return _with_token(_name(url, account), token, account)


def _account(rules: policy.LoginRules, target: Target) -> Account:
    account = credential.account(rules.user, rules.password, target)
    if account is None:
        parts = (rules.user, rules.password)
        missing = [names[0] for names in parts if key.first(names, target) is None]
        verb = "is" if len(missing) == 1 else "are"
        problem = f"{' and '.join(missing)} {verb} not set"
        raise Failure(client.Error_Unauthorized((str(target.origin), problem)))
    return account


def _name(url: Url, account: Account) -> str:
    """What the token is kept as: another login's or another user's is another one, and so is one
    of an account that is trusted further, which this one may not have."""
    return hashlib.sha256(f"{account.rank.name}\n{url}\n{account.user}".encode()).hexdigest()


def _at_login(url: Url, account: Account) -> Credential:
    def accept(text: str) -> None:
        tokens.keep(_name(url, account), _read_token(url, text), SECONDS)

    return Credential(account.basic, secrets=account.secrets, private=True, accept=accept)


def _registering(rules: policy.LoginRules, account: Account) -> Credential:
    values = dict.fromkeys(rules.user, account.user) | dict.fromkeys(
        rules.password, account.password
    )

    def fill(body: bytes) -> bytes:
        return placeholder.fill(body, values)

    return Credential(secrets=account.secrets, fill=fill, private=True)


def _with_token(name: str, token: str, account: Account) -> Credential:
    """Short names are left alone in what the account did not go with: they may be words of the
    answer."""

    def renew() -> None:
        if tokens.recall(name) == token:
            tokens.forget(name)

    secrets = [each for each in account.secrets if not each.alone]
    every = (*secret.key(token), *secrets)
    return Credential(credential.bearer(token), secrets=every, renew=renew)


def _token(url: Url, account: Account, ask: Ask) -> Steps[str]:
    """The token that is kept, or that of a login; one task logs in, the others wait for it."""
    name = _name(url, account)
    yield from take(_turn)
    try:
        token = tokens.recall(name)
        if token is None:
            yield from _log_in(name, url, account, ask)
            token = tokens.recall(name)
    finally:
        _turn.taken = False
    if token is None:
        raise Failure(client.Error_Misconfigured(f"the token of {url} cannot be kept"))
    return token


def _log_in(name: str, url: Url, account: Account, ask: Ask) -> Steps[None]:
    if name in _failed:
        raise _failed[name]
    try:
        status = yield from ask(Hop("GET", url, [("accept", "application/json")], None))
        _check(status, url, account)
    except Failure as failure:
        # Not `passing`: the login had tries of its own.
        _failed[name] = Failure(failure.error)
        raise _failed[name] from None


def _check(status: int, url: Url, account: Account) -> None:
    if status in (401, 403):
        user, password = account.names
        problem = f"it answered {status} to {user} and {password}"
        raise Failure(client.Error_Unauthorized((str(url.origin), problem)))
    if not is_success(status):
        raise Failure(
            client.Error_Protocol((str(url.origin), f"it answered a login with {status}"))
        )


def _read_token(url: Url, text: str) -> str:
    try:
        content = parse(text, _DEPTH)
    except BadJson:
        content = None
    token = content.get("token") if isinstance(content, dict) else None
    if not isinstance(token, str) or not credential.is_token(token):
        raise Failure(
            client.Error_Protocol((str(url.origin), "it answered a login without a token"))
        )
    return token
