"""The line editor that the host lends to a chat, as a person at a terminal has it."""

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from tests.patience import PATIENCE, until
from tests.toolbox.conftest import COMMAND
from tests.toolbox.pseudo_terminal import PseudoTerminal
from tests.toolbox.screen import seen
from tests.toolbox.talker import Talker, asked

Terminal = Callable[..., AbstractContextManager[PseudoTerminal]]
Chat = Callable[..., AbstractContextManager[PseudoTerminal]]

READY = "\x1b[?2004h"
"""What the editor says when it begins to read; the terminal then marks what is pasted."""

STOPPED = "wae: Stopped."


@pytest.fixture
def chat(terminal: Terminal, on_openai: dict[str, str]) -> Chat:
    """A conversation without a system prompt."""

    def start(*arguments: str, **more: object) -> AbstractContextManager[PseudoTerminal]:
        env = on_openai | dict(more.pop("env", None) or {})  # type: ignore[call-overload]
        return terminal("openai", "chat", "-s", "", *arguments, env=env, **more)

    return start


def enter(session: PseudoTerminal, text: str) -> None:
    """Types a text and Enter once the editor reads."""
    session.wait_for(READY)
    session.send(f"{text}\r")


def test_keys(chat: Chat, talker: Talker) -> None:
    """Cursor keys, deleted words, wide characters, pasted lines, Alt-Enter and a backslash: what is
    asked is what is seen; what else a terminal sends is in no question."""
    with chat() as session:
        before = session.settings()
        enter(session, "brave new word\x1b[Dl\x01\x1bd\x1b[3~日本é\x1b[F!")
        enter(session, "\x1b[200~one\r\n two\x1b[31m\nthree\x1b[201~")
        enter(session, "a\x1b\rb\\\rc")
        enter(session, "\x1b[12;40R\x1b]11;rgb:0/0/0\x07\x1b[<0;1;1M\x1b[24~x\x00")
        enter(session, "gone\x15stays \x1b[A\x1b[B\x17last")
        enter(session, "bye")
        assert 0 == session.end()
        assert before == session.settings()
        assert ["> bye", ""] == seen(session.output.replace("日本", "--"), 80)[-2:]
    questions = [text for role, text in asked(talker) if role == "user"]
    assert ["日本énew world!", "one\n two\nthree", "a\nb\nc", "x", "last"] == questions


def test_typed_ahead(chat: Chat, talker: Talker) -> None:
    """What is typed before the editor reads again is for the next questions, in their order."""
    with chat() as session:
        enter(session, "one\rtwo\r\x1b[200~three\nfour\x1b[201~\rbye")
        assert 0 == session.end()
    questions = [text for role, text in asked(talker) if role == "user"]
    assert ["one", "two", "three\nfour"] == questions


def test_history(chat: Chat, talker: Talker) -> None:
    """Up brings back what was asked, here and in conversations before, until those are deleted."""
    with chat() as session:
        enter(session, "first\x1b\rof all")
        enter(session, "second")
        enter(session, "\x1b[A\x1b[A!")
        enter(session, "bye")
        assert 0 == session.end()
    assert ("user", "first\nof all!") == asked(talker)[-1]
    with chat() as session:
        enter(session, "\x1b[A?")
        enter(session, "bye")
        assert 0 == session.end()
    assert [("user", "first\nof all!?")] == asked(talker)


def test_stopped_reply(chat: Chat, talker: Talker, tmp_path: Path) -> None:
    """Ctrl-C while a reply comes stops it; what was said until then, and the question, are kept."""
    with chat("-m", "endless") as session:
        enter(session, "Tell me")
        session.wait_for("Once and ")
        session.send("\x03")
        session.wait_for(f"{STOPPED} What was said until then is kept.")
        enter(session, "/model parrot")
        enter(session, "And then?")
        enter(session, "\x04")
        session.send("\x04")
        assert 0 == session.end()
    first, second, third = asked(talker)
    assert (("user", "Tell me"), ("user", "And then?")) == (first, third)
    assert second[0] == "assistant"
    assert second[1].startswith("Once and ")
    [path] = (tmp_path / "share" / "wae" / "toolbox" / "sessions").glob("*.jsonl")
    assert 2 == len(path.read_text().splitlines())


def test_stopped_before_a_word(chat: Chat) -> None:
    """Ctrl-C does not wait for a server that is silent, which is not asked once more; the question
    can be had again."""
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        deaf.settimeout(PATIENCE)
        env = {"OPENAI_BASE_URL": f"http://127.0.0.1:{deaf.getsockname()[1]}/v1"}
        with chat(env=env) as session:
            enter(session, "Hello?")
            connection, _ = deaf.accept()
            session.send("\x03")
            session.wait_for(STOPPED)
            deaf.setblocking(False)
            with pytest.raises(BlockingIOError):
                deaf.accept()
            session.wait_for(READY)
            session.send("\x1b[A")
            session.wait_for("> Hello?")
            session.send("\x03\x03")
            assert 0 == session.end()
            connection.close()


def test_stopped_in_a_pause(chat: Chat, talker: Talker) -> None:
    """Ctrl-C ends a pause that the server wants before another try, which is not made."""
    with chat("-m", "pausing") as session:
        enter(session, "Hello?")
        session.wait_for("Asking again in 8 seconds")
        session.send("\x03")
        session.wait_for(STOPPED)
        enter(session, "bye")
        assert 0 == session.end()
    assert [("user", "Hello?")] == asked(talker)
    assert 1 == len(talker.bodies)


