"""A conversation with the host's line editor: what it is given, and what becomes of a stop."""

import json

import pytest
from componentize_py_types import Err
from wit_world.imports import chat

from fake_host import Host
from openai_answers import said

END = ("end", b"")


def typed(*texts: str) -> list[tuple[str, bytes]]:
    """What somebody types, and then leaves."""
    return [*(("ok", text.encode()) for text in texts), END]


def edits(host: Host) -> list[dict]:
    """What the editor was asked for."""
    asked = [payload.partition(b"\n") for payload in host.requests if payload]
    assert {b"edit-line/1"} == {name for name, _, _ in asked}
    return [json.loads(needs) for _, _, needs in asked]


def test_many_lines_are_one_question(on, model):
    """What is typed is the question as it is, but for the white space around it."""
    asked = model()
    assert (0, "Hello.\n") == on(Host(*typed(" one\n\ttwo\n")), "openai", "chat", "-s", "")
    assert [("user", "one\n\ttwo")] == said(asked.requests[0])


def test_the_history(on, model, wae):
    """The editor gets what was asked in this conversation and those before, each once in a row."""
    wae("openai", "chat", "Old one")
    wae("openai", "chat", "-c", "Old two")
    host = Host(*typed("New", "New", "/help"))
    on(host, "openai", "chat", "-s", "")
    old = ["Old one", "Old two"]
    expected = [old, [*old, "New"], [*old, "New"], [*old, "New", "/help"]]
    assert expected == [one["history"] for one in edits(host)]
    assert ("> ", ". ", "") == tuple(edits(host)[0][name] for name in ("prompt", "more", "text"))
    host = Host(END)
    on(host, "openai", "chat", "-c")
    assert [[*old, "New"]] == [one["history"] for one in edits(host)]


def test_stopped(on, model, data):
    """A reply that Ctrl-C broke off is kept as far as it came, and goes on from there."""
    host = Host(*typed("Tell me", "Go on"))
    asked = model("Once and")

    def broken(request):
        asked.requests.append(request)
        return Broken(host)

    chat.open, whole = broken, chat.open

    class Broken:
        def __init__(self, host):
            self._pieces = ["On", "ce"]
            self._host = host

        def next(self):
            if self._pieces:
                return chat.Event_Text(self._pieces.pop(0))
            self._host.interrupted = True
            chat.open = whole
            raise Err(chat.Failure(None, chat.Error_Interrupted("reset")))

        def close(self):
            pass

    code, out = on(host, "openai", "chat", "-s", "")
    assert (0, "Once\nOnce and\n") == (code, out)
    assert b"wae: Stopped. What was said until then is kept.\n" in host.notices
    expected = [("user", "Tell me"), ("assistant", "Once"), ("user", "Go on")]
    assert expected == said(asked.requests[1])
    [path] = data.glob("sessions/*.jsonl")
    finishes = [json.loads(line)["finish"] for line in path.read_text().splitlines()]
    assert ["interrupted", "stop"] == finishes


def test_stopped_before_a_word(on, model, data, monkeypatch):
    """Where nothing was said, nothing is kept, and no failure is told."""
    host = Host(*typed("Tell me"))

    def cut(request):
        host.interrupted = True
        raise Err(chat.Failure(None, chat.Error_Unreachable("reset")))

    model()
    monkeypatch.setattr(chat, "open", cut)
    assert (0, "") == on(host, "openai", "chat", "-s", "")
    assert b"wae: Stopped.\n" in host.notices
    assert b"reset" not in host.notices
    assert [] == [*data.glob("sessions/*.jsonl")]


def test_stopped_after_blanks(on, model, data, monkeypatch):
    """So it is where nothing but white space had come."""
    host = Host(*typed("Tell me"))
    pieces = [chat.Event_Text("\n"), chat.Event_Text("")]

    class Blank:
        def next(self):
            if pieces:
                return pieces.pop(0)
            host.interrupted = True
            raise Err(chat.Failure(None, chat.Error_Interrupted("reset")))

        def close(self):
            pass

    model()
    monkeypatch.setattr(chat, "open", lambda request: Blank())
    on(host, "openai", "chat", "-s", "")
    assert b"wae: Stopped.\n" in host.notices
    assert [] == [*data.glob("sessions/*.jsonl")]


ASKED = [chat.ToolCall("1", "password_generator_generate", '{"request": {}}')]


def test_leaving_a_question(on, model, data):
    """Ctrl-C where a call is asked about means no, and leads back to the prompt: nothing is called,
    asked or kept; one press does."""
    host = Host(*typed("A password")[:-1], END, *typed("Hello"))
    asked = model(ASKED, "Hello.")
    assert (0, "Hello.\n") == on(host, "openai", "chat", "--tools", "-s", "")
    assert [("user", "Hello")] == said(asked.requests[1])
    assert ("  Allow it? [y/N]: ", True) == tuple(edits(host)[1][n] for n in ("prompt", "leaves"))
    assert b"wae: Stopped.\n" in host.notices
    [path] = data.glob("sessions/*.jsonl")
    assert 1 == len(path.read_text().splitlines())


def test_answering_a_question(on, model):
    """What is typed there is the answer, and no question that can be had again."""
    host = Host(*typed("A password", "n", "Hello"))
    asked = model(ASKED, "Sorry.", "Hello.")
    on(host, "openai", "chat", "--tools", "-s", "")
    assert "did not allow" in asked.requests[1].messages[-1].content
    assert ["A password"] == edits(host)[2]["history"]


