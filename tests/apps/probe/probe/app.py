"""Sends the requests that stdin lists as JSON through `wae:http` and prints what came of them."""

import json
import sys
from typing import Any

import outcome
from componentize_py_types import Err, Ok
from wit_world import exports
from wit_world.imports import client, monotonic_clock, streaming
from wit_world.imports.streams import StreamError_Closed

CONCURRENCY = 16
CHUNK = 16384


class Main(exports.Main):
    def main(self) -> int:
        wishes = json.loads(sys.stdin.read())
        requests = [_request(wish) for wish in wishes]
        if wishes and wishes[0].get("stream"):
            outcomes = [_streamed(request) for request in requests]
        else:
            outcomes = [_outcome(result) for result in client.send_all(requests, CONCURRENCY)]
        text = json.dumps(outcomes)
        for start in range(0, len(text), CHUNK):
            sys.stdout.write(text[start : start + CHUNK])
            sys.stdout.flush()
        return 0


def _request(wish: dict[str, Any]) -> client.Request:
    options = outcome.options(wish["options"]) if "options" in wish else None
    headers = [client.Header(name, value) for name, value in wish.get("headers", [])]
    return client.Request(
        wish.get("method", "GET"), wish["url"], headers, wish.get("body"), options
    )


def _outcome(result: Any) -> dict[str, Any]:
    if isinstance(result, Err):
        return outcome.of_error(result.value)
    response = result.value if isinstance(result, Ok) else result
    return {
        "status": response.status,
        "url": response.url,
        "headers": [[header.name, header.value] for header in response.headers],
        "body": response.body,
    }


def _streamed(request: client.Request) -> dict[str, Any]:
    """The sizes of the chunks of the body, when they came (ms), and the first bytes of each."""
    try:
        response = streaming.open(request)
    except Err as error:
        return outcome.of_error(error.value)
    start, chunks, total = monotonic_clock.now(), [], 0
    with response.body, response.bytes as stream:
        while True:
            try:
                chunk = stream.blocking_read(1 << 16)
            except Err as error:
                ending = "closed" if isinstance(error.value, StreamError_Closed) else "failed"
                break
            total += len(chunk)
            if len(chunks) < 100:
                after = (monotonic_clock.now() - start) // 1_000_000
                chunks.append([after, chunk[:80].decode("latin-1")])
    return {"status": response.status, "chunks": chunks, "total": total, "ending": ending}
