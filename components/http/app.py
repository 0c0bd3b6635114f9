"""The exports of the `http` component."""

from componentize_py_types import Err
from wit_world import exports
from wit_world.exports import client, streaming
from wit_world.imports import policy

import address
import buffered
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


class Streaming(exports.Streaming):
    """`wae:http/streaming`."""

    def open(self, request: client.Request) -> streaming.Response:
        return _run_one(streamed.fetch_stream(request))

    def upload(self, request: client.Request, parts: list[streaming.Part]) -> streaming.Response:
        return _run_one(streamed.upload(request, parts))


def _run_one(steps: Steps[T]) -> T:
    """What the one task returns. Raises `Err` with an error of the contract."""
    login.begin_call()
    [outcome] = run([steps], 1)
    if isinstance(outcome, Err):
        raise outcome
    return outcome.value
