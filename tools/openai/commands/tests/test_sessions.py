"""Chats are kept: turn by turn, whatever happens to the process that writes them."""

import errno
import json
import os
import re

import pytest
from componentize_py_types import Err
from wit_world.imports import chat, preopens

import golden_file
from openai_answers import said
from tools.openai.commands.chat import turns as chat_turn
from tools.openai.commands.sessions import identifier, session_file, turn_line

TURN = chat_turn.Turn(
    "2026-11-22T09:44:12Z",
    "big-2",
    None,
    [
        chat_turn.message(chat.Role.USER, "Hi"),
        chat_turn.message(chat.Role.ASSISTANT, "日本 \x1b[2J"),
    ],
    "stop",
    chat.Usage(1, 2, 3),
)


def only_file(data):
    """The one session that is kept."""
    [path] = data.glob("sessions/*.jsonl")
    return path


def test_a_turn_is_a_line(wae, model, data):
    """A finished turn is one line of JSON, with what was said, by which model, when, for how
    much.
    """
    model("Hello.")
    wae("openai", "chat", "-s", "Be brief", "Hi")
    [line] = only_file(data).read_text().splitlines()
    actual = json.loads(line)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", actual.pop("time"))
    assert {
        "model": "big-2",
        "system": "Be brief",
        "messages": [
            {"role": "user", "content": "Hi", "tool_calls": [], "answer_to": None},
            {"role": "assistant", "content": "Hello.", "tool_calls": [], "answer_to": None},
        ],
        "finish": "stop",
        "usage": {"input": 3, "output": 4, "total": 7},
        "attachments": [],
    } == actual


def test_continue(wae, model):
    """-c goes on with the session that was used last: the model gets all that was said, and the
    system prompt, unless there is a new one.
    """
    asked = model("One.", "Two.", "Three.")
    wae("openai", "chat", "-s", "Count", "Begin")
    wae("openai", "chat", "-c", "Go on")
    wae("openai", "chat", "-c", "-s", "Shout", "More")
    assert [
        ("system", "Count"),
        ("user", "Begin"),
        ("assistant", "One."),
        ("user", "Go on"),
    ] == said(asked.requests[1])
    assert [("system", "Shout"), ("user", "Begin")] == said(asked.requests[2])[:2]
    assert 6 == len(said(asked.requests[2]))


def test_continue_with_calls(wae, model):
    """The calls of an earlier turn and their results are part of what the model gets."""
    call = chat.ToolCall("1", "github_get", '{"name": "octo/world"}')
    asked = model([call], "Many.", "Sure.")
    wae("openai", "chat", "--tools", "Stars?")
    wae("openai", "chat", "-c", "Sure?")
    roles = [one.role.name for one in asked.requests[-1].messages]
    assert ["USER", "ASSISTANT", "TOOL", "ASSISTANT", "USER"] == roles
    assert [call] == asked.requests[-1].messages[1].tool_calls
    assert "1" == asked.requests[-1].messages[2].answer_to


def test_the_beginning_of_an_id(wae, model, data):
    """--session takes as much of an id as tells it from others."""
    asked = model()
    wae("openai", "chat", "First")
    first = only_file(data)
    os.utime(first, (1, 1))
    wae("openai", "chat", "Second")
    second = next(path for path in data.glob("sessions/*") if path != first)
    named = first.rename(first.with_name("1" + first.name[1:]))
    second.rename(second.with_name("2" + second.name[1:]))
    wae("openai", "chat", "--session", "1", "Third")
    assert ("user", "First") == said(asked.requests[-1])[0]
    wae("openai", "chat", "--session", named.stem, "Fourth")
    assert 5 == len(said(asked.requests[-1]))


def test_an_ambiguous_beginning(wae, data):
    """Several sessions begin so: exit 2, and which."""
    (data / "sessions").mkdir()
    for name in ("1abcdefghj", "1abcdefghk"):
        (data / "sessions" / f"{name}.jsonl").write_bytes(turn_line.write(TURN))
    done = wae("openai", "chat", "--session", "1abc", "Hi")
    assert 2 == done.code
    golden_file.check(
        "sessions-ambiguous",
        [golden_file.case("ambiguous", ("openai", "chat", "--session", "1abc", "Hi"), done.err, 2)],
    )