def test_leaving_a_question(chat: Chat, talker: Talker) -> None:
    """Ctrl-C where a call is asked about leads back to the prompt, and nothing is called."""
    with chat("--tools", "-m", "secretive") as session:
        enter(session, "A password")
        session.wait_for("Allow it? [y/N]: ")
        session.send("\x03")
        session.wait_for(STOPPED)
        enter(session, "bye")
        assert 0 == session.end()
    assert [("user", "A password")] == asked(talker)


def test_leaving(chat: Chat, talker: Talker) -> None:
    """Ctrl-C clears what is typed, and says that another one leaves; so does Ctrl-D."""
    for leave in ("\x03", "\x04"):
        with chat() as session:
            before = session.settings()
            session.wait_for(READY)
            session.send("never asked\x03")
            session.wait_for("Ctrl-C again, or Ctrl-D, leaves.")
            session.send(leave)
            assert 0 == session.end()
            assert before == session.settings()
            assert [">", ""] == seen(session.output, 80)[-2:]
    assert [] == talker.bodies


@pytest.mark.parametrize("env", [{"TERM": "dumb"}, {"TERM": ""}])
def test_plain_lines(chat: Chat, talker: Talker, env: dict[str, str]) -> None:
    """A terminal that cannot draw has plain lines, and is sent no escape sequence."""
    with chat(env=env) as session:
        session.wait_for("> ")
        session.send("Hi\n")
        session.wait_for("Hi\r\n> ")
        session.send("bye\n")
        assert 0 == session.end()
        assert "\x1b[?" not in session.output
    assert [("user", "Hi")] == asked(talker)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_ended_by_a_signal(chat: Chat, number: signal.Signals) -> None:
    """The terminal is as it was, and no longer marks what is pasted."""
    with chat() as session:
        before = session.settings()
        session.wait_for(READY)
        session.send("half a question")
        session.wait_for("half a question")
        session.signal(number)
        assert -number == session.end()
        assert before == session.settings()
        assert session.output.endswith("\x1b[?2004l")


@pytest.fixture
def pane(
    environ: dict[str, str], on_openai: dict[str, str], toolbox: Path, tmp_path: Path
) -> Iterator[Callable[..., str]]:
    """Runs tmux's commands; a shell in a window of 40 columns and 15 rows, `$WAE` is `wae`."""
    tmux = shutil.which("tmux") or pytest.skip("there is no tmux: install the package tmux")
    socket_ = str(tmp_path / "socket")
    own = {"WAE_TOOLBOX": str(toolbox), "WAE": COMMAND, "TERM": "xterm", "LC_ALL": "C.UTF-8"}

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [tmux, "-u", "-S", socket_, "-f", os.devnull, *arguments],
            env=environ | on_openai | own | {"PS1": "$ "},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
            timeout=PATIENCE,
        )
        return done.stdout

    run("new-session", "-d", "-x", "40", "-y", "15", "sh")
    yield run
    run("kill-server")


def shown(pane: Callable[..., str], text: str) -> None:
    """Waits until the text is in the window."""
    until(lambda: text in pane("capture-pane", "-p"), lambda: pane("capture-pane", "-p"))


def rows(pane: Callable[..., str]) -> list[str]:
    """The rows of the window; while they are drawn they are those of two moments."""
    return pane("capture-pane", "-p").rstrip("\n").split("\n")


def test_a_narrow_window(pane: Callable[..., str], talker: Talker) -> None:
    """In 40×15 a long text is wrapped, scrolls within the window, survives other sizes, and stands
    there whole once it is asked. Ctrl-Z and `fg` bring it back."""
    pane("send-keys", '"$WAE" openai chat -s ""', "Enter")
    shown(pane, "\n>")
    words = " ".join(f"word{number:02}" for number in range(12)) + " 日本語"
    pane("send-keys", "-l", words)

    def text() -> str:
        *others, last = rows(pane)[-3:]
        return "".join([*(row.ljust(39)[:39] for row in others), last])

    until(lambda: f"> {words}" == text(), text)
    for columns in ("25", "60", "40"):
        pane("resize-window", "-x", columns, "-y", "15")
    pane("send-keys", "C-z")
    shown(pane, "Stopped")
    pane("send-keys", "fg", "Enter")
    shown(pane, "日本語")
    pane("send-keys", "Home", "-", "Enter")
    shown(pane, "\n>")
    until(lambda: talker.bodies)
    assert [("user", f"-{words}")] == asked(talker)


def test_more_lines_than_the_window(pane: Callable[..., str], talker: Talker) -> None:
    """Thirty pasted lines are one question; the cursor can go to the first."""
    pane("send-keys", '"$WAE" openai chat -s ""', "Enter")
    shown(pane, "\n>")
    lines = "\n".join(f"line {number}" for number in range(30))
    pane("set-buffer", lines)
    pane("paste-buffer", "-p")
    last = [f". line {number}" for number in range(15, 30)]
    until(lambda: last == rows(pane), lambda: rows(pane))
    pane("send-keys", *["Up"] * 29)
    first = ["> line 0", *(f". line {number}" for number in range(1, 15))]
    until(lambda: first == rows(pane), lambda: rows(pane))
    pane("send-keys", "Enter")
    shown(pane, "\n>")
    until(lambda: "> line 0\n. line 1\n" in pane("capture-pane", "-p", "-S", "-"))
    until(lambda: talker.bodies)
    assert [("user", lines)] == asked(talker)
