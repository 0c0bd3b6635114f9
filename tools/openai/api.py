"""Requests to the API whose answers are read whole."""

import json
from datetime import UTC, datetime

from componentize_py_types import Err
from wit_world.exports import chat as contract
from wit_world.imports import client

import answer_failure
import json_text
import retry
import server_words
from failure import Failure, unexpected
from transport_failure import of_transport

# `wae:http` puts the setting here, or the default where it is not set.
BASE = "{$OPENAI_BASE_URL|https://api.openai.com/v1}"
MEBIBYTE = 1024 * 1024
# What is there is given at once.
_GET_PATIENCE = 30_000
# A reasoning model can be silent for minutes, and so is one that draws.
_POST_PATIENCE = 600_000
# Ten pictures of 9 MB in Base64.
_LONGEST = 128 * MEBIBYTE


def ask(
    method: str, path: str, body: dict[str, object] | None = None, patience: int | None = None
) -> str:
    """The body that `path` (`/models`) answers. Raises `Failure`, after some tries, with `patience`
    as `retry.insist` has it."""
    request = request_of(method, f"{BASE}{path}", body, "application/json")
    return retry.insist(lambda: _once(request), patience)


def request_of(
    method: str, url: str, body: dict[str, object] | None, accept: str, *more: client.Header
) -> client.Request:
    """A request; `body` is sent as JSON."""
    headers = [client.Header("accept", accept), client.Header("user-agent", "wae"), *more]
    if body is None:
        return client.Request(method, url, headers, None, _options(_GET_PATIENCE))
    headers.append(client.Header("content-type", "application/json"))
    return client.Request(method, url, headers, json.dumps(body), _options(_POST_PATIENCE))


def refusal(status: int, headers: list[client.Header], body: str) -> Failure:
    """The failure for an answer whose status is not one of success."""
    wait = retry.asked(named(headers), datetime.now(UTC))
    words = server_words.of_body(body)
    if status == 403 and server_words.is_page(body):
        # Somebody on the way who knows nothing of keys.
        return unexpected(words.message, status)
    return answer_failure.of_answer(status, words, wait)


def named(headers: list[client.Header]) -> dict[str, str]:
    """The first value of each name."""
    return {header.name: header.value for header in reversed(headers)}


def parsed(body: str, *answers: str) -> object:
    """The JSON in the body of a "200 OK", which has one of the fields `answers`. Raises `Failure`,
    also for an error in it."""
    try:
        value = json_text.parse(body)
    except json_text.BadJson as error:
        raise unexpected(f"the answer is {error}{server_words.quoted(body)}") from None
    words = server_words.of_json(value, answers)
    if words is not None:
        raise answer_failure.in_reply(words)
    return value


def contract_error(failure: Failure) -> Err[contract.Failure]:
    """A failure as the contract gives it, with the server that was asked."""
    return Err(contract.Failure(client.other_server(BASE), failure.error))


def _options(patience: int) -> client.Options:
    """`patience`: milliseconds without a byte."""
    return client.Options(
        connect_timeout=10_000,
        first_byte_timeout=patience,
        between_bytes_timeout=patience,
        redirects=5,
        # Trying again is decided here: it takes the words of the answer.
        retries=0,
        retry_wait=0,
        max_body=_LONGEST,
    )


def _once(request: client.Request) -> str:
    try:
        response = client.send(request)
    except Err as error:
        raise of_transport(error.value) from None
    if response.status != 200:
        raise refusal(response.status, response.headers, response.body)
    return response.body
