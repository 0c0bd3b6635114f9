"""How much room kept chats may take."""

import os

import pytest
from wit_world.imports import plain

from tools.openai.commands.sessions import limit


@pytest.fixture
def set_to(fake, monkeypatch):
    """Sets how much chats may take; a MiB has 1,000 bytes."""
    monkeypatch.setattr(limit, "_MEBIBYTE", 1000)
    monkeypatch.setattr(limit, "NOTICED", 3000)

    def set_(text):
        named = {"OPENAI_MODEL": "big-2", limit.SETTING: text}
        fake(plain, "get", named.get)

    return set_


@pytest.fixture
def old(data):
    """Two sessions of 2,000 bytes each, the first with an attachment, and what is no session's."""
    folder = data / "sessions"
    folder.mkdir()
    for number, (name, size) in enumerate(
        {
            "0000000001.jsonl": 500,
            f"0000000001.{'a' * 64}": 1500,
            "0000000002.jsonl": 2000,
            "mine.txt": 9000,
        }.items()
    ):
        (folder / name).write_bytes(b"x" * size)
        os.utime(folder / name, (number, number))
    return folder


def names(folder):
    """The sessions that are left."""
    return sorted(path.name[:10] for path in folder.glob("*.jsonl"))


def test_a_limit(wae, model, old, set_to):
    """The oldest goes, with what is attached, and its name is told; what is no session's stays."""
    set_to("3")
    done = wae("openai", "chat", "Hi")
    assert (0, "Hello.\n") == (done.code, done.out)
    assert done.err == (
        "wae: Deleted 1 old session (0000000001): together they took more than 2.9 KiB "
        "(OPENAI_SESSIONS_LIMIT).\n"
    )
    assert "0000000002" == names(old)[0]
    assert 2 == len(names(old))
    assert (old / "mine.txt").exists()
    assert not [*old.glob("0000000001*")]


def test_the_current_session_stays(wae, model, old, set_to):
    """However large it is."""
    set_to("1")
    model("x" * 5000)
    assert (
        "wae: Deleted 2 old sessions (0000000001, 0000000002): " in wae("openai", "chat", "Hi").err
    )
    assert 1 == len(names(old))


def test_enough_room(wae, model, old, set_to):
    """Nothing goes, and nothing is said."""
    set_to("9")
    assert "" == wae("openai", "chat", "Hi").err
    assert 3 == len(names(old))


def test_without_a_limit(wae, model, old, set_to):
    """Nothing is ever deleted; where they take a lot, that is told, once a conversation."""
    set_to(None)
    assert wae("openai", "chat", "Hi").err.startswith("wae: Your chats take 4.")
    assert 3 == len(names(old))
    done = wae("openai", "chat", "-s", "", typed="One\nTwo\n", terminal=True)
    assert 1 == done.err.count("wae: Your chats take")
    set_to(None)
    assert "" == wae("openai", "chat", "--no-save", "Hi").err


@pytest.mark.parametrize("text", ["0", "-1", "1 GB", "1.5", "", "9999999", "²"])
def test_no_limit(wae, model, data, set_to, text):
    """An invalid limit is an error before anything is asked."""
    set_to(text)
    asked = model().requests
    done = wae("openai", "chat", "Hi")
    line = f"wae: {limit.SETTING} is not a number of MiB from 1 to 999,999. Such as 500.\n"
    assert (2, line, []) == (done.code, done.err, asked)
