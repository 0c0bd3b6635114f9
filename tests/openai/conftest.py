"""The composed `openai`, and a server that goes wrong."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.faults import FaultServer, OpenAI
from tests.openai_asker import KEY, Ask, Outcome, ask


@pytest.fixture(scope="module")
def openai() -> OpenAI:
    return OpenAI()


@pytest.fixture(scope="module")
def server(openai: OpenAI) -> Iterator[FaultServer]:
    with FaultServer(find=openai.find) as result:
        yield result


@pytest.fixture(scope="module")
def asked(
    environ: dict[str, str], server: FaultServer, tmp_path_factory: pytest.TempPathFactory
) -> Ask:
    """Makes calls in one run of the app; `base` is the path of the service."""
    folder: Path = tmp_path_factory.mktemp("empty")

    def send(*calls: Outcome, base: str = "/v1", key: str = KEY) -> list[Outcome]:
        own = {"OPENAI_BASE_URL": f"{server.url}{base}", "OPENAI_API_KEY": key}
        return ask({**environ, **own}, folder, list(calls))

    return send
