"""`wae openai chat`: where the question comes from, what is asked, and what is shown."""

import json

import pytest
from componentize_py_types import Err
from wit_world.imports import chat, preopens

from openai_answers import said

SECRET = "sk-0123456789abcdef"


def test_an_argument(wae, model):
    """The prompt is the user's message, the reply is on stdout, nothing is on stderr."""
    asked = model("It scatters light.")
    done = wae("openai", "chat", "Why is the sky blue?")
    assert (0, "It scatters light.\n", "") == (done.code, done.out, done.err)
    assert [("user", "Why is the sky blue?")] == said(asked.requests[0])


def test_standard_input(wae, model):
    """A text in a pipe is the prompt; with an argument, it follows that."""
    asked = model()
    wae("openai", "chat", typed="one\r\ntwo\n\n")
    wae("openai", "chat", "Explain", typed="one\ntwo\n")
    assert [("user", "one\ntwo")] == said(asked.requests[0])
    assert [("user", "Explain\n\none\ntwo")] == said(asked.requests[1])


def test_long_standard_input(wae, model):
    """Megabytes arrive whole."""
    asked = model()
    wae("openai", "chat", typed="x" * 3_000_000)
    assert [("user", "x" * 3_000_000)] == said(asked.requests[0])


def test_the_reply_is_shown_as_it_arrives(wae, model):
    """Each piece is written at once; then the line and the stream end."""
    asked = model("a b\n\tc", pieces=4)
    assert "a b\n\tc\n" == wae("openai", "chat", "Hi").out
    assert [True] == [stream.closed for stream in asked.streams]


@pytest.mark.parametrize("terminal", [{"terminal": True, "variables": {"NO_COLOR": "1"}}, {}])
def test_nothing_steers_the_terminal(wae, model, terminal):
    """No control character of the model's arrives, however it is cut; newlines and tabs do.

    Nor in a pipe, for that may lead to a terminal, by way of `less` or a file.
    """
    model("a\x1b[31mb\u202e\n\tc\x9b2J\x07\U000e0041", pieces=20)
    assert "ab\n\tc\n" == wae("openai", "chat", "Hi", **terminal).out


@pytest.mark.parametrize("streamed", [(), ("--no-stream",)])
def test_markdown_on_a_terminal(wae, model, streamed):
    """Headings, emphasis, lists and code are shown as what they mean, and plain in a pipe."""
    text = "# Title\n\n- **one**, `two`\n\n```sh\nls *\n```"
    model(text, pieces=3)
    shown = wae("openai", "chat", "Hi", *streamed, terminal=True).out
    styled = "\x1b[1;4mTitle\x1b[0m\n\n\x1b[2m• \x1b[0m\x1b[1mone\x1b[0m, \x1b[36mtwo\x1b[0m\n\n"
    assert styled + "\x1b[2msh\x1b[0m\n\x1b[36mls *\x1b[0m\n" == shown
    assert text + "\n" == wae("openai", "chat", "Hi", *streamed).out


def test_no_stream(wae, model, monkeypatch):
    """With --no-stream the reply is asked for whole."""
    asked = model("Hello.")
    monkeypatch.setattr(chat, "open", None)
    assert "Hello.\n" == wae("openai", "chat", "--no-stream", "Hi").out
    assert 1 == len(asked.requests)


def test_how_the_model_is_asked(wae, model):
    """System prompt, temperature and limit go to the server as they were given."""
    asked = model()
    wae("openai", "chat", "-s", "Be brief", "-t", "0.5", "--max-tokens", "9", "-m", "tiny", "Hi")
    [request] = asked.requests
    assert ("tiny", 0.5, 9) == (request.model, request.temperature, request.max_tokens)
    assert [("system", "Be brief"), ("user", "Hi")] == said(request)
    wae("openai", "chat", "Hi")
    assert (None, None) == (asked.requests[1].temperature, asked.requests[1].max_tokens)


def test_json(wae, model, data):
    """--json is one object with what is documented."""
    model("Hello.")
    document = json.loads(wae("openai", "chat", "--json", "Hi").out)
    [kept] = data.glob("sessions/*.jsonl")
    assert {
        "session": kept.stem,
        "model": "big-2",
        "reply": "Hello.",
        "reasoning": None,
        "finish": "stop",
        "usage": {"input": 3, "output": 4, "total": 7},
        "calls": [],
    } == document


def test_json_has_the_calls(wae, model):
    """What the model has called is in the document, with arguments and results as texts."""
    call = chat.ToolCall("1", "nothing", "{}")
    model([call], "Done.")
    document = json.loads(wae("openai", "chat", "--tools", "--json", "Hi").out)
    assert [
        {
            "name": "nothing",
            "arguments": "{}",
            "result": '{"error": "there is no function \'nothing\'"}',
        }
    ] == document["calls"]
    assert {"input": 6, "output": 8, "total": 14} == document["usage"]


def test_usage(wae, model):
    """-u tells the tokens on stderr; where the server is silent, it says so."""
    model("Hello.")
    done = wae("openai", "chat", "-u", "Hi")
    assert "Hello.\n" == done.out
    assert "wae: 3 tokens read, 4 written, 7 in all.\n" == done.err
    model(chat.Reply("m", "Hello.", "", [], "stop", None))
    done = wae("openai", "chat", "-u", "Hi")
    assert "wae: The server does not say how many tokens it took.\n" == done.err


