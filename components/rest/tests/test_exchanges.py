"""Requests and their replies: documents, calls, streams, problems."""

import json
import time

import pytest
from componentize_py_types import Err
from wit_world.exports.responder import Unread
from wit_world.imports import chat, checker, emissions

CHECK = "/password/checker/check"
OPEN = "/openai/chat/open"
PASSWORD = {"password": "p", "user-inputs": []}
REQUEST = {"request": {"model": "m", "messages": [], "tools": []}}
VERDICT = checker.Verdict(4, 12.5, float("inf"), 1.0, None, ["é"])
CHECKED = {
    "score": 4,
    "guesses-log10": 12.5,
    "offline-slow-seconds": "Infinity",
    "online-throttled-seconds": 1.0,
    "warning": None,
    "suggestions": ["é"],
}


class Replies:
    """A stream of events; an error is raised where one stands among them."""

    def __init__(self, events):
        self.events = list(events)
        self.closed = self.released = 0

    def next(self):
        event = self.events.pop(0) if self.events else None
        if isinstance(event, Err):
            raise event
        return event

    def close(self):
        self.closed += 1

    def __enter__(self):
        return self

    def __exit__(self, *_):
        assert self.closed, "closed before it is released"
        self.released += 1


@pytest.fixture
def check(monkeypatch):
    """What the password was judged with."""
    given = []
    monkeypatch.setattr(checker, "check", lambda *arguments: given.append(arguments) or VERDICT)
    return given


@pytest.fixture
def replies(monkeypatch):
    """Makes a stream that the next `open` returns."""

    def make(*events):
        stream = Replies(events)
        monkeypatch.setattr(chat, "open", lambda request: stream)
        return stream

    return make


def problem(out):
    """Status, detail and further members of a problem."""
    assert "application/problem+json" == out.headers["content-type"]
    document = json.loads(out.body)
    assert out.status == document.pop("status")
    document.pop("title")
    return out.status, document.pop("detail"), document


def test_call(post, check):
    """Arguments go in by name, the result comes out as JSON, as one body."""
    out = post(CHECK, {"user-inputs": ["a"], "password": "日本"})
    assert [("日本", ["a"])] == check
    assert (200, "application/json") == (out.status, out.headers["content-type"])
    assert json.dumps(CHECKED, separators=(",", ":"), ensure_ascii=False).encode() == out.body
    assert str(len(out.body)) == out.headers["content-length"]


@pytest.mark.parametrize("path", ["/", "/page/main.js", "/healthz", "/openapi.json"])
def test_documents(ask, path):
    """Documents are for everybody, and HEAD gets their head alone."""
    out = ask("GET", f"{path}?query")
    assert (200, str(len(out.body))) == (out.status, out.headers["content-length"])
    head = ask("HEAD", path)
    assert (200, b"") == (head.status, head.body)
    assert head.headers == out.headers


def test_paths_are_decoded(post, check):
    """A path means the same, percent-encoded or not (RFC 3986, section 6.2.2.2)."""
    assert 200 == post("/password/%63hecker/check", PASSWORD).status


@pytest.mark.parametrize(
    ("method", "target", "status"),
    [("GET", "/x", 404), ("GET", CHECK, 405), ("BREW", "/", 405), ("POST", CHECK, 415)],
)
def test_refused(ask, method, target, status):
    """No such path, no such method of it, no such type of body."""
    assert status == problem(ask(method, target, body=b"x"))[0]


def test_methods_are_told(ask):
    """405 says which methods there are (RFC 9110, section 15.5.6)."""
    assert "POST, OPTIONS" == ask("PUT", CHECK).headers["allow"]


@pytest.mark.parametrize(
    ("target", "allowed"),
    [
        ("*", "GET, HEAD, POST, OPTIONS"),
        ("/healthz", "GET, HEAD, OPTIONS"),
        (CHECK, "POST, OPTIONS"),
    ],
)
def test_options(ask, target, allowed):
    """OPTIONS is told the methods, and that is no error (RFC 9110, section 9.3.7)."""
    out = ask("OPTIONS", target)
    assert (200, allowed, b"") == (out.status, out.headers["allow"], out.body)


def test_coded_bodies(post, check):
    """A body with a Content-Encoding is refused; `identity` is none."""
    out = post(CHECK, PASSWORD, [("content-encoding", "gzip")])
    assert (415, "identity") == (problem(out)[0], out.headers["accept-encoding"])
    assert 200 == post(CHECK, PASSWORD, [("content-encoding", "Identity")]).status