def test_leaving_a_question_without_a_conversation(on, model, data):
    """There it ends the command: exit 1, and nothing is kept."""
    model(ASKED, "Hello.")
    assert (1, "") == on(Host(END), "openai", "chat", "--tools", "A password")
    assert [] == [*data.glob("sessions/*.jsonl")]


def test_a_failure_is_no_stop(on, model):
    """Without Ctrl-C a reply that broke off is told as ever."""
    host = Host(*typed("Hi"))
    model(Err(chat.Error_Interrupted("reset")))
    on(host, "openai", "chat", "-s", "")
    assert b"wae: The answer of OpenAI broke off: reset. Ask again.\n" in host.notices


def test_edit(on, model, wae):
    """/edit begins with the last question; what is asked then takes its place, on the disk, too."""
    asked = model("One.", "Two.", "Three.")
    host = Host(*typed("First", "Secnd", "/edit", "Second", "/edit", ""))
    on(host, "openai", "chat", "-s", "")
    assert ["", "", "", "Secnd", "", "Second"] == [one["text"] for one in edits(host)][:6]
    expected = [("user", "First"), ("assistant", "One."), ("user", "Second")]
    assert expected == said(asked.requests[2])
    asked = model()
    wae("openai", "chat", "-c", "Last")
    assert [*expected, ("assistant", "Three."), ("user", "Last")] == said(asked.requests[0])


def test_leaving_an_edit(on, model):
    """Whoever leaves a question or a prompt that was to be changed is back in the conversation."""
    host = Host(*typed("Hi", "/edit")[:-1], END, ("ok", b"/system"), END, ("ok", b"bye"))
    assert 0 == on(host, "openai", "chat", "-s", "")[0]
    assert [] == host.lines


def test_system(on, model):
    """/system begins with the prompt that there is; an empty one is none."""
    asked = model()
    host = Host(*typed("/system", "Be kind", "Hi", "/system", "", "Hi"))
    on(host, "openai", "chat", "-s", "Be brief")
    assert ["Be brief", "Be kind"] == [edits(host)[number]["text"] for number in (1, 4)]
    assert [("system", "Be kind"), ("user", "Hi")] == said(asked.requests[0])
    assert ("user", "Hi") == said(asked.requests[1])[0]


def test_unreadable(on, model):
    """A terminal that cannot be read ends the chat with what the host says."""
    host = Host(("failed", b"Input/output error"))
    assert 1 == on(host, "openai", "chat", "-s", "")[0]
    line = "The terminal cannot be read: Input/output error. For plain lines, set TERM to dumb."
    assert f"wae: {line}\n".encode() in host.notices


@pytest.mark.parametrize("text", ["bye", " EXIT\n"])
def test_words_that_end_it(on, model, text):
    """As in plain lines."""
    host = Host(("ok", text.encode()))
    assert (0, "") == on(host, "openai", "chat", "-s", "")


LIMIT = chat.Error_RateLimited(chat.RateLimit("Slow down", 5))
LOADING = chat.Error_Unexpected(chat.Answer(503, "Loading model", 5))


@pytest.fixture
def busy(model, monkeypatch):
    """A server that wants a pause before it answers: `busy(reason, times)` is what was asked."""

    def make(reason, times=1):
        asked = model("Hello.")
        answer, left = chat.open, [reason] * times

        def open_(request):
            if left:
                asked.requests.append(request)
                raise Err(chat.Failure(None, left.pop()))
            return answer(request)

        monkeypatch.setattr(chat, "open", open_)
        return asked

    return make


@pytest.mark.parametrize("reason", [LIMIT, LOADING])
def test_a_pause_that_the_server_wants(on, busy, reason):
    """It is kept by the host, which Ctrl-C ends, not by `wae:openai`; then the question is asked
    again."""
    asked = busy(reason)
    host = Host(*typed("Hello"))
    assert (0, "Hello.\n") == on(host, "openai", "chat", "-s", "")
    assert ([b"5"], [1, 1]) == (host.waits, [one.patience for one in asked.requests])
    assert b"The server wants a pause. Asking again in 5 seconds" in host.notices


def test_stopped_in_a_pause(on, busy, data):
    """Ctrl-C meanwhile stops the question, which is not asked again; no failure is told."""
    asked = busy(LIMIT)
    host = Host(*typed("Hello"))
    host.pressed_while_waiting = True
    assert (0, "") == on(host, "openai", "chat", "-s", "")
    assert 1 == len(asked.requests)
    assert host.notices.endswith(b"wae: Stopped.\n\n")
    assert [] == [*data.glob("sessions/*.jsonl")]


@pytest.mark.parametrize(
    ("reason", "times", "waits"),
    [
        (LIMIT, 3, [b"5", b"5"]),
        (chat.Error_RateLimited(chat.RateLimit("Slow down", 9)), 1, []),
        (chat.Error_RateLimited(chat.RateLimit("Slow down", None)), 1, []),
        (chat.Error_QuotaExhausted("Slow down"), 1, []),
    ],
)
def test_pauses_that_are_told(on, busy, reason, times, waits):
    """After three tries, and where it would take longer or does not help, the failure is told."""
    busy(reason, times)
    host = Host(*typed("Hello"))
    assert (0, "") == on(host, "openai", "chat", "-s", "")
    assert waits == host.waits
    assert b"Slow down" in host.notices
