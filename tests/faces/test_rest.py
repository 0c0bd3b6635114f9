"""The REST face: endpoints, their description, errors, streams, health and metrics."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator, validate
from tests.faces.rest_servers import Server, serving
from tests.patience import until

PROBLEM = "application/problem+json"
_FAILURES = ("refuse", "fail", "crash", "spin", "sleep", "hoard", "count")


@pytest.fixture(scope="module")
def server(
    echo_app: Path, environ: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    log = tmp_path_factory.mktemp("rest") / "log"
    options = ("--timeout", "1", "--memory", "64", "--reuse", "echo/values")
    with serving(echo_app, log, environ, *options) as server:
        yield server


def _post(server: Server, path: str, arguments: Any = None) -> httpx.Response:
    return server.http.post(path, json={} if arguments is None else arguments)


def _problem(answer: httpx.Response) -> dict[str, Any]:
    assert PROBLEM == answer.headers["content-type"]
    actual: dict[str, Any] = answer.json()
    assert answer.status_code == actual["status"]
    return actual


def test_description_is_valid(server: Server) -> None:
    """`/openapi.json` is OpenAPI 3.1, and has every function once."""
    document = server.http.get("/openapi.json").json()
    validate(document, cls=OpenAPIV31SpecValidator)
    assert "3.1.0" == document["openapi"]
    expected = {"scalars", "nest", "bytes", "many", "optional", "nothing"}
    expected = {f"/echo/values/{name}" for name in expected}
    expected |= {f"/echo/failures/{n}" for n in _FAILURES}
    assert expected | {"/echo/counters/open"} == set(document["paths"])
    nest = document["paths"]["/echo/values/nest"]["post"]
    assert nest["requestBody"]["required"]
    point = document["components"]["schemas"]["echo.values.point"]
    assert "To the right." == point["properties"]["x"]["description"]


def test_resources_are_left_out_aloud(server: Server, served: Server) -> None:
    """The description, and the server when it starts, name the functions that pass resources; what
    streams, and what streams consist of, is not among them."""
    left = ("counter", "counter.add", "counter.value", "counter.sum", "finish")
    words = "Functions that take or return a resource are left out, as requests cannot hold one: "
    info = server.http.get("/openapi.json").json()["info"]
    assert f"{words}{', '.join(f'`counters.{one}`' for one in left)}." == info["description"]
    assert f"wae: {words}{', '.join(f'counters.{one}' for one in left)}\n" in served.log


def test_words(server: Server) -> None:
    """A function's first sentence is its summary, and each parameter has its description."""
    operation = server.http.get("/openapi.json").json()["paths"]["/echo/failures/sleep"]["post"]
    assert "Waits in the host, whoever asks." == operation["summary"]
    assert "Waits in the host,\nwhoever asks. Nothing is kept." == operation["description"]
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    assert "how long, such as 1." == schema["properties"]["seconds"]["description"]


def test_values_go_in_and_come_back(server: Server) -> None:
    """A value of every type comes back as it went in, and fits the description."""
    nested = {
        "shapes": ["nothing", {"line": [{"x": 1, "y": 2}, {"x": -3, "y": 4}]}, {"named": "ä\n"}],
        "maybe": None,
        "twice": {"some": None},
        "outcome": {"error": "no"},
        "bare": {"ok": None},
        "bytes": "AP8=",
        "colour": "dark-green",
        "rights": ["read", "run-it"],
    }
    answer = _post(server, "/echo/values/nest", {"value": nested})
    assert (200, nested) == (answer.status_code, answer.json())
    document = server.http.get("/openapi.json").json()
    schema = {"$ref": "#/components/schemas/echo.values.nested", **document}
    jsonschema.validate(answer.json(), schema, cls=jsonschema.Draft202012Validator)