def test_expectations(ask):
    """Nothing may be expected but leave to send the body (RFC 9110, section 10.1.1)."""
    assert 417 == problem(ask("GET", "/healthz", headers=[("expect", "x")]))[0]
    assert 200 == ask("GET", "/healthz", headers=[("expect", "100-continue")]).status


@pytest.mark.parametrize(
    ("arguments", "detail", "field"),
    [
        ({"user-inputs": []}, "password: is missing", "password"),
        (
            {**PASSWORD, "x": 1},
            "x: checker.check has no such parameter: it takes password, user-inputs",
            "x",
        ),
        (
            {**PASSWORD, "password": 1},
            "password: expected a string, found the number 1",
            "password",
        ),
    ],
)
def test_arguments(post, check, arguments, detail, field):
    """Arguments that do not fit are refused before the call, and the place is told."""
    assert (422, detail, {"field": field}) == problem(post(CHECK, arguments))
    assert [] == check


def test_ranges(post, monkeypatch):
    """Bindings know only `int`; a number outside its WIT type never reaches them."""
    arguments = {"region": "A", "signal": "co2-moer", "hours": 2**32}
    status, detail, _ = problem(post("/watttime/emissions/forecast", arguments))
    assert (422, f"hours: {2**32} is not between 0 and {2**32 - 1}") == (status, detail)


def test_enums(post, monkeypatch):
    """Labels are WIT's, whatever the bindings call them."""
    given = []
    place = emissions.Region("A", "Ä")
    monkeypatch.setattr(emissions, "locate", lambda *arguments: given.append(arguments) or place)
    out = post(
        "/watttime/emissions/locate", {"latitude": 1, "longitude": -2.5, "signal": "co2-aoer"}
    )
    assert [(1.0, -2.5, emissions.Signal.CO2_AOER)] == given
    assert {"code": "A", "name": "Ä"} == json.loads(out.body)


def test_own_errors(post, monkeypatch):
    """An error of the contract is a problem that carries it."""

    def fail(*_):
        raise Err(checker.Error_TooLong(72))

    monkeypatch.setattr(checker, "check", fail)
    detail = "Longer than the limit given, in characters (too-long: 72)"
    assert (422, detail, {"error": {"too-long": 72}}) == problem(post(CHECK, PASSWORD))


def test_large_bodies(ask, check):
    """A body of more than 1 MiB is refused once it is read, and before if it is much larger."""
    detail = f"A body may have {1 << 20} bytes"
    assert (413, detail, {}) == problem(ask("POST", CHECK, body=Unread.TOO_LARGE))
    for length, is_read in [(8 << 20, True), ((8 << 20) + 1, False)]:
        headers = [("content-length", str(length))]
        out = ask("POST", CHECK, headers=headers, body=Unread.TOO_LARGE)
        assert ((413, detail, {}), is_read) == (problem(out), out.is_read)


def test_bodies_that_break_off(ask, check):
    """Half a body calls nothing."""
    assert (400, "The body broke off", {}) == problem(ask("POST", CHECK, body=Unread.BROKEN))
    assert [] == check


def test_pages_of_others(ask):
    """A page from elsewhere may not call; one from the same host may."""
    out = ask("GET", "/healthz", headers=[("Origin", "https://elsewhere.example")])
    assert 403 == problem(out)[0]
    assert 200 == ask("GET", "/healthz", headers=[("Origin", "https://api.local")]).status


def test_pages_that_pass_for_ours(post, check, variables):
    """No page may call by a name that somebody owns, unless it has the token."""
    origin = ("Origin", "https://api.local")
    detail = (
        "Web pages may call this server by its address or as localhost. By another name it takes "
        "a token: set WAE_TOKEN where the server runs"
    )
    assert (403, detail, {}) == problem(post(CHECK, PASSWORD, [origin]))
    assert [] == check
    variables["WAE_TOKEN"] = "secret"
    assert 200 == post(CHECK, PASSWORD, [origin, ("authorization", "Bearer secret")]).status


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8080", "192.0.2.7", "[::1]:80"])
def test_its_own_page(post, check, host):
    """The page that the server itself has at an address calls without a token."""
    out = post(CHECK, PASSWORD, [("Origin", f"http://{host}")], authority=host)
    assert (200, 1) == (out.status, len(check))