def test_a_failed_turn_is_not_kept(wae, model, data):
    """What was not answered leaves nothing behind, not even an empty session."""
    model(Err(chat.Error_Interrupted("reset")))
    assert 1 == wae("openai", "chat", "Hi").code
    assert [] == [*data.glob("sessions/*")]


def test_the_turns_before_a_failure_are_kept(wae, model, data):
    """Each turn of a conversation is on the disk before the next question."""
    model("One.", Err(chat.Error_Interrupted("reset")))
    wae("openai", "chat", typed="\na\nb\n", terminal=True)
    assert ["a"] == [one.question for one in session_file.read(str(only_file(data)))]


def test_a_full_disk(wae, model, monkeypatch):
    """A turn that cannot be kept was shown, and is told with exit 1."""

    def full(*arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(session_file, "add", full)
    model("Hello.")
    done = wae("openai", "chat", "Hi")
    assert (1, "Hello.\n") == (done.code, done.out)
    told = re.sub("session [0-9a-z]{10}", "session 1abcdefghj", done.err)
    golden_file.check(
        "sessions-full", [golden_file.case("full disk", ("openai", "chat", "Hi"), told, 1)]
    )


def test_a_reply_that_cannot_be_kept_is_printed(wae, model, monkeypatch):
    """As JSON as well: it is paid for."""

    def full(*arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(session_file, "add", full)
    done = wae("openai", "chat", "--json", "Hi")
    assert (1, "Hello.") == (done.code, json.loads(done.out)["reply"])


@pytest.mark.parametrize("content", [b"", b'{"time": "2026'])
def test_killed_before_the_first_turn(wae, model, data, content):
    """A session that never got a turn is not the latest, nor in the list."""
    asked = model()
    wae("openai", "chat", "One")
    (data / "sessions" / "zzzzzzzzzz.jsonl").write_bytes(content)
    wae("openai", "chat", "-c", "Two")
    assert ("user", "One") == said(asked.requests[-1])[0]
    assert 1 == len(json.loads(wae("openai", "sessions", "list", "--json").out))


def test_ids(monkeypatch):
    """Ids are ten letters and digits; those of a later second sort later, others are random."""
    ids = [identifier.new() for _ in range(100)]
    assert 90 < len(set(ids))
    assert all(re.fullmatch("[0-9a-hjkmnp-tv-z]{10}", one) for one in ids)
    stamps = [0, 1, 31, 32, 1_795_000_000, 1_795_000_001, 2**35 - 1]
    made = []
    for stamp in stamps:
        monkeypatch.setattr(identifier.time, "time", lambda stamp=stamp: stamp + 0.5)
        made.append(identifier.new()[:7])
    assert sorted(made) == made
    assert len(stamps) == len(set(made))


@pytest.mark.parametrize(
    "name", ["../x", "..", ".", "", "/etc/passwd", "a/b", "1abcdefghj0", "ABC", "i", "a\n", "a\0"]
)
def test_hostile_ids(wae, model, data, name):
    """Nothing but the letters of ids is ever part of a path."""
    wae("openai", "chat", "Hi")
    for arguments in (
        ("sessions", "show"),
        ("sessions", "delete", "--yes"),
        ("chat", "Hi", "--session"),
    ):
        assert 2 == wae("openai", *arguments, name).code
    assert only_file(data).is_file()


def test_foreign_files_are_no_sessions(wae, model, data):
    """Files of other names in the folder are left alone."""
    model()
    wae("openai", "chat", "Hi")
    for name in ("notes.txt", "x.jsonl", "1abcdefghj", ".1abcdefghj.jsonl"):
        (data / "sessions" / name).write_text("x")
    assert 1 == len(json.loads(wae("openai", "sessions", "list", "--json").out))


def test_no_folder(wae, fake):
    """Without a data folder there are no sessions: exit 1, and why."""
    fake(preopens, "get_directories", [])
    cases = []
    for arguments in (
        ("openai", "chat", "-c", "Hi"),
        ("openai", "chat", "--session", "1", "Hi"),
        ("openai", "sessions", "list"),
        ("openai", "sessions", "show"),
    ):
        done = wae(*arguments)
        assert (1, "") == (done.code, done.out)
        cases.append(golden_file.case("no data folder", arguments, done.err, done.code))
    golden_file.check("sessions-no-folder", cases)
