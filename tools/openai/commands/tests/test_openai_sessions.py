"""`wae openai sessions` and `models`: what is listed, shown, saved and deleted."""

import json
import os
import time
from pathlib import Path

import pytest
from wit_world.imports import chat, models

import golden_file
from shared import cleaning
from tools.openai.commands.chat.turns import Turn, message
from tools.openai.commands.sessions import turn_line

FIRST = Turn(
    "2026-11-22T09:44:12Z",
    "big-2",
    "Be brief",
    [
        message(chat.Role.USER, "Stars\x1b[2J of octo/world?\nPlease, " + "x" * 60),
        chat.Message(
            chat.Role.ASSISTANT,
            "",
            [chat.ToolCall("1", "github_get", '{"name": "o/w"}')],
            None,
            None,
        ),
        chat.Message(chat.Role.TOOL, '{"notes": "```\\n"}', [], "1", None),
        message(chat.Role.ASSISTANT, "Many.\x1b[31m"),
    ],
    "stop",
    chat.Usage(1, 2, 3),
)
SECOND = Turn(
    "2026-11-22T09:45:00Z",
    "tiny",
    "Be brief",
    [message(chat.Role.USER, "Sure?"), message(chat.Role.ASSISTANT, "Sure.")],
    "stop",
    None,
)
ID = "1nv3k9f2ab"


@pytest.fixture
def kept(data):
    """A session with two turns."""
    (data / "sessions").mkdir()
    path = data / "sessions" / f"{ID}.jsonl"
    path.write_bytes(turn_line.write(FIRST) + turn_line.write(SECOND))
    return path


def document():
    """The session as JSON."""
    return {"id": ID, "turns": [turn_line.fields(FIRST), turn_line.fields(SECOND)]}


def test_views(wae, kept):
    """Tables, rows and documents as people and programs see them."""
    cases = []
    for arguments in (
        ("openai", "sessions", "list"),
        ("openai", "sessions", "show"),
        ("openai", "sessions", "show", "1n"),
        ("openai", "sessions", "export"),
        ("openai", "models"),
    ):
        for terminal in (True, False):
            done = wae(*arguments, terminal=terminal, variables={"NO_COLOR": "1"})
            assert 0 == done.code
            assert cleaning.text(done.out) == done.out
            title = f"{' '.join(arguments[1:])}, {'terminal' if terminal else 'pipe'}"
            cases.append(golden_file.case(title, arguments, done.out, done.code))
    golden_file.check("openai-views", cases)


def test_a_session_on_a_terminal(wae, kept):
    """What was said is shown as the chat showed it."""
    shown = wae("openai", "sessions", "show", terminal=True).out
    assert shown.startswith("\x1b[1;4mStars of octo/world?")
    assert wae("openai", "sessions", "show").out.startswith("# Stars of octo/world?")


def test_list_as_json(wae, kept):
    """--json has what is documented, for each session."""
    assert [
        {
            "id": ID,
            "last_used": "2026-11-22T09:45:00Z",
            "turns": 2,
            "model": "tiny",
            "title": "Stars of octo/world? Please, " + "x" * 30 + "…",
        }
    ] == json.loads(wae("openai", "sessions", "list", "--json").out)


def test_the_order_of_the_list(wae, model, data):
    """The session that was used last is first; --limit takes the first ones, --all all."""
    aged = {}
    for age, question in ((20, "First"), (10, "Second")):
        wae("openai", "chat", question)
        # Two chats within a tick of the clock have the same time.
        (kept,) = (one for one in (data / "sessions").iterdir() if one not in aged)
        aged[kept] = time.time() - age
        os.utime(kept, (aged[kept], aged[kept]))
    actual = json.loads(wae("openai", "sessions", "list", "--json").out)
    assert ["Second", "First"] == [one["title"] for one in actual]
    wae("openai", "chat", "--session", actual[1]["id"], "More")
    limited = json.loads(wae("openai", "sessions", "list", "--json", "--limit", "1").out)
    assert ["First"] == [one["title"] for one in limited]
    everything = json.loads(wae("openai", "sessions", "list", "--json", "--all").out)
    assert ["First", "Second"] == [one["title"] for one in everything]


def test_what_is_not_listed(wae, kept):
    """A person is told where there may be more; --all lists everything and tells nothing."""
    second = kept.with_name("0000000000.jsonl")
    second.write_bytes(turn_line.write(SECOND))
    for arguments, told in (
        (["--limit", "1"], "These are 1; --all lists all of them.\n"),
        (["--all"], ""),
    ):
        assert told == wae("openai", "sessions", "list", *arguments, terminal=True).err
    second.unlink()
    kept.unlink()
    assert "There are no sessions.\n" == wae("openai", "sessions", "list", terminal=True).err


def test_many_sessions(wae, kept):
    """30 are listed, or all of them with --all."""
    for number in range(30):
        kept.with_name(f"{number:010}.jsonl").write_bytes(turn_line.write(SECOND))
    assert 30 == len(wae("openai", "sessions", "list").out.splitlines())
    assert 31 == len(wae("openai", "sessions", "list", "--all").out.splitlines())


