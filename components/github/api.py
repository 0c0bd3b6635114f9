"""Requests to GitHub's REST API and the pages it answers with."""

from dataclasses import dataclass

from componentize_py_types import Err, Result
from wit_world.exports import repositories as contract
from wit_world.imports import client

import failures
import json_text
import links
from names import Name

# `wae:http` puts the setting here, or the default where it is not set.
ORIGIN = "{$GITHUB_API_URL|https://api.github.com}"
JSON = "application/vnd.github+json"
# The media type with which stargazers come with the time of their star.
STARS = "application/vnd.github.star+json"
VERSION = "2022-11-28"
CONCURRENCY = 8
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


def url(name: Name, rest: str = "") -> str:
    """The URL of a repository, or of what `rest` (`/releases?…`) names in it."""
    return f"{ORIGIN}/repos/{name.owner}/{name.repo}{rest}"


def fetch(name: Name, address: str, accept: str = JSON) -> Page:
    """What `address` answers. Raises `Err` with an error of the contract."""
    try:
        response = client.send(_request(address, accept))
    except Err as error:
        raise Err(failures.of_transport(error.value)) from None
    return _page(name, response)


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
    if not addresses:
        return []
    results = client.send_all([_request(each, accept) for each in addresses], CONCURRENCY)
    return [_outcome(name, result) for result in results]


def repository(name: Name) -> Page:
    return fetch(name, url(name))


def _outcome(
    name: Name, result: Result[client.Response, client.Error]
) -> Page | Err[contract.Error]:
    if isinstance(result, Err):
        return Err(failures.of_transport(result.value))
    try:
        return _page(name, result.value)
    except Err as error:
        return error


def _request(address: str, accept: str) -> client.Request:
    headers = [
        client.Header("accept", f"{accept}, application/json;q=0.9"),
        client.Header("user-agent", "wae"),
        client.Header("x-github-api-version", VERSION),
    ]
    return client.Request("GET", address, headers, None, _OPTIONS)


def _page(name: Name, response: client.Response) -> Page:
    headers: dict[str, str] = {}
    for header in response.headers:
        # Several fields of one name are one list (RFC 9110, 5.3).
        before = headers.get(header.name)
        headers[header.name] = header.value if before is None else f"{before}, {header.value}"
    if response.status == 204:
        return Page([], response.url, headers)
    if response.status != 200:
        raise Err(failures.of_answer(response, headers, str(name)))
    try:
        content = json_text.parse(response.body)
    except json_text.BadJson as error:
        raise Err(failures.unexpected(200, f"the answer is {error}")) from None
    return Page(content, response.url, headers)
