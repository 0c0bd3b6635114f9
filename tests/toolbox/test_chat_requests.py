"""What goes with a question, composed: files that the host grants, schemas, and a model that nobody
chose."""

import base64
import json
import subprocess
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from tests.faults.openai_pictures import PNG
from tests.toolbox.pseudo_terminal import PseudoTerminal
from tests.toolbox.talker import Talker

Wae = Callable[..., "subprocess.CompletedProcess[str]"]
Terminal = Callable[..., AbstractContextManager[PseudoTerminal]]

PICTURE = {"url": f"data:image/png;base64,{base64.b64encode(PNG).decode()}"}


@pytest.fixture
def away(tmp_path: Path) -> Path:
    """A picture in a folder that is not below the current one, which is `here`."""
    for name in ("a", "here"):
        (tmp_path / name).mkdir()
    (tmp_path / "a" / "fox").write_bytes(PNG)
    return tmp_path / "here"


def content(talker: Talker, place: int) -> object:
    """What a message of the last request says."""
    return talker.bodies[-1]["messages"][place]["content"]


def test_a_file_from_anywhere(
    wae: Wae, on_openai: dict[str, str], talker: Talker, away: Path
) -> None:
    """A file that the command line names can be read wherever it is; a session has it when the file
    is gone, and what is piped in goes along."""
    given = ("--attach", "../a/fox", "-a", "-")
    done = wae("openai", "chat", *given, "What?", env=on_openai, cwd=away, input="piped")
    said = "What?\n\nstandard input:\n\npiped"
    assert (0, f"{said}\n", "") == (done.returncode, done.stdout, done.stderr)
    parts = [{"type": "text", "text": said}, {"type": "image_url", "image_url": PICTURE}]
    assert parts == content(talker, 0)
    (away.parent / "a" / "fox").unlink()
    done = wae("openai", "chat", "-c", "And?", env=on_openai, cwd=away)
    assert (0, "And?\n", "") == (done.returncode, done.stdout, done.stderr)
    assert [parts, "And?"] == [content(talker, 0), content(talker, 2)]
    shown = wae("openai", "sessions", "show", env=on_openai, cwd=away).stdout
    assert f"Attached: fox (png, {len(PNG)} B)\n" in shown


def test_only_what_is_named(
    wae: Wae, on_openai: dict[str, str], talker: Talker, away: Path
) -> None:
    """A value of another option opens no folder."""
    given = ("--system", "../a/fox", "--attach", "../a/none")
    done = wae("openai", "chat", *given, "What?", env=on_openai, cwd=away)
    assert (1, []) == (done.returncode, talker.bodies)
    assert "../a/none could not be read" in done.stderr


def test_in_a_conversation(
    terminal: Terminal, on_openai: dict[str, str], talker: Talker, tmp_path: Path
) -> None:
    """/attach reads what the app may read anyway, and says how to give it anything else."""
    (tmp_path / "fox").write_bytes(PNG)
    env = on_openai | {"TERM": "dumb"}
    with terminal("openai", "chat", "-s", "", env=env) as session:
        session.wait_for("> ")
        session.send("/attach /etc/hostname\n")
        session.wait_for("Give another one when you begin: 'wae openai chat --attach FILE'")
        session.wait_for("> ")
        session.send("/attach fox\n")
        session.wait_for("This goes with the next question.")
        session.wait_for("> ")
        session.send("What?\n")
        session.wait_for("What?\r\nWhat?\r\n")
        session.wait_for("> ")
        session.send("bye\n")
        assert 0 == session.end()
    assert {"type": "image_url", "image_url": PICTURE} in content(talker, 0)  # type: ignore[operator]


def test_a_schema(wae: Wae, on_openai: dict[str, str], talker: Talker, away: Path) -> None:
    """A schema in a file goes to the server; a reply that fits is JSON on stdout, any other an
    error with its place."""
    fields = {"type": "object", "properties": {"age": {"type": "integer"}}}
    (away.parent / "a" / "dog.json").write_text(json.dumps(fields))
    asking = ("openai", "chat", "--schema", "../a/dog.json")
    done = wae(*asking, '{"age": 3}', env=on_openai, cwd=away)
    assert (0, {"age": 3}, "") == (done.returncode, json.loads(done.stdout), done.stderr)
    assert fields == talker.bodies[-1]["response_format"]["json_schema"]["schema"]
    done = wae(*asking, '{"age": "3"}', env=on_openai, cwd=away)
    assert (1, "") == (done.returncode, done.stdout)
    line = "The reply does not fit the schema: age must be integer"
    assert f'{{"age": "3"}}\nwae: {line}. Ask again, or choose another model.\n' == done.stderr


def test_options_of_the_server(wae: Wae, on_openai: dict[str, str], talker: Talker) -> None:
    """They arrive under their names; nothing of the chat is kept where nothing shall be."""
    more = ("--option", "seed=42", "--option", "effort=low", "--no-save")
    assert 0 == wae("openai", "chat", *more, "Hi", env=on_openai).returncode
    assert {"seed": 42, "effort": "low"}.items() <= talker.bodies[-1].items()
    assert 1 == wae("openai", "sessions", "show", env=on_openai).returncode


def test_a_key_alone(wae: Wae, on_openai: dict[str, str], talker: Talker) -> None:
    """Without a choice the general model of the server's list is asked, and told."""
    done = wae("openai", "chat", "Hi", env=on_openai | {"OPENAI_MODEL": ""})
    assert (0, "Hi\n") == (done.returncode, done.stdout)
    assert done.stderr.startswith("wae: Asking parrot, the newest general model for chats of the ")
    assert "parrot" == talker.bodies[-1]["model"]


def test_a_limit_of_what_is_kept(wae: Wae, on_openai: dict[str, str], tmp_path: Path) -> None:
    """The oldest chat goes where all take more than was allowed, and is named."""
    (tmp_path / "big.txt").write_bytes(b"x" * 700_000)
    env = on_openai | {"OPENAI_SESSIONS_LIMIT": "1"}
    assert "" == wae("openai", "chat", "--no-stream", "-a", "big.txt", "One", env=env).stderr
    done = wae("openai", "chat", "--no-stream", "-a", "big.txt", "Two", env=env)
    assert "wae: Deleted 1 old session (" in done.stderr
    rows = wae("openai", "sessions", "list", env=env).stdout.splitlines()
    assert ["Two"] == [row.split("\t")[-1] for row in rows]
