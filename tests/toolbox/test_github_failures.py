"""`wae github`, composed, where something goes wrong: one line, a code, and what to do."""

import re
import time
from collections.abc import Callable
from subprocess import CompletedProcess

import pytest
from tests.faults import FaultServer

Wae = Callable[..., CompletedProcess[str]]

TOKEN = {"GH_TOKEN": "any-token-at-all"}


def said(line: str, url: str) -> str:
    """The line as it is where GitHub is the server at a URL."""
    server = f"he server at {url} (GITHUB_API_URL)"
    return line.replace("at GitHub", f"at t{server}").replace("GitHub", f"T{server}", 1)


MORE = "Run 'wae config set GH_TOKEN' to be allowed more, or try again later."


@pytest.mark.parametrize(
    ("fault", "line"),
    [
        ("bad-token", "GitHub wants a token: Bad credentials. Run 'wae config set GH_TOKEN'."),
        ("forbidden", "GitHub does not allow this: Resource not accessible by personal access"),
        ("gone", 'GitHub has no repository "faults/gone" (or it is private and needs GH_TOKEN).'),
        ("legal", "GitHub does not offer this, by law or in your country: Repository access"
         " blocked. No token changes that."),
        ("country", "GitHub does not offer this, by law or in your country: GitHub is not available"
         " in your country. No token changes that."),
        ("suspended", "GitHub does not allow this: Sorry. Your account was suspended.\n"),
        ("proxy", "GitHub gave an answer that the API does not document: HTTP status 403, an answer"
         " that is HTML, not JSON: Blocked by the proxy. Try again later."),
        ("broken", "GitHub has a fault of its own: HTTP status 500, Server Error. Try again later"),
        ("message", "GitHub gave an answer that the API does not document: HTTP status 200, Moved"
         " to another server."),
        ("code-msg", "GitHub gave an answer that the API does not document: HTTP status 200, No"
         " backend."),
        ("teapot", "GitHub gave an answer that the API does not document: HTTP status 418, I'm a"),
        ("html", "GitHub gave an answer that the API does not document: HTTP status 200, the answer"
         " is HTML, not JSON"),
        ("not-json", "GitHub gave an answer that the API does not document: HTTP status 200, the"),
        ("no-object", "GitHub gave an answer that the API does not document: HTTP status 200, the"),
        ("deep-json", "GitHub gave an answer that the API does not document: HTTP status 200, the"
         " answer is nested too deeply."),
        ("wrong-type", "GitHub gave an answer that the API does not document: HTTP status 200, the"
         " answer is not a repository."),
        ("not-text", "GitHub gave an answer that the API does not document: HTTP status 200, the"),
        ("cut-before", "GitHub could not be reached:"
         " the answer of ORIGIN is invalid: it closed the"),
        ("cut-length", "GitHub could not be reached:"
         " the connection to ORIGIN ended before the answer"),
        ("cut-chunked", "GitHub could not be reached: the connection to ORIGIN ended before the"),
        ("garbage", "GitHub could not be reached:"
         " the answer of ORIGIN is invalid: it closed the"),
        ("huge-header", "GitHub could not be reached:"
         " the answer of ORIGIN is invalid: it closed the"),
        ("gzip-bomb", "GitHub does not list this, for there is too much of it: the answer of"
         " ORIGIN is larger than 67,108,864 bytes."),
        ("gzip-truncated", "GitHub could not be reached:"
         " the answer of ORIGIN cannot be decompressed"),
        ("gzip-false", "GitHub could not be reached: the answer of ORIGIN cannot be decompressed"),
        ("to-forbidden", "The sandbox does not let github reach http://forbidden.invalid (where"),
        ("to-nowhere", "GitHub could not be reached:"
         " the answer of ORIGIN is invalid: it redirects"),
        ("loop", "GitHub could not be reached: ORIGIN redirected once more after 5 times."),
    ],
)  # fmt: skip
def test_failures(
    wae: Wae, on_github: dict[str, str], server: FaultServer, fault: str, line: str
) -> None:
    """Each failure is one line that says what went wrong, without a result; 4 for a token."""
    done = wae("github", "repo", f"faults/{fault}", env=on_github)
    code = 4 if fault == "bad-token" else 1
    assert (code, "") == (done.returncode, done.stdout)
    assert 1 == done.stderr.count("\n")
    assert done.stderr.startswith(f"wae: {said(line, server.url).replace('ORIGIN', server.url)}")


