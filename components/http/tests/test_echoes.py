"""Nothing that a server sends back shows the credential that went to it."""

import pytest
from componentize_py_types import Err
from wit_world.exports import client
from wit_world.imports import policy
from wit_world.imports import types as wasi

import error_code
import transport
from buffered import fetch
from failure import Failure
from fake_network import Answer, Network
from fake_settings import Settings
from hop import Hop
from scheduler import run
from url import parse

SECRET = "ghp_0123456789ABCdef"
WIDE = "".join(chr(ord(each) + 0xFEE0) if each != "_" else each for each in SECRET)


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch, rules: policy.Rules, settings: Settings) -> Network:
    """A service whose key is TOKEN, and which may redirect to *.files.example."""
    rules.credential = policy.Credential_Bearer(["TOKEN"])
    settings["TOKEN"] = SECRET
    result = Network([Answer()])
    for name in ("send", "read", "pause"):
        monkeypatch.setattr(transport, name, getattr(result, name))
    return result


def ask() -> object:
    """What the caller sees of one request."""
    return run([fetch(client.Request("GET", "https://api.example/a", [], None, None))], 1)[0]


def redirect_to(location: str) -> Answer:
    return Answer(302, [("location", location)])


@pytest.mark.parametrize("text", [SECRET, SECRET.lower(), SECRET.upper(), SECRET.swapcase(), WIDE])
@pytest.mark.parametrize(
    "answers",
    [
        lambda text: [Answer(200, [("x", f"a {text} b")])],
        lambda text: [Answer(200, [(f"x-{text}", "a")])],
        lambda text: [Answer(200, [], text.encode())],
        lambda text: [Answer(200, [("content-encoding", f"{text}, br")], b"a")],
        lambda text: [redirect_to(f"https://{text}.evil.example/")],
        lambda text: [redirect_to(f"https://{text}.files.example/"), Answer()],
        lambda text: [redirect_to(f"https://evil.example/{text}")],
        lambda text: [redirect_to(f"ftp://{text}")],
        lambda text: [redirect_to(f"/b?{text}"), Answer()],
        lambda text: [redirect_to("https://a.files.example/"), Answer(200, [("x", text)])],
        lambda text: [redirect_to("https://a.files.example/"), redirect_to(f"https://{text}.org")],
        lambda text: [Answer(error=client.Error_Protocol(("https://api.example", text)))],
        lambda text: [Answer(error=client.Error_ConnectionFailed(("https://api.example", text)))],
    ],
)
def test_unseen(network: Network, answers: object, text: str) -> None:
    """Neither in a header or its name, nor in a body, a coding's name, a redirect's host in any
    case, or an error's text; and not after a redirect either."""
    network.answers = answers(text)  # type: ignore[operator]
    shown = repr(ask())
    assert SECRET.lower() not in shown.lower()
    hosts = [hop.url.origin.host for hop, _ in network.sent]
    assert not any(SECRET.lower() in host for host in hosts)


def test_told_nevertheless(network: Network) -> None:
    """What stands around the credential is told."""
    network.answers = [Answer(200, [("content-encoding", f"br, x-{SECRET}")], b"a")]
    problem = "its Content-Encoding is br, x-***: it was not asked for"
    assert Err(client.Error_Decoding(("https://api.example", problem))) == ask()
    network.answers = [redirect_to(f"https://{WIDE}.evil.example/")]
    problem = "it redirects to a URL that cannot be used: it has the credential in it"
    assert Err(client.Error_Protocol(("https://api.example", problem))) == ask()


def test_own_words_stay(network: Network, settings: Settings, rules: policy.Rules) -> None:
    """A user name that is part of the server's own name does not garble it."""
    rules.hosts, user = ["api.watttime.test"], "watttime"
    rules.credential = policy.Credential_Basic(policy.BasicNames(["USER"], ["WORD"]))
    settings.update(USER=user, WORD="pa$$word")
    origin = "https://api.watttime.test"
    network.answers = [redirect_to(f"{origin}/b"), Answer(error=client.Error_Tls((origin, "x")))]
    request = client.Request("GET", f"{origin}/a", [], None, None)
    assert [Err(client.Error_Tls((origin, "x")))] == run([fetch(request)], 1)
    assert [f"{origin}/a", f"{origin}/b"] == [str(hop.url) for hop, _ in network.sent][:2]


@pytest.mark.parametrize(
    "code", [wasi.ErrorCode_HttpResponseTransferCoding, wasi.ErrorCode_HttpResponseContentCoding]
)
def test_a_coding_is_not_named(code: type) -> None:
    """The host's error for a coding does not repeat what the server wrote."""
    hop = Hop("GET", parse("https://api.example/"), [], None)
    failure = error_code.before_answer(code("hunter2"), hop)
    assert isinstance(failure, Failure)
    assert "hunter2" not in repr(failure.error)
    assert "https://api.example" in repr(failure.error)
