"""toolbox-http.wasm: the same REST API as the host's, served by others."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import dummy
import httpx
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator, validate
from tests.faces.browsing import browse
from tests.faults import FaultServer, GitHub
from tests.faults.watttime import PASSWORD, USER, WattTime
from tests.our_panels import our_panels
from tests.toolbox.exchanges import BUSY, CHECK, HUNTER, RECIPE, SAME, Exchange, chat
from tests.toolbox.http_servers import (
    APP,
    OF_WASI_0_3,
    WARM,
    jco_command,
    served,
    wae_command,
    wasmtime_command,
)
from tests.toolbox.talker import Talker

from wae.faces.rest.assets import page


@pytest.fixture(scope="module")
def upstream() -> Iterator[dict[str, str]]:
    """The variables that make servers of ours the app's GitHub, OpenAI and WattTime."""
    with (
        FaultServer(find=GitHub().find) as github,
        FaultServer(find=Talker().find) as openai,
        FaultServer(find=WattTime().find) as watttime,
    ):
        yield {
            "GITHUB_API_URL": github.url,
            "OPENAI_BASE_URL": f"{openai.url}/v1",
            "OPENAI_API_KEY": "sk-0123456789abcdefghij",
            "WATTTIME_API_URL": watttime.url,
            "WATTTIME_USER": USER,
            "WATTTIME_PASSWORD": PASSWORD,
        }


