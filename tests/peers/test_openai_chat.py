"""`wae openai chat`, composed, with llama.cpp and a model of 135 million parameters."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from llama import KEY, MODEL, TOOL_CALLS, llama_serving

Wae = Callable[..., CompletedProcess[str]]


@pytest.fixture(scope="module")
def llama(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base URL of the server, whose template teaches it to call a function."""
    with llama_serving(tmp_path_factory.mktemp("llama") / "log", TOOL_CALLS) as url:
        yield url


@pytest.fixture
def on_llama(llama: str, tmp_path: Path) -> dict[str, str]:
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


def test_a_tool_call(wae: Wae, on_llama: dict[str, str]) -> None:
    """The model calls a function of another component, which is shown, and goes on from there; a
    second run goes on with the chat."""
    brief = ("openai", "chat", "--tools", "-t", "0", "--max-tokens", "64")
    done = wae(*brief, "How strong is the password tulip?", env=on_llama)
    assert 0 == done.returncode, done.stderr
    assert '→ password_checker_check {"password": "' in done.stderr
    assert done.stdout.strip()
    shown = json.loads(wae("openai", "sessions", "show", "--json", env=on_llama).stdout)
    roles = [message["role"] for message in shown["turns"][0]["messages"]]
    assert ["user", "assistant", "tool", "assistant"] == roles
    assert '"score": ' in shown["turns"][0]["messages"][2]["content"]
    more = wae(*brief, "-c", "How strong is the password correct-horse-42?", env=on_llama)
    assert (0, True) == (more.returncode, bool(more.stdout.strip())), more.stderr


def test_a_wrong_key(wae: Wae, on_llama: dict[str, str]) -> None:
    """The server refuses it: exit 4, and which setting is at fault."""
    env = {**on_llama, "OPENAI_API_KEY": "wrong-key-0123456789"}
    done = wae("openai", "chat", "-m", "any", "Hi", env=env)
    assert 4 == done.returncode
    assert "did not accept OPENAI_API_KEY from the environment" in done.stderr