@pytest.mark.parametrize(
    ("finish", "told"),
    [
        ("length", "wae: The reply ends early: it has as many tokens as it may have.\n"),
        (
            "content_filter",
            "wae: The server left out some of the reply because of its content.\n",
        ),
        ("error", 'wae: The reply ended with "error".\n'),
        ("stop", ""),
        ("STOP", ""),
        ("end_turn", ""),
        ("eos_token", ""),
    ],
)
def test_a_reply_that_is_not_whole(wae, model, finish, told):
    """The user is told where a reply ends before its end."""
    model(chat.Reply("m", "Hel", "", [], finish, None))
    assert told == wae("openai", "chat", "Hi").err


def test_a_conversation(wae, model):
    """On a terminal each question has the conversation before it; `exit` ends it."""
    asked = model("Hello.", "Two.", "Bye.")
    done = wae("openai", "chat", typed="\nHi\n\nOne and one?\nexit\nmore\n", terminal=True)
    assert (0, "Hello.\nTwo.\n") == (done.code, done.out)
    assert [
        ("user", "Hi"),
        ("assistant", "Hello."),
        ("user", "One and one?"),
    ] == said(asked.requests[1])
    assert done.err.startswith(
        "System prompt: how the model should behave (Enter for none): big-2, session "
    )
    assert 4 == done.err.count("> ")


@pytest.mark.parametrize("typed", ["", "quit\n", "EXIT\n", "exit"])
def test_ends_of_a_conversation(wae, model, typed):
    """`exit`, `quit` and Ctrl-D end it with success; nothing was asked."""
    asked = model()
    done = wae("openai", "chat", typed=f"\n{typed}", terminal=True)
    assert (0, "") == (done.code, done.out)
    assert [] == asked.requests


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ("one\\\ntwo\\\nthree\n", "one\ntwo\nthree"),
        ('"""one\ntwo\n"""\n', "one\ntwo"),
        ('"""one"""\n', "one"),
        ('"""\none\n\n  two"""\n', "one\n\n  two"),
        ("exit now\n", "exit now"),
    ],
)
def test_questions_of_many_lines(wae, model, typed, question):
    """A backslash at the end goes on; so does everything between three quotes."""
    asked = model()
    wae("openai", "chat", typed=f"\n{typed}", terminal=True)
    assert [("user", question)] == said(asked.requests[0])


def test_a_failure_does_not_end_a_conversation(wae, model, data):
    """A question that failed is told, forgotten, and can be asked again."""
    asked = model(Err(chat.Error_Interrupted("connection reset")), "Hello.")
    done = wae("openai", "chat", typed="\nHi\nHi again\n", terminal=True)
    assert (0, "Hello.\n") == (done.code, done.out)
    assert "wae: The answer of OpenAI broke off: connection reset. Ask again.\n" in done.err
    assert [("user", "Hi again")] == said(asked.requests[1])


def test_nothing_can_be_kept(wae, model, fake):
    """Without a data folder a chat works, and a notice says that nothing is kept."""
    fake(preopens, "get_directories", [])
    done = wae("openai", "chat", "Hi")
    assert (0, "Hello.\n") == (done.code, done.out)
    told = "wae: There is no data folder, so nothing of this chat is kept. "
    ways = "'wae' opens one; under another runtime give it --dir FOLDER::/data.\n"
    assert told + ways == done.err
    assert json.loads(wae("openai", "chat", "--json", "Hi").out)["session"] is None


def test_no_key_is_shown(wae, model, fake):
    """No error shows what is in the environment."""
    fake(chat, "open", Err(chat.Error_Unauthorized("no")))
    done = wae("openai", "chat", "Hi", variables={"OPENAI_API_KEY": SECRET})
    assert SECRET not in done.out + done.err


@pytest.mark.parametrize("word", ["bye", "stop", "end", "quit", "exit", "Bye", " EXIT "])
def test_words_that_end_a_conversation(wae, model, word):
    """Any of them ends it, in any case; nothing of it is asked."""
    asked = model().requests
    done = wae("openai", "chat", terminal=True, typed=f"\nHi\n{word}\nNo more\n")
    assert (0, 1) == (done.code, len(asked))


@pytest.mark.parametrize(
    ("arguments", "typed", "system"),
    [
        ((), " Be brief. \nHi\n", "Be brief."),
        ((), "\nHi\n", None),
        (("-s", "Be kind."), "Hi\n", "Be kind."),
        (("-s", ""), "Hi\n", None),
    ],
)
def test_the_system_prompt_is_asked_for(wae, model, arguments, typed, system):
    """A new conversation asks what the model is told beforehand, unless it was said; nothing is
    fine, and told to nobody."""
    asked = model()
    wae("openai", "chat", *arguments, typed=typed, terminal=True)
    expected = [("system", system)] if system else []
    assert [*expected, ("user", "Hi")] == said(asked.requests[0])


def test_only_a_new_conversation_asks_for_a_system_prompt(wae, model):
    """Who goes on, or has a question already, is not asked; what was said before still holds."""
    asked = model()
    assert "System" not in wae("openai", "chat", "-s", "Be brief.", "Hi", terminal=True).err
    assert "System" not in wae("openai", "chat", "-c", typed="Again\n", terminal=True).err
    assert ("system", "Be brief.") == said(asked.requests[1])[0]
