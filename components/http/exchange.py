"""From a request to its answer: the policy, redirects and retries around single hops."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Generic, TypeVar

from wit_world.exports import client
from wit_world.imports import policy

import allowed_hosts
import credential
import fields
import login
import reading
import redirect
import retry
import retry_after
import secret
import transport
from credential import Credential
from failure import Failure
from hop import Hop
from scheduler import Steps
from secret import Secret
from target import Target
from url import BadUrl

T = TypeVar("T")


@dataclass(frozen=True)
class Answer(Generic[T]):
    """The answer to the last hop; `headers` do not show the credential that was added."""

    status: int
    url: str
    headers: fields.Fields
    content: T


# Turns the body of the answer to a hop with that credential into what the caller wants.
Receive = Callable[[Hop, transport.Incoming, Credential], Steps[T]]


@dataclass
class Retries:
    """The tries that are left to one request; `renewed`: its credential was, which happens once."""

    left: int
    longest: int
    tried: int = 0
    renewed: bool = False

    def after_answer(self, hop: Hop, incoming: transport.Incoming) -> int | None:
        """Milliseconds to wait before another try; None where this answer is the one."""
        if not retry.is_passing_status(incoming.status) or not self._may(hop):
            return None
        value = fields.get(incoming.headers, "retry-after")
        asked = retry_after.milliseconds(value, datetime.now(UTC))
        return None if asked is not None and asked > self.longest else self._take(asked)

    def after_failure(self, hop: Hop, failure: Failure) -> int | None:
        """Milliseconds to wait before another try; None where the failure is final."""
        return self._take(None) if failure.passing and self._may(hop) else None

    def _may(self, hop: Hop) -> bool:
        return self.left > 0 and retry.is_idempotent(hop.method) and hop.is_repeatable

    def _take(self, asked: int | None) -> int:
        self.left -= 1
        self.tried += 1
        if asked is not None:
            return asked
        return retry.backoff(self.tried, self.longest, random.random())


def perform(hop: Hop, options: client.Options, receive: Receive[T]) -> Steps[Answer[T]]:
    """Sends the hop and those that redirects make of it. Raises `Failure`."""
    retries = Retries(options.retries, options.retry_wait)
    followed = 0
    while True:
        outcome = yield from _insist(hop, options, retries, receive)
        if isinstance(outcome, Answer):
            return outcome
        if followed == options.redirects:
            origin = str(hop.url.origin)
            raise Failure(client.Error_TooManyRedirects((origin, options.redirects)))
        followed += 1
        hop = outcome


def _insist(
    hop: Hop, options: client.Options, retries: Retries, receive: Receive[T]
) -> Steps[Answer[T] | Hop]:
    """One hop with its retries: the answer, or the hop that it redirects to."""
    while True:
        try:
            outcome = yield from _try(hop, options, retries, receive)
        except Failure as failure:
            wait = retries.after_failure(hop, failure)
            if wait is None:
                raise
            outcome = wait
        if not isinstance(outcome, int):
            return outcome
        yield from transport.pause(outcome)


def _try(
    hop: Hop, options: client.Options, retries: Retries, receive: Receive[T]
) -> Steps[Answer[T] | Hop | int]:
    """One hop once: the answer, the next hop, or milliseconds to wait before another try."""
    carried = yield from _admit(hop, options)
    carried = replace(carried, secrets=(*carried.secrets, *hop.spent))
    try:
        return (yield from _carry(hop, carried, options, retries, receive))
    except Failure as failure:
        known, secrets = str(hop.url.origin), secret.unmistakable(carried.secrets)
        raise failure.with_texts(lambda text: secret.redact_around(known, text, secrets)) from None


def _carry(
    hop: Hop,
    carried: Credential,
    options: client.Options,
    retries: Retries,
    receive: Receive[T],
) -> Steps[Answer[T] | Hop | int]:
    """The same with the credential for the hop."""
    sent = replace(hop, body=carried.fill(hop.body)) if isinstance(hop.body, bytes) else hop
    incoming = yield from transport.send(sent, _headers(sent, carried), options)
    if incoming.status == 401 and carried.renew is not None and not retries.renewed:
        retries.renewed = True
        carried.renew()
        if hop.is_repeatable:
            incoming.close()
            return 0
    wait = retries.after_answer(hop, incoming)
    if wait is not None:
        incoming.close()
        return wait
    location = redirect.location(incoming.status, incoming.headers) if options.redirects else None
    if location is not None:
        incoming.close()
        return _next_hop(hop, incoming.status, location, carried.secrets)
    content = yield from receive(hop, incoming, carried)
    return Answer(incoming.status, str(hop.url), _redacted(incoming, carried), content)


def _admit(hop: Hop, options: client.Options) -> Steps[Credential]:
    """Asks the policy: the credential for the hop. Raises `Failure` (forbidden, misconfigured,
    and what can go wrong in a login)."""
    rules = policy.get()
    target = allowed_hosts.find(rules.hosts, hop.url.origin)
    if target is None and allowed_hosts.is_anonymous(rules.anonymous_hosts, hop.url.origin):
        return credential.NONE
    if target is None:
        source = None if hop.redirected_from is None else str(hop.redirected_from)
        raise Failure(client.Error_Forbidden(client.Refusal(str(hop.url.origin), source)))
    if not hop.trusted:
        return credential.NONE
    carried = yield from _authorization(hop, rules, target, options)
    return credential.with_key(carried, rules.header, hop)


def _authorization(
    hop: Hop, rules: policy.Rules, target: Target, options: client.Options
) -> Steps[Credential]:
    if fields.get(hop.headers, "authorization") is not None:
        return credential.NONE
    if not isinstance(rules.credential, policy.Credential_Login):
        return credential.of_settings(rules.credential, target)

    def ask(login_hop: Hop) -> Steps[int]:
        return _ask(login_hop, replace(options, redirects=0))

    return (yield from login.of_hop(hop, rules, ask))


def _ask(hop: Hop, options: client.Options) -> Steps[int]:
    """The status that answers a hop."""

    def receive(hop: Hop, incoming: transport.Incoming, carried: Credential) -> Steps[str]:
        return reading.read_text(hop, incoming, carried, options)

    answer = yield from perform(hop, options, receive)
    return answer.status


def _headers(hop: Hop, carried: Credential) -> fields.Fields:
    """The caller's fields, and for this hop those that are not the caller's."""
    added = {"user-agent": "wae/0.1"}
    if carried.header is not None:
        added["authorization"] = carried.header
    if carried.key is not None:
        added |= [carried.key]
    has_body = hop.body is not None or hop.method in ("POST", "PUT", "PATCH")
    if has_body and hop.length is not None:
        added["content-length"] = str(hop.length)
    return fields.defaults(hop.headers, added)


def _redacted(incoming: transport.Incoming, carried: Credential) -> fields.Fields:
    """The answer's fields, as far as the caller may see them."""
    if carried.accept is not None and reading.is_success(incoming.status):
        return []
    return [
        (secret.redact(name, carried.secrets), secret.redact(value, carried.secrets))
        for name, value in incoming.headers
    ]


def _next_hop(hop: Hop, status: int, location: str, secrets: tuple[Secret, ...]) -> Hop:
    """The hop to the location without the secrets; some show only once a host's name is
    normalised."""
    known = str(hop.url.origin)
    try:
        following = redirect.follow(hop, status, secret.redact_around(known, location, secrets))
        address = str(following.url)
        if secret.redact_around(known, address, secrets) != address:
            raise BadUrl("it has the credential in it")
    except BadUrl as error:
        problem = f"it redirects to a URL that cannot be used: {error}"
        raise Failure(client.Error_Protocol((known, problem))) from None
    if not following.is_repeatable:
        raise Failure(client.Error_BodyUsed(known))
    return replace(following, spent=secret.unmistakable(secrets))
