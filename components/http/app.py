"""The exports of the `http` component."""

from componentize_py_types import Err
from wit_world import exports
from wit_world.exports import client, streaming
from wit_world.imports import policy

import address
import allowed_hosts
import buffered
import credential
import key
import login
import streamed
from failure import Failure
from scheduler import Outcome, Steps, T, run

MOST_PLACES = 64


class Client(exports.Client):
    """`wae:http/client`."""

    def send(self, request: client.Request) -> client.Response:
        return _run_one(buffered.fetch(request))

    def send_bytes(self, request: client.Request, body: bytes | None) -> client.BytesResponse:
        return _run_one(buffered.fetch_bytes(request, body))

    def send_all(
        self, requests: list[client.Request], concurrency: int
    ) -> list[Outcome[client.Response]]:
        if not 1 <= concurrency <= MOST_PLACES:
            problem = f"the concurrency is not between 1 and {MOST_PLACES}"
            return [Err(client.Error_InvalidRequest(problem)) for _ in requests]
        login.begin_call()
        return run(map(buffered.fetch, requests), concurrency)

    def other_server(self, url: str) -> str | None:
        try:
            target = address.resolve(url, policy.get().hosts).target
        except Failure:
            return None
        return str(target.origin) if target.name else None

    def has_credential(self, url: str) -> bool:
        try:
            return _has_credential(policy.get(), url)
        except Failure:
            return False


class Streaming(exports.Streaming):
    """`wae:http/streaming`."""

    def open(self, request: client.Request) -> streaming.Response:
        return _run_one(streamed.fetch_stream(request))

    def upload(self, request: client.Request, parts: list[streaming.Part]) -> streaming.Response:
        return _run_one(streamed.upload(request, parts))


def _has_credential(rules: policy.Rules, url: str) -> bool:
    """Raises `Failure` for a URL that cannot be asked."""
    asked = address.resolve(url, rules.hosts)
    origin, kind = asked.url.origin, rules.credential
    target = allowed_hosts.find(rules.hosts, origin)
    keyed = allowed_hosts.find(rules.header.hosts, origin) if rules.header else None
    if rules.header and keyed and key.is_set(rules.header.key, keyed):
        return True
    if isinstance(kind, policy.Credential_Login):
        place = address.resolve(kind.value.url, rules.hosts)
        target = place.target if place.url.origin == origin else None
    return target is not None and credential.is_set(kind, rules.tokens, target)


def _run_one(steps: Steps[T]) -> T:
    """What the one task returns. Raises `Err` with an error of the contract."""
    login.begin_call()
    [outcome] = run([steps], 1)
    if isinstance(outcome, Err):
        raise outcome
    return outcome.value
