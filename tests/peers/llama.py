"""llama.cpp with a real model of 135 million parameters, on loopback."""

import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.patience import PATIENCE

from npm_server import serving
from python_peer import command

KEY = "key-of-the-tests-0123456789"
MODEL = "SmolLM2-135M-Instruct"
TOOL_CALLS = Path(__file__).with_name("tool_calls.jinja")


@contextmanager
def llama_serving(log: Path, *template: Path) -> Iterator[str]:
    """The base URL of the server, which takes `KEY` only."""

    def start(port: int) -> list[str]:
        return command("llama_server.py", "xllamacpp", str(port), KEY, *map(str, template))

    with serving(start, log) as url:
        _wait_for_model(url)
        yield url


def _wait_for_model(url: str) -> None:
    """The server listens before it has read its model, and answers 503 until then."""
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{url}/health", timeout=PATIENCE).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    pytest.fail("the model is not loaded")
