"""A tool that makes requests gets wae's own `wae:http`; its key is a grant of its own."""

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st
from tests.faults import FaultServer
from tests.installed.conftest import Wae
from tests.patience import PATIENCE

from tests.conftest import CACHE, COMMAND
from wae.build import given
from wae.compose.apart import component_exporting
from wae.grants import options
from wae.inspect.report import inspect_app
from wae.installed.compose import compose
from wae.installed.keys import policy_of
from wae.installed.lock import Tool
from wae.manifest.given import settings_of

KEY = "key-of-the-dice-0123456789"


@pytest.fixture(scope="module")
def server() -> Iterator[FaultServer]:
    with FaultServer() as result:
        yield result


@pytest.fixture
def tool(wae: Wae, probe_tool: bytes) -> str:
    Path("probe.wasm").write_bytes(probe_tool)
    return "probe.wasm"


@pytest.fixture
def ask(server: FaultServer) -> Callable[[str], dict[str, Any]]:
    """What the installed tool gets for a request, with its key in the environment."""

    def send(url: str) -> dict[str, Any]:
        origins = f"{server.url} {server.other_url}"
        settings = {"DICE_KEY": KEY, "DICE_URL": server.url, "WAE_INSECURE_ORIGINS": origins}
        done = subprocess.run(
            [COMMAND, "probe"],
            env={**os.environ, **settings},
            input=json.dumps([{"url": url, "options": {"retries": 0}}]),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert 0 == done.returncode, done.stderr
        assert KEY not in done.stdout + done.stderr
        [outcome] = json.loads(done.stdout)
        return dict(outcome)

    return send


def test_where_a_key_goes(
    wae: Wae, tool: str, server: FaultServer, ask: Callable[[str], dict[str, Any]]
) -> None:
    """The key goes to its origin; nothing is sent anywhere else, a redirect there included."""
    done = wae("install", tool, "--key", "DICE_KEY=$DICE_URL", "--deny-rest")
    assert 0 == done.code, done.err
    assert done.out.endswith("and may use key: DICE_KEY → $DICE_URL: wae probe --help\n")
    assert 200 == ask("$DICE_URL/echo?token=own")["status"]
    [request] = server.received["own"]
    sent = [value for name, value in request.headers if name.lower() == "authorization"]
    assert [f"Bearer {KEY}"] == sent
    assert "forbidden" == ask(f"{server.other_url}/echo?token=other")["error"]
    assert [] == server.received["other"]


def test_where_a_key_goes_in_a_header_of_its_own(
    wae: Wae, tool: str, server: FaultServer, ask: Callable[[str], dict[str, Any]]
) -> None:
    """With a header before its name, the key is in that, as it is, and in no other; a redirect to
    another origin does not take it along."""
    key = ("--key", "X-Api-Key:DICE_KEY=$DICE_URL", "--http", server.other_url)
    done = wae("install", tool, *key, "--deny-rest")
    assert 0 == done.code, done.err
    assert "key: DICE_KEY in x-api-key → $DICE_URL" in done.out
    assert 200 == ask("$DICE_URL/echo?token=apart")["status"]
    [request] = server.received["apart"]
    headers = {name.lower(): value for name, value in request.headers}
    assert (KEY, False) == (headers["x-api-key"], "authorization" in headers)
    assert 200 == ask(f"{server.other_url}/echo?token=apart-other")["status"]
    [request] = server.received["apart-other"]
    assert "x-api-key" not in {name.lower() for name, _ in request.headers}


def test_what_it_is_made_of(probe_tool: bytes) -> None:
    """Its http and settings are wae's own, to the byte; settings reads the key alone, for http; the
    tool itself holds nothing, and others of its hosts get no key."""
    grants = options.take(["--http=https://b.example"])[0]
    made = compose(probe_tool, "probe", grants, ("DICE_KEY=a.example",))
    for name, interface in (("http", "wae:http/client"), ("settings", "wae:settings/values")):
        ours = given.component(name, CACHE / "build")
        assert ours == component_exporting(made, interface)
    instances = {i.name: i for i in inspect_app(made, "probe").instances}
    [http] = [i for i in instances.values() if i.policy is not None and i.policy.auth]
    assert http.policy is not None
    assert http.policy.auth is not None
    assert (("a.example",), ("b.example",)) == (http.policy.hosts, http.policy.anonymous_hosts)
    assert ("DICE_KEY",) == http.policy.auth.bearer
    settings = instances["probe-settings"]
    assert ("DICE_KEY", "WAE_INSECURE_ORIGINS") == settings.variables
    assert "files" not in settings.capabilities
    held = {*instances["probe"].capabilities}
    assert set() == held & {"environment", "files", "http", "sockets"}


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (
            [],
            "probe makes HTTP requests, but may reach no origin. "
            "Add --http https://HOST, or --deny-rest to install it without",
        ),
        (
            ["--http"],
            "probe makes HTTP requests, but may reach no origin. "
            "Add --http https://HOST, or --deny-rest to install it without",
        ),
        (
            ["--key", "A=https://a.example", "--key", "B=https://a.example"],
            "a tool has one key, not A, B. Give one setting, and one header",
        ),
        (
            ["--key", "A=https://a.example", "--key", "x-key:A=https://b.example"],
            "a tool has one key, not A, x-key:A. Give one setting, and one header",
        ),
        (
            ["--key", "Host:A=https://a.example"],
            "--key Host:A=https://a.example names a header that cannot hold a key: "
            "HTTP uses it for something else. For example: --key x-api-key:DICE_TOKEN=https://api.example.com",
        ),
        (
            ["--key", "x-key:A=https://a.example", "--env", "A"],
            "--env would show the tool its key, A. "
            "Leave out one of them: wae:http adds the key by itself",
        ),
        (
            ["--key", "A=https://a.example", "--env", "A"],
            "--env would show the tool its key, A. "
            "Leave out one of them: wae:http adds the key by itself",
        ),
        (
            ["--key", "A=https://a.example", "--env", "*"],
            "--env would show the tool its key, A. "
            "Leave out one of them: wae:http adds the key by itself",
        ),
    ],
)
def test_refused(wae: Wae, tool: str, arguments: list[str], expected: str) -> None:
    """Requests go where somebody said, and no tool sees its key."""
    done = wae("install", tool, *arguments)
    assert (2, f"wae: {expected}") == (done.code, done.err)


NAMES = st.sampled_from(["A", "B_2", "TOKEN"])
ORIGINS = st.sampled_from(["a.example", "http://127.0.0.1:80", "*.b.example", "$A_URL", "$TOKEN"])


@hypothesis.given(
    st.sampled_from(["", "x-key:"]), NAMES, st.lists(ORIGINS, max_size=3, unique=True)
)
def test_its_settings(header: str, name: str, origins: list[str]) -> None:
    """The host hands over just the settings that the composite's policy names."""
    keys = tuple(f"{header}{name}={origin}" for origin in origins)
    tool = Tool("x", "x.wasm", "", "0" * 64, keys=keys)
    assert settings_of([policy_of(tool.grants, keys)]) == tool.settings