def test_functions_without_arguments_or_results(server: Server) -> None:
    """A call without arguments needs no body; a function without a result answers null."""
    answer = server.http.post("/echo/values/nothing")
    assert (200, None) == (answer.status_code, answer.json())
    assert "application/json" == answer.headers["content-type"]
    assert "no-store" == answer.headers["cache-control"]


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/echo/values/nest", {}, "value"),
        ("/echo/values/nest", {"value": {"shapes": 3}}, "value.shapes"),
        (
            "/echo/values/nest",
            {"value": {"shapes": [{"dot": {"x": "1"}}]}},
            "value.shapes[0].dot.x",
        ),
        ("/echo/values/many", {"numbers": [1, -1], "pairs": []}, "numbers[1]"),
        ("/echo/values/optional", {"value": None, "color": "red"}, "color"),
        ("/echo/values/optional", {"colour": "blue"}, "colour"),
        ("/echo/values/optional", {"value": "\ud800"}, "value"),
        ("/echo/values/optional", {"\ud800": 1}, "\ud800"),
    ],
)
def test_wrong_arguments_name_the_field(server: Server, path: str, body: Any, field: str) -> None:
    """Arguments that do not fit get a 422 that says where, and never reach the app."""
    headers = {"content-type": "application/json"}
    answer = server.http.post(path, content=json.dumps(body), headers=headers)
    actual = _problem(answer)
    assert (422, field) == (actual["status"], actual["field"])


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"value":' * 200 + b"1" + b"}" * 200, "application/json", 400),
        (b'{"value": NaN}', "application/json", 400),
        (b'{"value": 1e999}', "application/json", 422),
        (b'{"value": [{"a": -1e999}]}', "application/json", 422),
        (b'{"value": ' + b"9" * 5000 + b"}", "application/json", 422),
        (b"\xff", "application/json", 400),
        (b"{}", "text/plain", 415),
        (b"value=1", "application/x-www-form-urlencoded", 415),
        (b"[]", "application/json", 422),
    ],
)
def test_bodies_that_are_no_arguments(
    server: Server, content: bytes, kind: str, status: int
) -> None:
    """What is no JSON object is refused before anything is called."""
    headers = {"content-type": kind}
    answer = server.http.post("/echo/values/optional", content=content, headers=headers)
    assert status == _problem(answer)["status"]


def test_the_functions_own_error(server: Server) -> None:
    """The error of a result is a problem that carries it; its case has no status of its own."""
    actual = _problem(_post(server, "/echo/failures/fail", {"reason": "because"}))
    assert (422, {"wrong": "because"}) == (actual["status"], actual["error"])
    actual = _problem(_post(server, "/echo/failures/fail"))
    assert (422, "unknown") == (actual["status"], actual["error"])


@pytest.mark.parametrize(
    ("reason", "status", "headers"),
    [
        ("unauthorized", 401, {"www-authenticate": "Bearer"}),
        ({"forbidden": "no"}, 403, {}),
        ({"not-found": "x"}, 404, {}),
        ("out-of-range", 422, {}),
        ({"rate-limited": {"retry-after": None}}, 429, {}),
        ({"rate-limited": {"retry-after": 1.2}}, 429, {"retry-after": "2"}),
        ({"unreachable": "x"}, 502, {}),
        ("timed-out", 504, {}),
        ({"too-green": {"retry-after": 60}}, 422, {"retry-after": "60"}),
        ({"deeper": "unknown"}, 422, {}),
    ],
)
def test_the_status_of_an_error(
    server: Server, reason: Any, status: int, headers: dict[str, str]
) -> None:
    """The case of an error decides, wherever it stands; and the error says when to ask again."""
    answer = _post(server, "/echo/failures/refuse", {"reason": reason})
    actual = _problem(answer)
    assert (status, reason) == (actual["status"], actual["error"]["reason"])
    told = ("retry-after", "www-authenticate")
    assert headers == {name: answer.headers[name] for name in told if name in answer.headers}


def test_statuses_are_described(server: Server) -> None:
    """The description has a response for each status that a function's errors have, by name."""
    paths = server.http.get("/openapi.json").json()["paths"]
    actual = paths["/echo/failures/refuse"]["post"]["responses"]
    own = {s: r for s, r in actual.items() if "own error" in r["description"]}
    assert ["401", "403", "404", "422", "429", "502", "504"] == [*own]
    assert own["404"]["description"] == "The function's own error, in `error`: `not-found`."
    assert own["422"]["description"].endswith("in `error`: `out-of-range`, `too-green`, `deeper`.")
    assert {"Retry-After"} == own["429"]["headers"].keys()
    assert "404" not in paths["/echo/values/nest"]["post"]["responses"]


def test_a_trap_is_one_500(server: Server) -> None:
    """The client gets an id, the log the traceback under that id, the next client a new sandbox."""
    actual = _problem(_post(server, "/echo/failures/crash", {"message": "on \x1b[31mpurpose"}))
    assert 500 == actual["status"]
    assert actual["id"] in actual["detail"]
    assert "purpose" not in json.dumps(actual)
    assert actual["id"] in server.log
    assert r"RuntimeError: on \x1b[31mpurpose" in server.log
    assert 1 == _post(server, "/echo/failures/count").json()


