"""Servers that others wrote, started on loopback."""

import json
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.patience import PATIENCE

import github_openapi
from npm_server import node, package, serving
from relay import Relay

# What the recordings were made with; a request that differs has no recorded answer.
_RECORDED_WITH = {
    "accept": "application/vnd.github.v3+json",
    "authorization": "token 0000000000000000000000000000000000000001",
}


@pytest.fixture(scope="session")
def prism_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base URL of Prism with GitHub's OpenAPI description.

    Prism checks every request against the description and answers with its examples. (Not with
    `--errors`: that refuses answers, too, and the example repository lacks its `language`.)
    """
    folder = tmp_path_factory.mktemp("prism")
    generated = package("@octokit/openapi") / "generated" / "api.github.com.json"
    description = folder / "github.json"
    description.write_text(json.dumps(github_openapi.trimmed(generated)))
    script = package("@stoplight/prism-cli") / "dist" / "index.js"

    def command(port: int) -> list[str]:
        options = ["mock", "-h", "127.0.0.1", "-p", str(port), str(description)]
        return [node(), str(script), *options]

    with serving(command, folder / "log") as url:
        yield url


@pytest.fixture
def prism(prism_server: str) -> Iterator[Relay]:
    """A relay to Prism. `prism.send({"prefer": "code=404"}, path)` selects an answer."""
    with Relay(prism_server).running() as relay:
        yield relay


@pytest.fixture
def recorded(tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """Starts a conversation that was recorded with api.github.com, and gives its base URL.

    Its requests have to come in the recorded order.
    """
    script = package("@octokit/fixtures-server") / "bin" / "server.js"
    relay = Relay("")

    def command(port: int) -> list[str]:
        # The URLs in the recordings lead back to the relay.
        return [node(), str(script), "--port", str(port), "--fixtures-url", relay.url]

    def start(scenario: str) -> str:
        request = urllib.request.Request(
            f"{relay.upstream}/fixtures",
            json.dumps({"scenario": scenario}).encode(),
            {"content-type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return str(json.load(answer)["url"])

    with serving(command, tmp_path / "log") as relay.upstream, relay.running():
        relay.send(_RECORDED_WITH)
        yield start
