"""A stand-in for `wae:http`, and JSON as GitHub writes it."""

import json
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from componentize_py_types import Err, Ok, Result
from wit_world.exports import repositories as contract
from wit_world.imports import client

DEFAULT = "{$GITHUB_API_URL|https://api.github.com}"

REPOSITORY = {
    "full_name": "octocat/hello-world",
    "html_url": "https://github.com/octocat/hello-world",
    "description": "My first repository",
    "homepage": "https://octo.example",
    "language": "Python",
    "license": {"key": "mit", "name": "MIT License", "spdx_id": "MIT"},
    "topics": ["api", "octocat"],
    "default_branch": "main",
    "stargazers_count": 80,
    "watchers_count": 80,
    "subscribers_count": 42,
    "forks_count": 9,
    "open_issues_count": 3,
    "size": 108,
    "archived": False,
    "fork": False,
    "private": False,
    "created_at": "2011-01-26T19:01:12Z",
    "pushed_at": "2011-01-26T19:06:43Z",
}

RELEASE = {
    "tag_name": "v1.0.0",
    "name": "One",
    "html_url": "https://github.com/octocat/hello-world/releases/v1.0.0",
    "author": {"login": "octocat", "html_url": "https://github.com/octocat"},
    "draft": False,
    "prerelease": False,
    "published_at": "2013-02-27T19:35:32Z",
    "body": "# Notes",
    "assets": [
        {
            "id": 7,
            "name": "example.zip",
            "content_type": "application/zip",
            "size": 1024,
            "download_count": 42,
            "browser_download_url": "https://github.com/octocat/hello-world/example.zip",
            "digest": "sha256:2151b604e3429bff440b9fbc03eb3617bc2603cda96c95b9bb05277f9ddba255",
        }
    ],
}


class GitHub:
    """Answers requests with what its handlers give, and remembers them.

    A handler takes the page number and returns a response or an error of `wae:http`.
    """

    def __init__(self) -> None:
        self.servers: dict[str, str] = {}
        self.requests: list[client.Request] = []
        self.batches: list[int] = []
        self._handlers: dict[str, Callable[[int], object]] = {}

    def answer(self, path: str, body: object = None, status: int = 200, **headers: str) -> None:
        """`path` always answers with `body` (JSON, or a text as it is)."""
        reply = response(body, status, f"https://api.github.com{path}", **headers)
        self.handle(path, lambda page: reply)

    def fail(self, path: str, error: object) -> None:
        self.handle(path, lambda page: Err(error))

    def handle(self, path: str, handler: Callable[[int], object]) -> None:
        self._handlers[path] = handler

    def handler(self, path: str) -> Callable[[int], object]:
        return self._handlers[path]

    def pages(self, path: str, pages: list[list[object]], **headers: str) -> None:
        """`path` is a list in pages, linked as GitHub links them."""

        def handler(page: int) -> client.Response:
            base = f"https://api.github.com/repositories/1{path}"
            links = []
            if page < len(pages):
                links.append(f'<{base}?page={page + 1}>; rel="next"')
                links.append(f'<{base}?page={len(pages)}>; rel="last"')
            actual = pages[page - 1] if page <= len(pages) else []
            linked = {"link": ", ".join(links)} if links else {}
            return response(actual, 200, f"https://api.github.com{path}", **linked, **headers)

        self.handle(path, handler)

    @property
    def asked(self) -> list[str]:
        """Paths and queries, without the origin."""
        actual = [
            urlsplit(each.url.replace(DEFAULT, "https://api.github.com")) for each in self.requests
        ]
        return [f"{url.path}?{url.query}" if url.query else url.path for url in actual]

    def other_server(self, url: str) -> str | None:
        """The server that a setting names for what begins so; a test may set it."""
        return self.servers.get(url)

    def send(self, request: client.Request) -> client.Response:
        result = self._result(request)
        if isinstance(result, Err):
            raise result
        return result

    def send_all(
        self, requests: list[client.Request], concurrency: int
    ) -> list[Result[client.Response, client.Error]]:
        self.batches.append(len(requests))
        results = [self._result(request) for request in requests]
        return [each if isinstance(each, Err) else Ok(each) for each in results]

    def _result(self, request: client.Request) -> object:
        self.requests.append(request)
        url = urlsplit(request.url.replace(DEFAULT, "https://api.github.com"))
        page = int(parse_qs(url.query).get("page", ["1"])[0])
        handler = self._handlers.get(url.path)
        if handler is None:
            return response({"message": "Not Found"}, 404, request.url)
        return handler(page)


def response(body: object, status: int, url: str, **headers: str) -> client.Response:
    text = body if isinstance(body, str) else "" if body is None else json.dumps(body)
    fields = [client.Header(name.replace("_", "-"), value) for name, value in headers.items()]
    return client.Response(status, url, fields, text)


def refusal(function: Callable[..., object], *arguments: object) -> contract.Error:
    """The contract's error that `function` raises, of the service's own server."""
    failure = failed(function, *arguments)
    assert failure.server is None
    return failure.reason


def failed(function: Callable[..., object], *arguments: object) -> contract.Failure:
    """The contract's failure that `function` raises."""
    with pytest.raises(Err) as caught:
        function(*arguments)
    assert type(caught.value) is Err
    assert isinstance(caught.value.value, contract.Failure)
    return caught.value.value