def test_show_as_json(wae, kept):
    """A session is its id and its turns."""
    assert document() == json.loads(wae("openai", "sessions", "show", "--json").out)


def test_export(wae, kept):
    """-o writes Markdown, or JSON where the suffix says so or --format does."""
    markdown = wae("openai", "sessions", "export").out
    assert 0 == wae("openai", "sessions", "export", ID, "-o", "a.md").code
    assert 0 == wae("openai", "sessions", "export", ID, "-o", "a.json").code
    assert 0 == wae("openai", "sessions", "export", "-o", "b", "--format", "json").code
    assert markdown == Path("a.md").read_text()
    assert [document()] * 2 == [json.loads(Path(name).read_text()) for name in ("a.json", "b")]
    assert document() == json.loads(wae("openai", "sessions", "export", "--format", "json").out)


def test_export_as_json(wae, kept):
    """--json prints the session where nothing is saved, and else what was; `-` is stdout."""
    assert document() == json.loads(wae("openai", "sessions", "export", "--json").out)
    assert document() == json.loads(wae("openai", "sessions", "export", "--json", "-o", "-").out)
    saved = wae("openai", "sessions", "export", "--json", "-o", "a.md")
    assert {"id": ID, "path": "a.md", "format": "markdown"} == json.loads(saved.out)
    assert Path("a.md").exists()
    saved = wae("openai", "sessions", "export", "--json", "-o", "b", "--format", "json")
    assert {"id": ID, "path": "b", "format": "json"} == json.loads(saved.out)
    assert document() == json.loads(Path("b").read_text())
    done = wae("openai", "sessions", "export", "--json", "--format", "markdown")
    assert (2, "") == (done.code, done.out)
    assert done.err.startswith("wae: --json does not go with --format markdown.\n")


def test_export_to_stdout(wae, kept):
    """`-o -` is stdout, and no file."""
    done = wae("openai", "sessions", "export", "-o", "-", terminal=True)
    assert wae("openai", "sessions", "export").out == done.out
    assert "" == done.err
    assert not Path("-").exists()


def test_export_replaces_nothing(wae, kept):
    """A file that is there stays, but with --force."""
    Path("a.md").write_text("mine")
    assert 1 == wae("openai", "sessions", "export", "-o", "a.md").code
    assert "mine" == Path("a.md").read_text()
    assert 0 == wae("openai", "sessions", "export", "-o", "a.md", "--force").code
    assert "mine" != Path("a.md").read_text()


def test_delete(wae, kept):
    """A session is deleted when the user says yes, or said so before; nobody to ask: exit 2."""
    assert 2 == wae("openai", "sessions", "delete", ID).code
    assert 1 == wae("openai", "sessions", "delete", ID, terminal=True, typed="n\n").code
    assert 1 == wae("openai", "sessions", "delete", ID, terminal=True, typed="").code
    assert kept.exists()
    done = wae("openai", "sessions", "delete", ID, terminal=True, typed="y\n")
    assert (0, f"Delete {ID}, 2 turns? [y/N]: Deleted {ID}.\n") == (done.code, done.err)
    assert not kept.exists()


def test_delete_with_yes(wae, kept):
    """--yes asks nothing."""
    done = wae("openai", "sessions", "delete", "1n", "--yes")
    assert (0, "", "") == (done.code, done.out, done.err)
    assert not kept.exists()


def test_delete_as_json(wae, kept):
    """--json tells which session is gone."""
    done = wae("openai", "sessions", "delete", "1n", "--yes", "--json", terminal=True)
    assert ({"deleted": ID}, "") == (json.loads(done.out), done.err)
    assert not kept.exists()


def test_nothing_is_kept_yet(wae):
    """No sessions: an empty list is no failure; there is none to go on with."""
    assert (0, "") == (
        wae("openai", "sessions", "list").code,
        wae("openai", "sessions", "list").out,
    )
    assert "[]\n" == wae("openai", "sessions", "list", "--json").out
    for arguments in (("chat", "-c", "Hi"), ("sessions", "show"), ("sessions", "export")):
        done = wae("openai", *arguments)
        assert 1 == done.code
        told = "wae: There is no session yet. Begin one with 'wae openai chat'.\n"
        assert told == done.err


def test_models_as_json(wae):
    """The records of the contract."""
    assert [
        {"id": "big-2", "owner": "octo", "created": 1_790_000_000, "shutdown_date": None},
        {"id": "old-1", "owner": "octo\x1b[31m", "created": None, "shutdown_date": "2027-01-15"},
    ] == json.loads(wae("openai", "models", "--json").out)


def test_no_models(wae, fake):
    """A server without models: nothing on stdout, success."""
    fake(models, "list_models", [])
    assert (0, "") == (wae("openai", "models").code, wae("openai", "models").out)
    assert "There are no models.\n" in wae("openai", "models", terminal=True).err


def test_years_beyond_reason(wae, fake):
    """An impossible time is left out."""
    fake(models, "list_models", [models.Model("m", "o", 2**64 - 1, None)])
    assert "m      o\n" in wae("openai", "models", terminal=True).out
