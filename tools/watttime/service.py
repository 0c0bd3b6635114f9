"""Requests to WattTime's API. `wae:http` logs in and adds the token."""

import re
from collections.abc import Collection, Sequence
from urllib.parse import urlencode

from componentize_py_types import Err, Ok, Result
from wit_world.exports import emissions as contract
from wit_world.imports import client

import failures
import json_text
import outcomes
import server_words
from outcomes import Outcome

# `wae:http` puts the setting here, or the default where it is not set.
ORIGIN = "{$WATTTIME_API_URL|https://api.watttime.org}"
# WattTime allows ten requests a second.
CONCURRENCY = 8

# Of each answer that may be asked for, a field that no error has.
_ANSWERS = ("data", "region", "signal_types", "loc")
_REGION = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_SIGNALS = {
    contract.Signal.CO2_MOER: "co2_moer",
    contract.Signal.CO2_AOER: "co2_aoer",
    contract.Signal.HEALTH_DAMAGE: "health_damage",
}


def get(endpoint: str, query: dict[str, str], signal: contract.Signal | None = None) -> object:
    """The JSON that `/v3/` and the endpoint answer. Raises `Err` with an error of the contract."""
    request = _request("GET", _url(endpoint, query, signal), None)
    return content(send(request))


def get_each(
    endpoint: str,
    queries: Sequence[Outcome[dict[str, str]]],
    signal: contract.Signal,
) -> list[Outcome[object]]:
    """What `get` gives for each query, or what went wrong, in their order: asked side by side. A
    query that is an error already stays one."""
    urls = [outcomes.then(query, lambda one: _url(endpoint, one, signal)) for query in queries]
    return ask_each(urls, CONCURRENCY, _ANSWERS)


def ask_each(
    urls: Sequence[Outcome[str]], concurrency: int, answers: Collection[str]
) -> list[Outcome[object]]:
    """The JSON at each URL, or what went wrong, in their order; `answers` are fields of what may be
    asked for, which no error has. A URL that is an error already stays one."""
    requests = [_request("GET", url.value, None) for url in urls if isinstance(url, Ok)]
    found = iter(client.send_all(requests, concurrency) if requests else [])
    return [_outcome(next(found), answers) if isinstance(url, Ok) else url for url in urls]


def login() -> None:
    """Logs in anew. Raises `Err` with an error of the contract."""
    response = send(_request("GET", f"{ORIGIN}/login", None))
    if response.status == 403:
        words = server_words.of_body(response.body)
        if not server_words.is_about_law(403, words):
            raise Err(contract.Error_Unauthorized(words.message))
    if response.status // 100 != 2:
        raise Err(failures.of_answer(response))


def post(path: str, body: str) -> client.Response:
    """The answer to JSON, whatever its status. Raises `Err` with an error of the contract."""
    return send(_request("POST", f"{ORIGIN}{path}", body))


def send(request: client.Request) -> client.Response:
    """The answer, whatever its status. Raises `Err` with an error of the contract."""
    try:
        return client.send(request)
    except Err as error:
        raise Err(failures.of_transport(error.value)) from None


def content(response: client.Response, answers: Collection[str] = _ANSWERS) -> object:
    """The JSON of an answer of success. Raises `Err` with an error of the contract."""
    if response.status != 200:
        raise Err(failures.of_answer(response))
    try:
        document = json_text.parse(response.body)
    except json_text.BadJson as error:
        what = f"the answer is {error}{server_words.quoted(response.body)}"
        raise Err(failures.unexpected(200, what)) from None
    words = server_words.of_json(document, answers)
    if words is not None:
        raise Err(failures.unexpected(200, words.message))
    return document


def of_region(region: str) -> dict[str, str]:
    """The query that names a region. Raises `Err` (`invalid`) for what cannot be its code."""
    if not _REGION.fullmatch(region):
        problem = "a region is a code of letters, digits, _ and -, such as CAISO_NORTH or DE"
        raise Err(contract.Error_Invalid(problem))
    return {"region": region}


def _outcome(
    answer: Result[client.Response, client.Error], answers: Collection[str]
) -> Outcome[object]:
    if isinstance(answer, Err):
        return Err(failures.of_transport(answer.value))
    return outcomes.of(lambda: content(answer.value, answers))


def _url(endpoint: str, query: dict[str, str], signal: contract.Signal | None) -> str:
    whole = query if signal is None else {**query, "signal_type": _SIGNALS[signal]}
    return f"{ORIGIN}/v3/{endpoint}" + (f"?{urlencode(whole)}" if whole else "")


def _request(method: str, url: str, body: str | None) -> client.Request:
    headers = [client.Header("accept", "application/json")]
    if body is not None:
        headers.append(client.Header("content-type", "application/json"))
    return client.Request(method, url, headers, body, None)
