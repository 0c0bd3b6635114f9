"""A secret that is typed is seen by nobody: the terminal's echo is off, and always put back."""

import os
import pty
import shutil
import signal
import subprocess
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from tests.patience import PATIENCE, until
from tests.toolbox.conftest import COMMAND
from tests.toolbox.pseudo_terminal import PseudoTerminal
from tests.toolbox.screen import seen

Terminal = Callable[..., AbstractContextManager[PseudoTerminal]]
Shell = Callable[[str], AbstractContextManager[PseudoTerminal]]

SECRET = "Tr0ub4dor&3-é-and-a-tail-that-needs-more-than-one-line-of-it"
VERDICT = "Score    4 of 4: very strong"


@pytest.fixture
def variables(environ: dict[str, str], toolbox: Path) -> dict[str, str]:
    return {**environ, "TERM": "dumb", "WAE_TOOLBOX": str(toolbox), "WAE": COMMAND, "PS1": "$ "}


@pytest.fixture
def shell(variables: dict[str, str], tmp_path: Path) -> Shell:
    """Runs a script on a terminal of its own, in a shell with job control; `$WAE` is `wae`."""
    bash = shutil.which("bash") or pytest.skip("there is no bash: install the package bash")

    def start(script: str) -> AbstractContextManager[PseudoTerminal]:
        return PseudoTerminal([bash, "--norc", "-mc", script], variables, tmp_path, 80)

    return start


def assert_unseen(text: str) -> None:
    pieces = (SECRET[at : at + 8] for at in range(0, len(SECRET) - 8, 8))
    assert [] == [piece for piece in pieces if piece in text], text


@pytest.mark.parametrize("term", ["xterm", "dumb", ""])
@pytest.mark.parametrize("columns", [80, 40])
def test_unseen(terminal: Terminal, term: str, columns: int) -> None:
    """On every terminal, nothing that is typed is written to it, nor an escape sequence."""
    with terminal("password", "check", columns=columns, env={"TERM": term}) as session:
        before = session.settings()
        session.wait_for("Password: ")
        session.send(f"{SECRET}\n")
        assert 0 == session.end()
        assert before == session.settings()
    assert ["Password:", VERDICT] == seen(session.output, columns)[:2]
    assert_unseen(session.output)
    assert "\x1b" not in session.output


def test_typed_ahead(terminal: Terminal) -> None:
    """What was typed before the prompt was shown, so it is no secret: it is dropped."""
    with terminal("password", "check") as session:
        session.send("early\n")
        session.wait_for("Password: ")
        session.send(f"{SECRET}\n")
        assert 0 == session.end()
    assert VERDICT in seen(session.output, 80)
    assert_unseen(session.output)


def test_other_questions_see_what_is_typed(terminal: Terminal) -> None:
    """After a secret, stdin is the terminal again: the menu goes on, its questions are shown."""
    with terminal() as session:
        session.wait_for("q): ")
        session.send("1\n")
        for _ in range(2):
            session.wait_for("b, q): ")
            session.send("3\n")
            session.wait_for("Password: ")
            session.send(f"{SECRET}\n")
        session.wait_for("q): ")
        session.send("1\n")
        session.wait_for("Characters [20]: ")
        session.send("24\n")
        session.wait_for("b, q): ")
        session.send("q\n")
        assert 0 == session.end()
    assert "Characters [20]: 24" in session.output
    assert 2 == session.output.count(VERDICT)
    assert_unseen(session.output)


def test_key(terminal: Terminal) -> None:
    """A key is typed as unseen as a password is."""
    with terminal("openai", "models") as session:
        session.wait_for("OPENAI_API_KEY, for this run: ")
        session.send(f"{SECRET}\x04\x04")
        session.end()
    assert_unseen(session.output)


@pytest.mark.parametrize(("typed", "code"), [("\x04", 1), (f"{SECRET}\x04\x04", 0)])
def test_end_of_input(terminal: Terminal, typed: str, code: int) -> None:
    """Ctrl-D at the prompt ends with code 1 and no noise; after some text it ends the line."""
    with terminal("password", "check") as session:
        before = session.settings()
        session.wait_for("Password: ")
        session.send(typed)
        assert code == session.end()
        assert before == session.settings()
    assert ["Password:", ""] == seen(session.output, 80)[:2] or VERDICT in session.output
    assert_unseen(session.output)


@pytest.mark.parametrize("typed", [SECRET, "x", ""])
def test_interrupt(terminal: Terminal, typed: str) -> None:
    """Ctrl-C ends at once, as a signal does (130 in a shell), with the terminal as it was.

    Also in the first moment, when threads are being started, any of which may get the signal.
    """
    with terminal("password", "check") as session:
        before = session.settings()
        session.wait_for("Password: ")
        session.send(typed + "\x03")
        assert -signal.SIGINT == session.end()
        assert [""] == seen(session.output, 80)
        assert before == session.settings()
    assert_unseen(session.output)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT])