def test_every_call_gets_a_fresh_sandbox(server: Server) -> None:
    """Nothing of a call is left for the next."""
    assert [1, 1, 1] == [_post(server, "/echo/failures/count").json() for _ in range(3)]


def test_limits_of_time_and_memory(server: Server) -> None:
    """An endless call is a 504 soon after the limit; memory ends at the limit."""
    answer = _post(server, "/echo/failures/spin")
    assert 504 == _problem(answer)["status"]
    assert answer.elapsed.total_seconds() < 10
    assert _post(server, "/echo/failures/hoard").json() < 64


def test_streams_are_server_sent_events(server: Server) -> None:
    """One event for each value, then the end."""
    answer = _post(server, "/echo/counters/open", {"end": 2})
    assert "text/event-stream; charset=utf-8" == answer.headers["content-type"]
    expected = [("item", {"number": 1}), ("item", {"number": 2}), ("end", {})]
    assert expected == _events(answer.text)


def test_failing_streams(server: Server) -> None:
    """An error at the beginning is an ordinary answer, a later one the last event."""
    assert 422 == _problem(_post(server, "/echo/counters/open", {"end": 2, "failing": 0}))["status"]
    events = _events(_post(server, "/echo/counters/open", {"end": 9, "failing": 2}).text)
    assert ["item", "error"] == [name for name, _ in events]
    assert "failing at 2" == events[1][1]["error"]


def test_a_stream_ends_with_its_client(server: Server) -> None:
    """Who leaves early frees the sandbox, and the server is none the wiser."""
    with server.http.stream("POST", "/echo/counters/open", json={"end": 1 << 31}) as answer:
        first = next(answer.iter_lines())
    assert "event: item" == first
    assert 1 == _post(server, "/echo/failures/count").json()
    until(lambda: server.calls_in_progress(0))


@pytest.mark.parametrize(
    ("method", "path", "status", "allow"),
    [
        ("GET", "/echo/values/nest", 405, "POST, OPTIONS"),
        ("DELETE", "/", 405, "GET, HEAD, OPTIONS"),
        ("POST", "/healthz", 405, "GET, HEAD, OPTIONS"),
        ("POST", "/nowhere", 404, None),
        ("GET", "/page/../../server.py", 404, None),
        ("GET", "/page/%2e%2e/server.py", 404, None),
    ],
)
def test_paths_and_methods(
    server: Server, method: str, path: str, status: int, allow: str | None
) -> None:
    """There is nothing but the documented paths, with their methods."""
    answer = server.http.request(method, path)
    assert (status, allow) == (_problem(answer)["status"], answer.headers.get("allow"))


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("/echo/values/nset", "Did you mean /echo/values/nest?"),
        ("/openapi.jsn", "Did you mean /openapi.json?"),
        ("/nowhere", "See /openapi.json"),
        ("/" + "echo/" * 4000, "See /openapi.json"),
    ],
)
def test_paths_that_are_misspelt(server: Server, path: str, hint: str) -> None:
    """What was meant is named; a path that is like none leads to the description of all."""
    problem = _problem(server.http.post(path, json={}))
    assert (404, f"There is no {path[:100]}. {hint}") == (problem["status"], problem["detail"])


def test_health_and_metrics(server: Server) -> None:
    """Probes answer; metrics are counted by path, and unknown paths do not add to them."""
    assert "ok\n" == server.http.get("/healthz").text
    assert "ready\n" == server.http.get("/readyz").text
    for number in range(3):
        server.http.get(f"/unknown/{number}")
    lines = server.http.get("/metrics").text.splitlines()
    assert not [line for line in lines if "unknown" in line]
    actual = {
        name: float(value) for name, value in (x.rsplit(" ", 1) for x in lines if x[0] != "#")
    }
    assert actual['wae_requests_total{method="GET",path="other",status="404"}'] >= 3
    total = actual['wae_request_seconds_count{path="/healthz"}']
    assert total == actual['wae_request_seconds_bucket{path="/healthz",le="+Inf"}'] >= 1
    assert actual["process_resident_memory_bytes"] > 1 << 20
    assert actual["wae_workers_resident_memory_bytes"] > 1 << 20


def _events(text: str) -> list[tuple[str, Any]]:
    actual = []
    for block in text.split("\n\n"):
        if block and not block.startswith(":"):
            name, data = block.split("\n")
            actual.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return actual