@pytest.mark.parametrize(
    ("fault", "env", "line"),
    [
        ("limit-403", {"TZ": "UTC0"}, "The limit of 60 requests an hour at GitHub is used up until "
         f"2030-01-01 00:00. {MORE}"),
        ("limit-403", {"TZ": "JST-9"}, "The limit of 60 requests an hour at GitHub is used up "
         f"until 2030-01-01 09:00. {MORE}"),
        ("limit-429", TOKEN, "The limit of 5,000 requests an hour at GitHub is used up until "
         "2030-01-01 00:00. Try again after that."),
        ("pause-403", {}, f"GitHub asks for a pause (its secondary rate limit). {MORE}"),
        ("pause-429", TOKEN, "GitHub asks for a pause (its secondary rate limit). "
         "Try again later."),
    ],
)  # fmt: skip
def test_limits(
    wae: Wae,
    on_github: dict[str, str],
    server: FaultServer,
    fault: str,
    env: dict[str, str],
    line: str,
) -> None:
    """A limit is told with its end in the user's time, and with what helps."""
    done = wae("github", "repo", f"faults/{fault}", env=on_github | env)
    told = f"wae: {said(line, server.url)}\n"
    assert (1, "", told) == (done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize("fault", ["pause-403-60", "pause-429-60"])
def test_long_pause(wae: Wae, on_github: dict[str, str], server: FaultServer, fault: str) -> None:
    """A pause that GitHub wants to be a minute long is told at once, not sat out."""
    started = time.time()
    done = wae("github", "repo", f"faults/{fault}", env=on_github)
    ended = time.time()
    actual = re.search(r"\) asks for a pause until (\d{4}-\d\d-\d\d \d\d:\d\d) ", done.stderr)
    assert actual
    earliest, latest = (
        time.strftime("%Y-%m-%d %H:%M", time.gmtime(moment + 60)) for moment in (started, ended)
    )
    assert earliest <= actual[1] <= latest
    assert 1 == len(server.received[""])


def test_slow(wae: Wae, on_github: dict[str, str]) -> None:
    """An answer that comes in drops is an answer."""
    done = wae("github", "repo", "faults/slow", env=on_github)
    assert (0, "") == (done.returncode, done.stderr)


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ("repo wae/missing", 'GitHub has no repository "wae/missing" (or it is private and needs'),
        ("releases wae/missing", 'GitHub has no repository "wae/missing" (or it is private and'),
        ("stars wae/missing", 'GitHub has no repository "wae/missing" (or it is private and'),
        ("release wae/missing", 'GitHub has no repository "wae/missing" (or it is private and'),
        ("release wae/empty", 'GitHub has no such release of "wae/empty".'),
        ("contributors wae/huge", "GitHub does not list this, for there is too much of it: The"),
    ],
)
def test_nothing_there(
    wae: Wae, on_github: dict[str, str], server: FaultServer, arguments: str, line: str
) -> None:
    """What does not exist or cannot be listed is one line and code 1."""
    done = wae("github", *arguments.split(), env=on_github)
    assert (1, "") == (done.returncode, done.stdout)
    assert done.stderr.startswith(f"wae: {said(line, server.url)}")
    assert 1 == done.stderr.count("\n")


def test_nobody_there(wae: Wae) -> None:
    """A server that is not there is named."""
    done = wae("github", "repo", "wae/toolbox", env={"GITHUB_API_URL": "http://127.0.0.1:9"})
    reason = "GitHub could not be reached: http://127.0.0.1:9 refused the connection. "
    line = f"wae: {said(reason, 'http://127.0.0.1:9')}"
    assert (1, f"{line}Check the connection and try again.\n") == (done.returncode, done.stderr)


@pytest.mark.parametrize(
    "value",
    [
        "hidden-value",
        "ftp://hidden-value.example",
        "http://user:hidden-value@127.0.0.1",
        "http://127.0.0.1/?hidden-value",
        "http://127.0.0.1/hidden-value\nx",
        "http://hidden-value:99999",
    ],
)
def test_unusable_url(wae: Wae, value: str) -> None:
    """A GITHUB_API_URL that cannot be used is named, and its value is not shown."""
    done = wae("github", "repo", "wae/toolbox", env={"GITHUB_API_URL": value})
    assert (1, "") == (done.returncode, done.stdout)
    line = "wae: Invalid setting: GITHUB_API_URL is not a usable URL: "
    assert done.stderr.startswith(line)
    assert "hidden-value" not in done.stderr


@pytest.mark.parametrize(
    ("content", "place"),
    [(b'A=1\nGH_TOKEN="hidden-value\n', ".env:2"), (b"GH_TOKEN=hidden-value\xff", ".env:1")],
)
def test_broken_dotenv(
    wae: Wae, on_github: dict[str, str], server: FaultServer, tmp_path, content: bytes, place: str
) -> None:
    """A .env file that cannot be read stops the request: its place is told, not its content."""
    (tmp_path / ".env").write_bytes(content)
    done = wae("github", "repo", "wae/toolbox", env=on_github)
    assert (1, []) == (done.returncode, server.received[""])
    assert place in done.stderr
    assert "hidden-value" not in done.stderr
