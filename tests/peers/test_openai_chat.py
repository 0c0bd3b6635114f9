"""`wae openai chat`, composed, with llama.cpp and a model of 135 million parameters."""

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from test_openai_llama import KEY, MODEL, llama  # noqa: F401 -- a fixture

Wae = Callable[..., CompletedProcess[str]]


@pytest.fixture
def on_llama(llama: str, tmp_path: Path) -> dict[str, str]:  # noqa: F811
    """The variables that make it the toolbox's server; no model is chosen."""
    own = {"OPENAI_BASE_URL": llama, "OPENAI_API_KEY": KEY, "OPENAI_MODEL": ""}
    return {**own, "XDG_DATA_HOME": str(tmp_path / "share")}


def test_a_chat_that_goes_on(wae: Wae, on_llama: dict[str, str]) -> None:
    """The only model is found and streamed; a second run goes on where the first one ended."""
    brief = ("-t", "0", "--max-tokens", "16", "-u")
    first = wae("openai", "chat", *brief, "My name is Ada.", env=on_llama)
    assert 0 == first.returncode, first.stderr
    assert first.stdout.strip()
    assert "written" in first.stderr
    second = wae("openai", "chat", *brief, "-c", "What is my name?", env=on_llama)
    assert 0 == second.returncode, second.stderr
    read = [int(done.stderr.split(" tokens read")[0].split()[-1]) for done in (first, second)]
    assert read[0] + 20 < read[1]
    rows = wae("openai", "sessions", "list", env=on_llama).stdout.splitlines()
    assert [["2", "My name is Ada."]] == [row.split("\t")[2::2] for row in rows]
    assert MODEL in rows[0]


def test_tools(wae: Wae, on_llama: dict[str, str]) -> None:
    """The server takes the functions as tools; so small a model calls none of them."""
    done = wae("openai", "chat", "--tools", "--max-tokens", "16", "Hi", env=on_llama)
    assert (0, "") == (done.returncode, done.stderr)
    assert done.stdout.strip()


def test_a_wrong_key(wae: Wae, on_llama: dict[str, str]) -> None:
    """The server refuses it: exit 4, and which setting is at fault."""
    env = {**on_llama, "OPENAI_API_KEY": "wrong-key-0123456789"}
    done = wae("openai", "chat", "-m", "any", "Hi", env=env)
    assert 4 == done.returncode
    assert "did not accept OPENAI_API_KEY from the environment" in done.stderr
