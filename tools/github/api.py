"""Requests to GitHub's REST API and the pages it answers with."""

from dataclasses import dataclass

from componentize_py_types import Err, Ok, Result
from wit_world.exports import repositories as contract
from wit_world.imports import client

import failures
import json_text
import links
import server_words
from names import Name

# `wae:http` puts the setting here, or the default where it is not set.
ORIGIN = "{$GITHUB_API_URL|https://api.github.com}"
JSON = "application/vnd.github+json"
# The media type with which stargazers come with the time of their star.
STARS = "application/vnd.github.star+json"
# The version that is asked for, and the one that a server knows that is older (GitHub's own
# supports it until March 2028). Their answers differ in nothing that is read here.
VERSION, OLDER_VERSION = "2026-03-10", "2022-11-28"
CONCURRENCY = 8  # for pages of one list
REPOSITORIES_AT_ONCE = 32  # each a small answer
# Of each answer that may be asked for, a field that no error has.
_ANSWERS = ("full_name", "tag_name", "login", "content")
# A page of 100 releases with a hundred assets each is about 20 MB of JSON.
_OPTIONS = client.Options(
    connect_timeout=10_000,
    first_byte_timeout=30_000,
    between_bytes_timeout=30_000,
    redirects=5,
    retries=2,
    retry_wait=8_000,
    max_body=64 * 1024 * 1024,
)


_Result = Result[client.Response, client.Error]


@dataclass(frozen=True)
class Page:
    """One answer: its JSON (`[]` for "204 No Content"), its URL after redirects, its headers."""

    content: object
    url: str
    headers: dict[str, str]

    @property
    def links(self) -> dict[str, str]:
        """URLs by relation type."""
        return links.parse(self.headers.get("link", ""), self.url)

    @property
    def items(self) -> list[object]:
        """The elements of a list; raises `Err` (`unexpected`) where it is something else."""
        if not isinstance(self.content, list):
            raise Err(failures.unexpected(200, "the answer is not a list"))
        return self.content


def failure(error: Err[contract.Error]) -> Err[contract.Failure]:
    """The contract's failure for an error: with it who was asked."""
    return Err(contract.Failure(client.other_server(ORIGIN), error.value))


def url(name: Name, rest: str = "") -> str:
    """The URL of a repository, or of what `rest` (`/releases?…`) names in it."""
    return f"{ORIGIN}/repos/{name.owner}/{name.repo}{rest}"


def fetch(name: Name, address: str, accept: str = JSON) -> Page:
    """What `address` answers. Raises `Err` with an error of the contract."""
    try:
        response = client.send(_request(address, accept, VERSION))
        if _is_too_new(response):
            response = client.send(_request(address, accept, OLDER_VERSION))
    except Err as error:
        raise Err(failures.of_transport(error.value)) from None
    return _page(name, response)


def found(name: Name, rest: str, missing: contract.Error) -> Page:
    """What `rest` names in a repository. Raises `Err` with an error of the contract: `missing`
    where there is a repository, but not that: GitHub answers 404 for both."""
    try:
        return fetch(name, url(name, rest))
    except Err as error:
        if not isinstance(error.value, contract.Error_NotFound):
            raise
    repository(name)
    raise Err(missing)


def fetch_all(name: Name, addresses: list[str], accept: str = JSON) -> list[Page]:
    """What `addresses` answer, asked several at a time, in their order.

    Raises `Err` with an error of the contract: that of the first address with one.
    """
    pages = []
    for answer in fetch_each(name, addresses, accept):
        if isinstance(answer, Err):
            raise answer
        pages.append(answer)
    return pages


def fetch_each(
    name: Name, addresses: list[str], accept: str = JSON
) -> list[Page | Err[contract.Error]]:
    """The same, but an address without an answer has its error in the answer's place."""
    asked = [(name, address) for address in addresses]
    return _answers(asked, accept, CONCURRENCY)


def repository(name: Name) -> Page:
    return fetch(name, url(name))


def repositories(names: list[Name]) -> list[Page | Err[contract.Error]]:
    """The same for several at a time, in their order."""
    return _answers([(name, url(name)) for name in names], JSON, REPOSITORIES_AT_ONCE)


def _answers(
    asked: list[tuple[Name, str]], accept: str, concurrency: int
) -> list[Page | Err[contract.Error]]:
    results = _sent([_request(each, accept, VERSION) for _, each in asked], concurrency)
    old = [number for number, each in enumerate(results) if _is_too_new(each)]
    later = [_request(asked[number][1], accept, OLDER_VERSION) for number in old]
    known = dict(zip(old, _sent(later, concurrency), strict=True))
    return [
        _outcome(name, known.get(number, result))
        for number, ((name, _), result) in enumerate(zip(asked, results, strict=True))
    ]


def _sent(requests: list[client.Request], concurrency: int) -> list[_Result]:
    return client.send_all(requests, concurrency) if requests else []


def _is_too_new(answer: client.Response | _Result) -> bool:
    """Whether the server does not know the version of its API that it was asked for."""
    outcome = answer.value if isinstance(answer, Ok) else answer
    if not isinstance(outcome, client.Response) or outcome.status != 400:
        return False
    words = server_words.of_body(outcome.body).message.lower()
    return "version" in words and ("api" in words or VERSION in words)


def _outcome(name: Name, result: _Result) -> Page | Err[contract.Error]:
    if isinstance(result, Err):
        return Err(failures.of_transport(result.value))
    try:
        return _page(name, result.value)
    except Err as error:
        return error


def request(address: str, accept: str, version: str = VERSION) -> client.Request:
    """The request that asks `address` for a media type."""
    headers = [
        client.Header("accept", accept),
        client.Header("user-agent", "wae"),
        client.Header("x-github-api-version", version),
    ]
    return client.Request("GET", address, headers, None, _OPTIONS)


def joined(fields: list[client.Header]) -> dict[str, str]:
    """The headers by name. Several fields of one name are one list (RFC 9110, 5.3)."""
    headers: dict[str, str] = {}
    for field in fields:
        before = headers.get(field.name)
        headers[field.name] = field.value if before is None else f"{before}, {field.value}"
    return headers


def _request(address: str, accept: str, version: str) -> client.Request:
    return request(address, f"{accept}, application/json;q=0.9", version)


def _page(name: Name, response: client.Response) -> Page:
    headers = joined(response.headers)
    if response.status == 204:
        return Page([], response.url, headers)
    if response.status != 200:
        raise Err(failures.of_answer(response, headers, str(name)))
    try:
        content = json_text.parse(response.body)
    except json_text.BadJson as error:
        what = f"the answer is {error}{server_words.quoted(response.body)}"
        raise Err(failures.unexpected(200, what)) from None
    words = server_words.of_json(content, _ANSWERS)
    if words is not None:
        raise Err(failures.unexpected(200, words.message))
    return Page(content, response.url, headers)
