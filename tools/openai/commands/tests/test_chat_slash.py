"""Commands in a conversation, in plain lines as everywhere else."""

import json

import pytest

from openai_answers import said


@pytest.fixture
def talk(wae):
    """A conversation without a system prompt, of lines that are typed."""

    def run(*lines, arguments=()):
        typed = "".join(f"{line}\n" for line in lines)
        return wae("openai", "chat", "-s", "", *arguments, typed=typed, terminal=True)

    return run


def test_help(talk, model):
    """/help tells of every command, and how many lines are asked as one; nothing is asked."""
    asked = model()
    done = talk("/help")
    assert [] == asked.requests
    assert (
        """\
> \
  /help            show this
  /model [NAME]    show or change the model
  /system [TEXT]   change the instructions for the model
  /attach [FILE]   send a picture or a text along; off: send none
  /retry           ask the last question again
  /edit            change the last question and ask it again
  /save [FILE]     tell how to save the conversation
  /tools [on|off]  show the tools, or let the model call them
A backslash at the end of a line, or \"\"\" around lines, asks them as one.
"""
        in done.err
    )


def test_model(talk, model):
    """/model tells the model, or asks another from then on, and warns where it will be gone."""
    asked = model()
    done = talk("One", "/model", "/MODEL tiny", "Two")
    assert ["big-2", "tiny"] == [one.model for one in asked.requests]
    assert "> big-2\n" in done.err


def test_system(talk, model):
    """/system with a text is what the model is told from then on; alone it tells, and asks."""
    asked = model()
    done = talk("/system Be brief", "One", "/system", "", "Two", "/system", "Be kind", "Three")
    systems = [[text for role, text in said(one) if role == "system"] for one in asked.requests]
    assert [["Be brief"], [], ["Be kind"]] == systems
    assert "Now: Be brief\nSystem prompt (empty for none): " in done.err
    assert "There is none.\nSystem prompt (empty for none): " in done.err


def test_retry(talk, model, wae, data):
    """/retry asks the last question again; the new reply takes the old one's place, on the disk,
    too, where lines are only ever added."""
    asked = model("One.", "Two.", "Other two.")
    talk("First", "Second", "/retry")
    assert said(asked.requests[1]) == said(asked.requests[2])
    [path] = data.glob("sessions/*.jsonl")
    assert 3 == len(path.read_text().splitlines())
    document = json.loads(wae("openai", "sessions", "show", "--json").out)
    assert ["One.", "Other two."] == [turn["messages"][-1]["content"] for turn in document["turns"]]
    names = {"time", "model", "system", "messages", "finish", "usage", "attachments"}
    assert names == document["turns"][1].keys()


def test_edit(talk, model):
    """/edit in plain lines asks for the question anew; an empty line leaves it as it was."""
    asked = model()
    talk("First", "/edit", "Frist no more", "/edit", "", "Next")
    assert [("user", "Frist no more")] == said(asked.requests[1])
    assert [("user", "Frist no more"), ("assistant", "Hello.")] == said(asked.requests[2])[:2]


def test_tools(talk, model):
    """/tools shows what there is, and lets the model call it, or no more."""
    asked = model()
    done = talk("/tools", "One", "/tools on", "Two", "/tools off", "Three")
    assert [False, True, False] == [bool(one.tools) for one in asked.requests]
    assert "> Tools are off. The model may call these when they are on:\n" in done.err
    assert "  password_generator_generate\n" in done.err


def test_save(talk, model, data):
    """/save tells the command that saves the conversation."""
    model()
    done = talk("Hi", "/save", "/save my notes.md")
    [path] = data.glob("sessions/*.jsonl")
    export = f"wae openai sessions export {path.stem} -o"
    kept = f"It is kept as session {path.stem}; a chat itself writes no other files. To save it:\n"
    assert f"> {kept}  {export} FILE.md\n> {kept}  {export} 'my notes.md'\n" in done.err


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("/retry", "wae: Nothing has been asked yet. Ask something first.\n"),
        ("/edit", "wae: Nothing has been asked yet. Ask something first.\n"),
        ("/save x", "wae: Nothing has been asked yet. Ask something first.\n"),
        ("/modl", "wae: There is no command /modl. Did you mean /model?\n"),
        ("/xyzzy 1", "wae: There is no command /xyzzy. Type /help.\n"),
        ("/tools maybe", "wae: /tools is on or off, not maybe. Type /tools on.\n"),
    ],
)
def test_what_cannot_be_done(talk, model, line, told):
    """It is told, nothing is asked, and the conversation goes on."""
    asked = model()
    done = talk(line, "Hi")
    assert told in done.err
    assert [[("user", "Hi")]] == [said(one) for one in asked.requests]


@pytest.mark.parametrize("question", ["/etc/hosts: what is it?", "/", "//x", "1/2", "/x/"])
def test_paths_are_questions(talk, model, question):
    """Only a slash and a word is a command."""
    asked = model()
    talk(question)
    assert [("user", question)] == said(asked.requests[0])
