"""From a request to its answer: the policy, redirects and retries around single hops."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar

from wit_world.exports import client
from wit_world.imports import policy

import allowance
import credential
import fields
import redirect
import retry
import transport
from failure import Failure
from hop import Hop
from scheduler import Steps
from url import BadUrl

T = TypeVar("T")


@dataclass(frozen=True)
class Answer(Generic[T]):
    """The answer to the last hop; `headers` do not show the credential that was added."""

    status: int
    url: str
    headers: fields.Fields
    content: T


# Turns the body of a hop's answer into what the caller wants. The last argument is the
# `Authorization` that was added to the hop, if any.
Receive = Callable[[Hop, transport.Incoming, str | None], Steps[T]]


@dataclass
class Retries:
    """The tries that are left to one request."""

    left: int
    longest: int
    tried: int = 0

    def after_answer(self, hop: Hop, incoming: transport.Incoming) -> int | None:
        """Milliseconds to wait before another try; None where this answer is the one."""
        if not retry.is_passing_status(incoming.status) or not self._may(hop):
            return None
        asked = retry.retry_after(fields.get(incoming.headers, "retry-after"), datetime.now(UTC))
        return None if asked is not None and asked > self.longest else self._take(asked)

    def after_failure(self, hop: Hop, failure: Failure) -> int | None:
        """Milliseconds to wait before another try; None where the failure is final."""
        return self._take(None) if failure.passing and self._may(hop) else None

    def _may(self, hop: Hop) -> bool:
        return self.left > 0 and retry.is_idempotent(hop.method)

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
            raise Failure(client.Error_TooManyRedirects(options.redirects))
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
    authorization = _admit(hop)
    headers = fields.defaults(hop.headers, _added(hop, authorization))
    incoming = yield from transport.send(hop, headers, options)
    wait = retries.after_answer(hop, incoming)
    if wait is not None:
        incoming.close()
        return wait
    location = redirect.location(incoming.status, incoming.headers) if options.redirects else None
    if location is not None:
        incoming.close()
        return _next_hop(hop, incoming.status, credential.redact(location, authorization))
    content = yield from receive(hop, incoming, authorization)
    shown = [(name, credential.redact(value, authorization)) for name, value in incoming.headers]
    return Answer(incoming.status, str(hop.url), shown, content)


def _admit(hop: Hop) -> str | None:
    """Asks the policy. The `Authorization` to add, or None. Raises `Failure` (forbidden)."""
    rules = policy.get()
    if not allowance.allows(rules.hosts, hop.url.origin):
        source = None if hop.redirected_from is None else str(hop.redirected_from)
        raise Failure(client.Error_Forbidden(client.Refusal(str(hop.url.origin), source)))
    if not hop.trusted or fields.get(hop.headers, "authorization") is not None:
        return None
    return credential.authorization(rules.credential)


def _added(hop: Hop, authorization: str | None) -> dict[str, str]:
    """The fields of this hop that are not the caller's."""
    added = {"user-agent": "wae/0.1"}
    if authorization is not None:
        added["authorization"] = authorization
    if hop.body is not None or hop.method in ("POST", "PUT", "PATCH"):
        added["content-length"] = str(len(hop.body or b""))
    return added


def _next_hop(hop: Hop, status: int, location: str) -> Hop:
    try:
        return redirect.follow(hop, status, location)
    except BadUrl as error:
        problem = f"{hop.url.origin} redirects to a URL that cannot be used: {error}"
        raise Failure(client.Error_Protocol(problem)) from None
