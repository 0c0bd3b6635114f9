"""What is attached to a question: pictures, their URLs, and texts."""

import errno
import json
from pathlib import Path

import pytest

import golden_file
from openai_answers import PNG
from tools.openai.commands.chat import attachments

PICTURE = attachments.base64.b64decode(PNG)
URL = "https://pictures.example/a.png?size=2"


@pytest.fixture(autouse=True)
def files():
    """A picture whose name says otherwise, and a text."""
    Path("fox.txt").write_bytes(PICTURE)
    Path("notes.md").write_bytes(b"\xef\xbb\xbfBuy milk\r\n")


def sent(request, place=0):
    """The words and the pictures of a message."""
    return request.messages[place].content, request.messages[place].pictures


def test_files_and_urls(wae, model):
    """Pictures go as their bytes tell, whatever they are called, URLs as they are, and texts after
    the words, under their names."""
    asked = model()
    attach = ("-a", "fox.txt", "--attach", "./notes.md", "-a", URL)
    done = wae("openai", "chat", *attach, "What?")
    assert (0, "Hello.\n", "") == (done.code, done.out, done.err)
    assert ("What?\n\nnotes.md:\n\nBuy milk\r\n", [PNG, URL]) == sent(asked.requests[0])


def test_standard_input(wae, model):
    """- is what is piped in, which is then no part of the prompt."""
    asked = model()
    wae("openai", "chat", "-a", "-", "Sum up", typed="one\ntwo\n")
    assert ("Sum up\n\nstandard input:\n\none\ntwo\n", None) == sent(asked.requests[0])


def test_the_session_has_it(wae, model):
    """Who goes on sends it again, from wherever the file is by then; words are shown as they were
    typed, and what was attached as a line."""
    asked = model()
    wae("openai", "chat", "-a", "fox.txt", "-a", "notes.md", "What?")
    Path("fox.txt").unlink()
    wae("openai", "chat", "-c", "-a", URL, "And?")
    assert ("What?\n\nnotes.md:\n\nBuy milk\r\n", [PNG]) == sent(asked.requests[1])
    assert ("And?", [URL]) == sent(asked.requests[1], 2)
    shown = wae("openai", "sessions", "show").out
    assert "\n\nWhat?\n\nAttached: fox.txt (png, 8 B)\n\nAttached: notes.md (text, 13 B)\n" in shown
    assert f"\n\nAnd?\n\nAttached: {URL}\n" in shown
    first = json.loads(wae("openai", "sessions", "show", "--json").out)["turns"][0]
    assert "What?" == first["messages"][0]["content"]
    assert ["fox.txt", "notes.md"] == [one["name"] for one in first["attachments"]]
    assert {"kind": "png", "size": 8}.items() <= first["attachments"][0].items()


def test_a_session_is_deleted_with_what_is_attached(wae, model, data):
    """Nothing of it stays, and nothing of another's goes."""
    wae("openai", "chat", "-a", "fox.txt", "One")
    [first] = data.glob("sessions/*.jsonl")
    wae("openai", "chat", "-a", "fox.txt", "Two")
    assert 4 == len([*data.glob("sessions/*")])
    wae("openai", "sessions", "delete", first.stem, "--yes")
    left = [*data.glob("sessions/*")]
    assert [2, 0] == [len(left), sum(path.name.startswith(first.stem) for path in left)]


@pytest.mark.parametrize("changed", [None, b"other"])
def test_what_is_no_longer_kept(wae, model, data, changed):
    """A content that is gone, or is another one, is told, and the chat goes on without it."""
    asked = model()
    wae("openai", "chat", "-a", "fox.txt", "One")
    [path] = (each for each in data.glob("sessions/*") if each.suffix != ".jsonl")
    path.unlink() if changed is None else path.write_bytes(changed)
    done = wae("openai", "chat", "-c", "Two")
    told = "wae: fox.txt (png, 8 B) is no longer kept, so the model does not get it.\n"
    assert (0, told) == (done.code, done.err)
    assert ("One", None) == sent(asked.requests[1])


def test_no_session_leads_to_other_files(wae, model, data):
    """A session that somebody wrote cannot have any file sent."""
    asked = model()
    (data / "secret").write_bytes(PICTURE)
    wae("openai", "chat", "-a", "fox.txt", "One")
    [path] = data.glob("sessions/*.jsonl")
    turn = json.loads(path.read_text())
    turn["attachments"][0]["sha256"] = "/../../secret"
    path.write_text(json.dumps(turn) + "\n")
    assert "is no longer kept" in wae("openai", "chat", "-c", "Two").err
    assert ("One", None) == sent(asked.requests[1])


