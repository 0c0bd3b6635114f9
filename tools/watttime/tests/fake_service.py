"""A stand-in for `wae:http`, and JSON as WattTime writes it."""

import copy
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from componentize_py_types import Err, Ok, Result
from wit_world.exports import emissions as contract
from wit_world.imports import client

WATTTIME = "{$WATTTIME_API_URL|https://api.watttime.org}"
MAPS = "{$ELECTRICITY_MAPS_API_URL|https://api.electricitymaps.com}"
URLS = {
    MAPS: "https://api.electricitymaps.com",
    "{$WATTTIME_API_URL|https://api.watttime.org}": "https://api.watttime.org",
    "{$IPINFO_URL|https://ipinfo.io}": "https://ipinfo.io",
}
META = {
    "data_point_period_seconds": 300,
    "region": "CAISO_NORTH",
    "warnings": [{"type": "EXAMPLE", "message": "only an example"}],
    "signal_type": "co2_moer",
    "model": {"date": "2023-03-01"},
    "units": "lbs_co2_per_mwh",
    "generated_at": "2026-11-22T08:55:00+00:00",
    "generated_at_period_seconds": 300,
}
SERIES = {
    "data": [
        {"point_time": "2026-11-22T09:00:00+00:00", "value": 870.5},
        {"point_time": "2026-11-22T09:05:00+00:00", "value": 860},
    ],
    "meta": META,
}
INDEX = {
    "data": [{"point_time": "2026-11-22T09:00:00+00:00", "value": 47.0}],
    "meta": META | {"units": "percentile", "warnings": []},
}
REGION = {
    "region": "CAISO_NORTH",
    "region_full_name": "California ISO Northern",
    "signal_type": "co2_moer",
}
ENDPOINTS = [
    {"endpoint": "v3/forecast", "models": [{"model": "2023-03-01"}]},
    {"endpoint": "/v3/signal-index", "models": []},
]
ACCESS = {
    "signal_types": [
        {"signal_type": "co2_moer", "regions": [REGION | {"endpoints": ENDPOINTS}]},
        {"signal_type": "health_damage", "regions": []},
    ]
}
PLACE = {"ip": "203.0.113.7", "city": "Berlin", "region": "Berlin", "country": "DE"}
ANSWERS: dict[str, object] = {
    "/v3/forecast": SERIES,
    "/v3/historical": SERIES,
    "/v3/signal-index": INDEX,
    "/v3/region-from-loc": REGION,
    "/v3/my-access": ACCESS,
    "/register": {"user": "***", "ok": "User created"},
    "/login": "",
    "/json": PLACE | {"loc": "52.52,13.405"},
}


class Service:
    """Answers paths with a response or an error of `wae:http`; remembers requests."""

    def __init__(self) -> None:
        self.servers: dict[str, str] = {}
        self.credentials: set[str] = {WATTTIME}
        self.requests: list[client.Request] = []
        self.batches: list[int] = []
        self._answers: dict[str, object] = {}
        for path, body in ANSWERS.items():
            self.answer(path, body)

    def answer(self, path: str, body: object, status: int = 200, **headers: str) -> None:
        """`path` answers with JSON, or with a text as it is."""
        text = body if isinstance(body, str) else json.dumps(body)
        fields = [client.Header(name.replace("_", "-"), value) for name, value in headers.items()]
        origin = "https://ipinfo.io" if path == "/json" else "https://api.watttime.org"
        if "carbon-intensity" in path or path == "/v3/zones":
            origin = "https://api.electricitymaps.com"
        self._answers[path] = client.Response(status, origin + path, fields, text)

    def fail(self, path: str, error: object) -> None:
        self._answers[path] = Err(error)

    @property
    def asked(self) -> list[tuple[str, str, dict[str, str]]]:
        """Method, URL and query of each request."""
        return [
            (request.method, url.partition("?")[0], dict(parse_qsl(urlsplit(url).query)))
            for request in self.requests
            for url in [_plain(request.url)]
        ]

    def other_server(self, url: str) -> str | None:
        """The server that a setting names for what begins so; a test may set it."""
        return self.servers.get(url)

    def has_credential(self, url: str) -> bool:
        """Whether there is an account or a key for what begins so."""
        return url in self.credentials

    def send(self, request: client.Request) -> client.Response:
        self.requests.append(request)
        actual = self._answers[urlsplit(_plain(request.url)).path]
        if isinstance(actual, Err):
            raise actual
        return actual

    def send_all(
        self, requests: list[client.Request], concurrency: int
    ) -> list[Result[client.Response, client.Error]]:
        self.batches.append(len(requests))
        results: list[Result[client.Response, client.Error]] = []
        for request in requests:
            try:
                results.append(Ok(self.send(request)))
            except Err as error:
                results.append(error)
        return results


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


def _plain(url: str) -> str:
    for setting, origin in URLS.items():
        url = url.replace(setting, origin)
    return url


def changed(document: Any, path: tuple[Any, ...], value: object) -> object:
    """The document with another value at a path; `...` removes it."""
    result = place = copy.deepcopy(document)
    for key in path[:-1]:
        place = place[key]
    if value is ...:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return result