def test_waiting(ask, monkeypatch, variables):
    """`/lazy` waits as long as it is asked to; with WAE_TOKEN, for those who have the token."""
    waited = []
    monkeypatch.setattr(time, "sleep", waited.append)
    out = ask("GET", "/lazy?seconds=2.5")
    assert (200, {"seconds": 2.5}) == (out.status, json.loads(out.body))
    assert 400 == problem(ask("GET", "/lazy?seconds=61"))[0]
    variables["WAE_TOKEN"] = "secret"
    assert 401 == problem(ask("GET", "/lazy?seconds=1"))[0]
    assert [2.5] == waited


@pytest.mark.parametrize(
    "given", [None, "Bearer wrong", "Basic secret", "Bearer", "Bearer secret, "]
)
def test_token_refused(post, check, variables, given):
    """With WAE_TOKEN in the environment a call without it is refused, documents are not."""
    variables["WAE_TOKEN"] = "secret"
    headers = [] if given is None else [("Authorization", given)]
    out = post(CHECK, PASSWORD, headers)
    assert (401, "Bearer") == (problem(out)[0], out.headers["www-authenticate"])
    assert [] == check


def test_token(post, ask, check, variables):
    """With the token it is as without WAE_TOKEN; documents need none."""
    variables["WAE_TOKEN"] = "secret"
    assert 200 == post(CHECK, PASSWORD, [("authorization", "bearer secret")]).status
    assert 200 == ask("GET", "/openapi.json").status


def test_token_twice(post, check, variables):
    """Two of them are none."""
    variables["WAE_TOKEN"] = "secret"
    headers = [("authorization", "Bearer secret")] * 2
    assert 401 == problem(post(CHECK, PASSWORD, headers))[0]


def test_token_is_empty(post, check, variables):
    """An empty WAE_TOKEN, as of a variable that is missing, opens nothing."""
    variables["WAE_TOKEN"] = ""
    out = post(CHECK, PASSWORD, [("authorization", "Bearer ")])
    assert (500, "WAE_TOKEN is empty. Set it, or leave it out", {}) == problem(out)
    assert [] == check


def test_stream(post, replies):
    """A stream's values are `item` events, each written when it comes, then `end`."""
    reply = chat.Reply("m", "Hi", "", [], "stop", None)
    stream = replies(chat.Event_Text("H\n"), chat.Event_Finished(reply))
    out = post(OPEN, REQUEST)
    assert (200, "text/event-stream; charset=utf-8") == (out.status, out.headers["content-type"])
    finished = (
        b'{"finished":{"model":"m","content":"Hi","reasoning":"","tool-calls":[],'
        b'"finish":"stop","usage":null}}'
    )
    assert [
        b'event: item\ndata: {"text":"H\\n"}\n\n',
        b"event: item\ndata: %s\n\n" % finished,
        b"event: end\ndata: {}\n\n",
    ] == out.parts
    assert (1, 1, True) == (stream.closed, stream.released, out.finished)


def test_stream_that_fails(post, replies):
    """An error between two values is an `error` event with the problem."""
    broken = chat.Failure(None, chat.Error_Interrupted("it broke off"))
    stream = replies(chat.Event_Text("H"), Err(broken))
    out = post(OPEN, REQUEST)
    name, data, _ = out.parts[-1].decode().split("\n", 2)
    assert "event: error" == name
    failure = {"server": None, "reason": {"interrupted": "it broke off"}}
    assert failure == json.loads(data.removeprefix("data: "))["error"]
    assert (1, 1, True) == (stream.closed, stream.released, out.finished)


def test_stream_that_cannot_be_opened(post, monkeypatch):
    """It is a problem like any other."""

    def fail(_):
        raise Err(chat.Failure(None, chat.Error_Unauthorized("no key")))

    monkeypatch.setattr(chat, "open", fail)
    failure = {"server": None, "reason": {"unauthorized": "no key"}}
    assert {"error": failure} == problem(post(OPEN, REQUEST))[2]


def test_client_that_leaves(post, replies):
    """When nobody listens any more the stream is closed, and nothing is asked for in vain."""
    stream = replies(*[chat.Event_Text(str(number)) for number in range(9)])
    out = post(OPEN, REQUEST, patience=2)
    assert (1, 1) == (stream.closed, stream.released)
    assert (7, False) == (len(stream.events), out.finished)