def test_what_cannot_be_attached(wae, model, monkeypatch):
    """It is one error, and nothing is asked."""
    monkeypatch.setattr(attachments, "_LARGEST_PICTURE", 30)
    monkeypatch.setattr(attachments, "_LARGEST_TEXT", 20)
    Path("empty.txt").touch()
    Path("a.pdf").write_bytes(b"%PDF-1.7\n\xff")
    Path("zero.txt").write_bytes(b"a\0b")
    Path("long.txt").write_bytes(b"x" * 21)
    Path("huge.png").write_bytes(PICTURE + b"x" * 30)
    asked = model().requests
    cases = []
    for title, code, arguments in (
        ("no file", 1, ("-a", "no.png")),
        ("a folder", 1, ("-a", ".")),
        ("nothing", 1, ("-a", "empty.txt")),
        ("another format", 1, ("-a", "a.pdf")),
        ("no text", 1, ("-a", "zero.txt")),
        ("a long text", 1, ("-a", "long.txt")),
        ("a huge picture", 1, ("-a", "huge.png")),
        ("another URL", 1, ("-a", "ftp://pictures.example/a.png")),
        ("a URL with spaces", 1, ("-a", "https://pictures.example/a b\x1b[2J")),
        ("standard input twice", 2, ("-a", "-", "-a", "-")),
        ("without a prompt", 2, ("-a", "fox.txt")),
    ):
        prompt = () if title == "without a prompt" else ("What?",)
        done = wae("openai", "chat", *arguments, *prompt)
        assert (code, "") == (done.code, done.out), title
        cases.append(golden_file.case(title, arguments, done.err, done.code))
    for title, typed in (("piped, empty", ""), ("piped, huge", "x" * 31)):
        done = wae("openai", "chat", "-a", "-", "What?", typed=typed)
        cases.append(golden_file.case(title, ("-a", "-"), done.err, done.code))
    done = wae("openai", "chat", "-a", "-", "What?", terminal=True)
    cases.append(golden_file.case("on a terminal", ("-a", "-"), done.err, done.code))
    assert [] == asked
    golden_file.check("openai-attach", cases)


def talk(wae, *lines, arguments=()):
    typed = "".join(f"{line}\n" for line in lines)
    return wae("openai", "chat", "-s", "", *arguments, typed=typed, terminal=True)


def test_in_a_conversation(wae, model):
    """/attach sends something with the next question only, --attach with the first; asking again
    has it again."""
    asked = model()
    lines = ("One", "/attach fox.txt", f"/attach {URL}", "/attach", "Two", "/retry", "Three")
    done = talk(wae, *lines, arguments=("-a", "notes.md"))
    assert "notes.md (text, 13 B) goes with your first question.\n" in done.err
    assert "  fox.txt (png, 8 B)\nThis goes with the next question.\n" in done.err
    assert f"  fox.txt (png, 8 B)\n  {URL}\nThese go with the next question.\n" in done.err
    last = [(one.messages[-1].content, one.messages[-1].pictures) for one in asked.requests]
    both = ("Two", [PNG, URL])
    assert [("One\n\nnotes.md:\n\nBuy milk\r\n", None), both, both, ("Three", None)] == last


def test_a_failure_keeps_it_for_the_next_question(wae, model):
    """What could not be sent is sent the next time, unless it is taken back."""
    asked = model()
    done = talk(wae, "/attach fox.txt", "/attach off", "One", "/attach")
    assert [None] == [one.messages[-1].pictures for one in asked.requests]
    assert 2 == done.err.count("Nothing goes with the next question.\n")


def test_what_a_conversation_cannot_attach(wae, model):
    """A file that cannot be read is an error that says how to give it; the chat goes on."""
    asked = model()
    done = talk(wae, "/attach ../fox.png", "/attach -", "One", "/attach no.png")
    begin = "Give another one when you begin: 'wae openai chat"
    assert (
        f"A conversation reads files of the current folder. {begin} --attach FILE'.\n" in done.err
    )
    assert "wae: Standard input is what you type. Name a file or a URL.\n" in done.err
    [request] = asked.requests
    assert f"{begin} --session " in done.err
    assert ("One", None) == sent(request)


def test_links_that_lead_elsewhere(wae, model, monkeypatch):
    """A link out of its folder, which WASI does not follow, is told as that."""
    from tools.openai.commands import input_file

    def refuse(path, mode):
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(input_file, "open", refuse, raising=False)
    asked = model().requests
    done = wae("openai", "chat", "-a", "fox.txt", "Hi")
    assert (1, "", []) == (done.code, done.out, asked)
    assert "fox.txt could not be read: it leads out of its folder." in done.err