@pytest.fixture(scope="module")
def wasmtime(
    environ: dict[str, str], upstream: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    """A client of `wasmtime serve`."""
    log = tmp_path_factory.mktemp("wasmtime") / "log"
    with served(wasmtime_command(upstream), environ, log) as client:
        yield client


@pytest.fixture(scope="module")
def warm(
    environ: dict[str, str], upstream: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    """A client of `wasmtime serve` with the app of WASI 0.3, one instance for all requests."""
    log = tmp_path_factory.mktemp("warm") / "log"
    options = (*OF_WASI_0_3, "--max-instance-reuse-count", "1000")
    with served(wasmtime_command(upstream, *options, app=WARM), environ, log) as client:
        yield client


@pytest.fixture(scope="module")
def host(
    environ: dict[str, str],
    upstream: dict[str, str],
    toolbox: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[httpx.Client]:
    """A client of `wae serve` with the toolbox."""
    log = tmp_path_factory.mktemp("host") / "log"
    with served(wae_command(toolbox), {**environ, **upstream}, log) as client:
        yield client


@pytest.fixture(scope="module")
def jco(
    environ: dict[str, str], upstream: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    """A client of `jco serve` on Node.js."""
    log = tmp_path_factory.mktemp("jco") / "log"
    with served(jco_command(), {**environ, **upstream}, log) as client:
        yield client


def answered(
    client: httpx.Client, exchange: Exchange
) -> tuple[int, str, str, str | None, str | None]:
    """Status, content type and body of the answer, when to ask again and with what."""
    if exchange.content is not None or exchange.arguments is None:
        answer = client.request(exchange.method, exchange.path, content=exchange.content)
    else:
        answer = client.request(exchange.method, exchange.path, json=exchange.arguments)
    told = [answer.headers.get(name) for name in ("retry-after", "www-authenticate")]
    return answer.status_code, answer.headers["content-type"], answer.text, told[0], told[1]


@pytest.mark.parametrize("name", SAME)
def test_same_answers(wasmtime: httpx.Client, host: httpx.Client, name: str) -> None:
    """The host's REST face and the component answer the same request with the same bytes."""
    expected = answered(host, SAME[name])
    assert SAME[name].status == expected[0], expected
    assert expected == answered(wasmtime, SAME[name])


def test_same_answers_of_a_warm_one(wasmtime: httpx.Client, warm: httpx.Client) -> None:
    """The component of WASI 0.3 gives the same answers, though nothing begins anew for a request:
    results, streams, problems, documents and heads."""
    expected = {name: answered(wasmtime, exchange) for name, exchange in SAME.items()}
    assert expected == {name: answered(warm, exchange) for name, exchange in SAME.items()}
    for path in ("/", "/openapi.json", "/healthz"):
        answer, other = (client.head(path) for client in (warm, wasmtime))
        assert (200, b"") == (answer.status_code, answer.content)
        assert other.headers["content-length"] == answer.headers["content-length"]
    assert {} == {
        path: answer.status_code
        for path in page(our_panels())
        if (answer := warm.get(path)).content != wasmtime.get(path).content
    }
    test_new_passwords(warm)
    test_large_bodies(warm)
    test_streams_arrive_as_they_are_written(warm)


@pytest.mark.parametrize(
    ("path", "arguments", "when"),
    [
        ("/github/repositories/get", {"name": "faults/limit-403"}, "Tue, 01 Jan 2030 00:00:00 GMT"),
        ("/watttime/emissions/forecast", BUSY, "60"),
    ],
)
def test_when_to_ask_again(
    wasmtime: httpx.Client, host: httpx.Client, path: str, arguments: dict[str, Any], when: str
) -> None:
    """A limit of the service's is a 429 of ours, with the time at which it ends."""
    for client in (host, wasmtime):
        answer = client.post(path, json=arguments)
        assert (429, when) == (answer.status_code, answer.headers["retry-after"]), answer.text


def test_same_description(wasmtime: httpx.Client, host: httpx.Client) -> None:
    """Both describe the same functions with the same types; the component's is valid, too."""
    ours = wasmtime.get("/openapi.json").json()
    validate(ours, cls=OpenAPIV31SpecValidator)
    theirs = host.get("/openapi.json").json()
    assert theirs["paths"].keys() == ours["paths"].keys()
    schemas = theirs["components"]["schemas"]
    assert schemas == {name: ours["components"]["schemas"][name] for name in schemas}


def test_page(wasmtime: httpx.Client, host: httpx.Client) -> None:
    """Both have the same page, with the same headers for browsers."""
    paths = [*page(our_panels())]
    assert {"/", "/page/main.js", "/page/panels/index.js", "/page/panels/openai/index.js"} <= {
        *paths
    }
    names = ("content-type", "content-security-policy", "cache-control", "x-content-type-options")

    def got(client: httpx.Client, path: str) -> tuple[int, bytes, list[str | None]]:
        answer = client.get(path)
        return answer.status_code, answer.content, [answer.headers.get(name) for name in names]

    assert [got(host, path) for path in paths] == [got(wasmtime, path) for path in paths]


def test_always_ready(wasmtime: httpx.Client) -> None:
    """The component has nothing to compile: whoever reaches it is told so."""
    answer = wasmtime.get("/readyz")
    assert (200, "ready\n") == (answer.status_code, answer.text)


@pytest.mark.parametrize("path", ["/", "/openapi.json", "/healthz"])
def test_head(wasmtime: httpx.Client, host: httpx.Client, path: str) -> None:
    """HEAD tells how long the answer to GET is, and has no body."""
    for client in (host, wasmtime):
        answer = client.head(path)
        length = str(len(client.get(path).content))
        assert (200, length, b"") == (
            answer.status_code,
            answer.headers["content-length"],
            answer.content,
        )


def test_the_page_calls(wasmtime: httpx.Client, tmp_path: Path) -> None:
    """All panels of the component's own page, in a browser: calls, and a chat that streams."""
    seen = browse("toolbox.panels", str(wasmtime.base_url), tmp_path, statuses=set())
    panels = ["Password", "GitHub", "Chat", "Pictures", "Electricity", "Network", "All functions"]
    assert panels == seen["panels"]
    assert "129.4 bits of entropy, very strong" in seen["strength"]
    assert "Tools in a sandbox" in seen["repository"]
    assert "Say hello" in seen["reply"]
    assert "Best: " in seen["label"]


def test_pages_by_a_name_of_their_own(wasmtime: httpx.Client) -> None:
    """Without a token, pages call at an address or localhost, not by a name that somebody owns."""
    port = wasmtime.base_url.port
    for name, status in {"127.0.0.1": 200, "localhost": 200, "rebound.example": 403}.items():
        headers = {"host": f"{name}:{port}", "origin": f"http://{name}:{port}"}
        assert status == wasmtime.post(CHECK, json=HUNTER, headers=headers).status_code, name


def test_waiting_is_for_one_alone(wasmtime: httpx.Client, host: httpx.Client) -> None:
    """While several wait for a slow answer, others are answered at once, and all waits together
    take as long as one."""

    def quick(client: httpx.Client) -> list[int]:
        health, check = client.get("/healthz"), client.post(CHECK, json=HUNTER)
        return [health.status_code, check.status_code]

    for client in (host, wasmtime):
        started = time.monotonic()
        assert [200, 200] == quick(client)
        seconds = min(60, 3 + int(10 * (time.monotonic() - started)))  # as slow as the machine
        started = time.monotonic()
        with ThreadPoolExecutor(4) as threads:
            slow = [threads.submit(client.get, f"/lazy?seconds={seconds}") for _ in range(4)]
            time.sleep(0.5)
            assert [200, 200] == quick(client)
            assert not any(one.done() for one in slow)
            assert [{"seconds": seconds}] * 4 == [one.result().json() for one in slow]
        assert seconds <= time.monotonic() - started < 4 * seconds


def test_new_passwords(wasmtime: httpx.Client) -> None:
    """Every request has random numbers of its own, though the component is a snapshot."""
    recipe = {"password": {**RECIPE["password"], "require-each-class": True}}
    request = {"request": {"recipe": recipe, "count": 2}}
    answers = [wasmtime.post("/password/generator/generate", json=request) for _ in range(3)]
    passwords = [word for answer in answers for word in answer.json()["passwords"]]
    assert (6, {20}) == (len({*passwords}), {len(word) for word in passwords})


def test_large_bodies(wasmtime: httpx.Client) -> None:
    """More than 1 MiB is refused, and the next request is answered."""
    answer = wasmtime.post(CHECK, json={**HUNTER, "password": "x" * (1 << 20)})
    assert (413, 413) == (answer.status_code, answer.json()["status"])
    assert 200 == wasmtime.post(CHECK, json=HUNTER).status_code


def test_streams_arrive_as_they_are_written(wasmtime: httpx.Client) -> None:
    """The first words of a reply are there while the model goes on for ever; who has heard enough
    leaves, and the next one is answered."""
    with wasmtime.stream("POST", "/openai/chat/open", json=chat("endless", "Hi")) as answer:
        assert "text/event-stream; charset=utf-8" == answer.headers["content-type"]
        lines = answer.iter_lines()
        assert ["event: item", 'data: {"text":"Once "}'] == [next(lines), next(lines)]
    assert 200 == wasmtime.get("/healthz").status_code


def test_node(jco: httpx.Client, wasmtime: httpx.Client) -> None:
    """jco on Node.js answers with the same bytes."""
    names = ["a result", "a repository", "a stream", "an error without payload", "no JSON"]
    names += [
        "no such path",
        "no such method",
        "health",
        "the page",
        "a moment",
        "a number out of range",
    ]
    expected = {name: answered(wasmtime, SAME[name]) for name in names}
    assert expected == {name: answered(jco, SAME[name]) for name in names}


def test_token(environ: dict[str, str], tmp_path: Path) -> None:
    """With WAE_TOKEN in its environment the component answers only calls that have the token."""
    command = wasmtime_command({"WAE_TOKEN": "secret"})
    with served(command, environ, tmp_path / "log") as client:
        answers = [
            client.post(CHECK, json=HUNTER, headers=headers).status_code
            for headers in ({}, {"authorization": "Bearer x"}, {"authorization": "Bearer secret"})
        ]
        assert [401, 401, 200] == answers
        assert 200 == client.get("/healthz").status_code


def test_what_it_needs() -> None:
    """It needs no terminal from whoever serves it, and exports nothing but HTTP."""
    wasm = APP.read_bytes()
    imports = {name.partition("@")[0] for name in dummy.root_imports(wasm)}
    absent = ("wasi:cli/stdin", "wasi:cli/stdout", "wasi:cli/terminal", "wae:")
    assert [] == [name for name in imports if name.startswith(absent)]
    world = dummy.world_of(wasm)
    exports = [*world["worlds"][0]["exports"].values()]
    assert 1 == len(exports)
    interface = world["interfaces"][exports[0]["interface"]["id"]]
    assert "incoming-handler" == interface["name"]
    assert json.dumps(world).count("wae:") == 0