def test_ended_by_a_signal(terminal: Terminal, number: signal.Signals) -> None:
    """A signal that ends the process leaves the terminal as it was, with nothing to read in it."""
    with terminal("password", "check") as session:
        before = session.settings()
        session.wait_for("Password: ")
        session.send(SECRET)
        session.signal(number)
        assert -number == session.end()
        assert before == session.settings()
    assert_unseen(session.output)


def test_stopped_and_continued(shell: Shell) -> None:
    """Ctrl-Z gives the shell a terminal with its echo on; `fg` asks again, unseen again."""
    with shell('"$WAE" password check; stty -a; fg; stty -a') as session:
        session.wait_for("Password: ")
        session.send(f"{SECRET[:20]}\x1a")
        session.wait_for("Password: ")
        session.send(f"{SECRET}\n")
        assert 0 == session.end()
    first, again, after = session.output.split("Password: ")[1:] + session.output.split(VERDICT)[1:]
    assert [True] * 3 == [" echo " in text for text in (first, again, after)]
    assert VERDICT in again
    assert_unseen(session.output)


def test_started_in_the_background(shell: Shell) -> None:
    """A job in the background is stopped before it can change the terminal; `fg` lets it ask."""
    script = '"$WAE" password check & sleep 0.1; until jobs | grep -q Stopped; do sleep 0.1; done;'
    with shell(f"{script} stty -a; fg") as session:
        session.wait_for("Password: ")
        session.send(f"{SECRET}\n")
        assert 0 == session.end()
    assert VERDICT in session.output
    assert 1 == session.output.count("Password: ")
    assert session.output.index(" echo ") < session.output.index("Password: ")
    assert_unseen(session.output)


def test_results_elsewhere(shell: Shell, tmp_path: Path) -> None:
    """Where only stdout is redirected, the secret is asked for on the terminal all the same."""
    with shell('"$WAE" password check --json > verdict.json') as session:
        session.wait_for("Password: ")
        session.send(f"{SECRET}\n")
        assert 0 == session.end()
    assert '"score": 4' in (tmp_path / "verdict.json").read_text()
    assert_unseen(session.output)


def test_from_a_pipe(shell: Shell) -> None:
    """From a pipe it is read without a prompt, as a line."""
    with shell(
        'printf "%s\\nnext\\n" "correct horse battery staple" | "$WAE" password check'
    ) as session:
        assert 0 == session.end()
    assert "Password" not in session.output
    assert VERDICT in session.output


def test_two_terminals(variables: dict[str, str], tmp_path: Path) -> None:
    """The echo goes off where it is typed, the question goes to where the notices go."""
    typing, keyboard = pty.openpty()
    watching, screen = pty.openpty()
    with subprocess.Popen(
        [COMMAND, "password", "check", "--json"],
        env=variables,
        cwd=tmp_path,
        stdin=keyboard,
        stdout=subprocess.PIPE,
        stderr=screen,
    ) as process:
        assert os.read(watching, 100) == b"Password: "
        os.write(typing, f"{SECRET}\n".encode())
        assert process.stdout is not None
        assert b'"score": 4' in process.stdout.read()
        assert 0 == process.wait(PATIENCE)
    os.set_blocking(typing, False)
    with pytest.raises(BlockingIOError):
        os.read(typing, 100)
    for descriptor in (typing, keyboard, watching, screen):
        os.close(descriptor)


def test_script_records_nothing(shell: Shell, tmp_path: Path) -> None:
    """`script` writes down everything on a terminal, and has nothing of the secret."""
    if shutil.which("script") is None:
        pytest.skip("there is no script: install util-linux (on Debian: bsdutils)")
    with shell('script -q -e -c "$WAE password check" log') as session:
        session.wait_for("Password: ")
        session.send(f"{SECRET}\n")
        assert 0 == session.end()
    log = (tmp_path / "log").read_bytes().decode("utf-8", "replace")
    assert VERDICT in log
    assert_unseen(log)
    assert_unseen(session.output)


def test_tmux_shows_nothing(variables: dict[str, str], tmp_path: Path) -> None:
    """tmux keeps what is written to its panes: neither there nor in a piped copy is the secret."""
    tmux = shutil.which("tmux") or pytest.skip("there is no tmux: install the package tmux")
    socket = str(tmp_path / "socket")

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [tmux, "-S", socket, "-f", os.devnull, *arguments],
            env={**variables, "TERM": "xterm", "LC_ALL": "C.UTF-8"},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
            timeout=PATIENCE,
        )
        return done.stdout

    def pane() -> str:
        return run("capture-pane", "-p", "-S", "-")

    run("new-session", "-d", "-x", "80", "-y", "30", "sh")
    try:
        run("pipe-pane", f"cat > {tmp_path / 'copy'}")
        run("send-keys", '"$WAE" password check', "Enter")
        until(lambda: "Password:" in pane())
        run("send-keys", "-l", SECRET)
        run("send-keys", "Enter")
        until(lambda: VERDICT in pane())
        assert_unseen(pane())
        until(lambda: VERDICT in (tmp_path / "copy").read_text(errors="replace"))
        assert_unseen((tmp_path / "copy").read_text(errors="replace"))
    finally:
        run("kill-server")
