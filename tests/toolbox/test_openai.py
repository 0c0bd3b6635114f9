"""`wae openai`, composed: chats that arrive word by word and are kept, calls, pictures."""

import json
import signal
import subprocess
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from tests.faults.openai_pictures import PNG
from tests.patience import PATIENCE
from tests.toolbox.conftest import COMMAND, KEY
from tests.toolbox.pseudo_terminal import PseudoTerminal
from tests.toolbox.screen import seen
from tests.toolbox.talker import Talker, asked
from tests.wasmtime_command import wasmtime

Wae = Callable[..., "subprocess.CompletedProcess[str]"]
Terminal = Callable[..., AbstractContextManager[PseudoTerminal]]


@pytest.fixture
def start(
    environ: dict[str, str], toolbox: Path, on_openai: dict[str, str], tmp_path: Path
) -> Callable[..., "subprocess.Popen[bytes]"]:
    """Starts `wae` without waiting for it."""

    def popen(*arguments: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [COMMAND, *arguments],
            env={**environ, **on_openai, "WAE_TOOLBOX": str(toolbox)},
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    return popen


def kept(tmp_path: Path) -> list[Path]:
    """The files of the sessions."""
    return [*tmp_path.glob("share/wae/*/sessions/*")]


def test_chat(wae: Wae, on_openai: dict[str, str], talker: Talker) -> None:
    """The prompt arrives, what it answers is on stdout, and nothing else."""
    done = wae("openai", "chat", "Hi there, 日本!", env=on_openai)
    assert (0, "Hi there, 日本!\n", "") == (done.returncode, done.stdout, done.stderr)
    assert [("user", "Hi there, 日本!")] == asked(talker)


def test_standard_input(wae: Wae, on_openai: dict[str, str], talker: Talker) -> None:
    """A long text in a pipe follows the prompt, whole."""
    text = "line\n" * 40_000
    done = wae("openai", "chat", "--no-stream", "Explain", env=on_openai, input=text)
    assert 0 == done.returncode
    assert [("user", f"Explain\n\n{text.rstrip()}")] == asked(talker)


def test_words_come_as_they_are_written(
    start: Callable[..., "subprocess.Popen[bytes]"], talker: Talker
) -> None:
    """The first word is there before the server writes the rest."""
    with start("openai", "chat", "-m", "held", "Hi") as process:
        assert process.stdout is not None
        assert b"Hello" == process.stdout.read(5)
        talker.heard.set()
        assert b" again\n" == process.stdout.read()


def test_conversation(terminal: Terminal, on_openai: dict[str, str], talker: Talker) -> None:
    """On a terminal that cannot draw, plain lines, questions and answers one after the other."""
    with terminal("openai", "chat", env=on_openai | {"TERM": "dumb"}) as session:
        session.wait_for("System prompt: how the model should behave (Enter for none): ")
        session.send("\n")
        session.wait_for("> ")
        session.send("Hi\n")
        session.wait_for("> ")
        session.send("one \\\n")
        session.wait_for(". ")
        session.send("two\n")
        session.wait_for("two\r\n> ")
        session.send("exit\n")
        assert 0 == session.end()
        lines = seen(session.output, 80)
    assert lines[1].startswith("parrot, session ")
    assert ["> Hi", "Hi", "> one \\", ". two", "one", "two", "> exit", ""] == lines[2:]
    expected = [("user", "Hi"), ("assistant", "Hi"), ("user", "one \ntwo")]
    assert expected == asked(talker)


def test_continued(wae: Wae, on_openai: dict[str, str], talker: Talker, tmp_path: Path) -> None:
    """A second run goes on with what was said; both turns are in one file, in a folder for the user
    alone."""
    wae("openai", "chat", "One", env=on_openai)
    assert 0 == wae("openai", "chat", "-c", "Two", env=on_openai).returncode
    assert [("user", "One"), ("assistant", "One"), ("user", "Two")] == asked(talker)
    [path] = kept(tmp_path)
    assert 2 == len(path.read_text().splitlines())
    assert 0o700 == path.parent.parent.stat().st_mode & 0o777
    rows = wae("openai", "sessions", "list", env=on_openai).stdout
    assert [path.stem, "2", "parrot", "One"] == [rows.split("\t")[n].strip() for n in (0, 2, 3, 4)]


def test_killed_in_a_turn(
    start: Callable[..., "subprocess.Popen[bytes]"],
    wae: Wae,
    on_openai: dict[str, str],
    talker: Talker,
    tmp_path: Path,
) -> None:
    """kill -9 while the model speaks loses that turn alone, and the next run just works."""
    wae("openai", "chat", "One", env=on_openai)
    with start("openai", "chat", "-c", "-m", "endless", "Two") as process:
        assert talker.begun.wait(PATIENCE)
        process.kill()
    [path] = kept(tmp_path)
    with path.open("ab") as file:  # As if it had been killed while it wrote.
        file.write(path.read_bytes()[:50])
    done = wae("openai", "chat", "-c", "Three", env=on_openai)
    assert (0, "Three\n") == (done.returncode, done.stdout)
    assert [("user", "One"), ("assistant", "One"), ("user", "Three")] == asked(talker)
    done = wae("openai", "chat", "-c", "Four", env=on_openai)
    assert [("user", "One"), ("user", "Three"), ("user", "Four")] == asked(talker)[::2]


def test_interrupted(
    terminal: Terminal, wae: Wae, on_openai: dict[str, str], talker: Talker
) -> None:
    """Ctrl-C ends it, quietly, as a shell expects; finished turns are kept."""
    wae("openai", "chat", "One", env=on_openai)
    with terminal("openai", "chat", "-c", "-m", "endless", "Two", env=on_openai) as session:
        session.wait_for("Once and ")
        session.send("\x03")
        assert session.end() in (-signal.SIGINT, 130)
        assert "Traceback" not in session.output
    wae("openai", "chat", "-c", "Three", env=on_openai)
    assert [("user", "One"), ("assistant", "One"), ("user", "Three")] == asked(talker)


def test_two_at_once(
    start: Callable[..., "subprocess.Popen[bytes]"],
    wae: Wae,
    on_openai: dict[str, str],
    tmp_path: Path,
) -> None:
    """Processes that write to one session at the same time lose nothing."""
    wae("openai", "chat", "0", env=on_openai)
    running = [start("openai", "chat", "-c", f"{number} " + "x" * 50_000) for number in range(1, 5)]
    for process in running:
        process.communicate()
    assert [0] * 4 == [process.returncode for process in running]
    document = wae("openai", "sessions", "show", "--json", env=on_openai).stdout
    questions = [turn["messages"][0]["content"] for turn in json.loads(document)["turns"]]
    assert ["0", "1", "2", "3", "4"] == sorted(one.split()[0] for one in questions)


def test_picture(wae: Wae, on_openai: dict[str, str], tmp_path: Path) -> None:
    """A picture is saved byte for byte, in a folder beside, and never over another file."""
    (tmp_path / "out").mkdir()
    arguments = ("openai", "image", "-m", "painter", "A fox", "-o", "out/fox.png")
    done = wae(*arguments, env=on_openai)
    assert (0, f"out/fox.png\tpng\t{len(PNG)}\n") == (done.returncode, done.stdout), done.stderr
    assert PNG == (tmp_path / "out" / "fox.png").read_bytes()
    done = wae(*arguments, env=on_openai)
    assert 1 == done.returncode
    assert "out/fox.png already exists" in done.stderr
    assert ["fox.png"] == [path.name for path in (tmp_path / "out").iterdir()]


def test_pictures_by_address(wae: Wae, on_openai: dict[str, str], tmp_path: Path) -> None:
    """A server that answers with addresses is as good, for several as well."""
    arguments = ("openai", "image", "-m", "painter-url", "A fox", "-o", str(tmp_path / "f.png"))
    done = wae(*arguments, "--count", "2", env=on_openai)
    assert 0 == done.returncode, done.stderr
    assert [PNG, PNG] == [(tmp_path / f"f-{number}.png").read_bytes() for number in (1, 2)]


def test_picture_on_the_terminal(terminal: Terminal, on_openai: dict[str, str]) -> None:
    """--show draws it where the terminal can."""
    arguments = ("openai", "image", "-m", "painter", "A fox", "-o", "fox.png", "--show")
    with terminal(*arguments, env={**on_openai, "KITTY_WINDOW_ID": "1"}) as session:
        assert 0 == session.end()
    assert "\x1b_Ga=T,f=100,q=2,m=0;iVBORw0KGgo" in session.output


def test_export(wae: Wae, on_openai: dict[str, str], tmp_path: Path) -> None:
    """A session is saved where the user wants it."""
    wae("openai", "chat", "One", env=on_openai)
    done = wae("openai", "sessions", "export", "-o", "chat.md", env=on_openai)
    assert 0 == done.returncode, done.stderr
    assert (tmp_path / "chat.md").read_text().startswith("# One\n")


def test_models(wae: Wae, on_openai: dict[str, str]) -> None:
    """The server's models, and a word of warning, later, for one that will be gone."""
    done = wae("openai", "models", env=on_openai)
    assert "caller\twae\t1700000000\t2027-04-01\nparrot\twae\t1750000000\t\n" == done.stdout
    done = wae("openai", "chat", "-m", "caller", "--max-tokens", "5", "Hi", env=on_openai)
    assert done.stderr.startswith("wae: caller will be shut down on 2027-04-01.\n")


@pytest.mark.parametrize("model", ["counted", "messages", "unnumbered", "numbered-as-text"])
def test_servers_of_another_mind(wae: Wae, on_openai: dict[str, str], model: str) -> None:
    """However a server numbers and names what it says, it is shown."""
    done = wae("openai", "chat", "-m", model, "Hi", env=on_openai)
    assert (0, "Hello there\n", "") == (done.returncode, done.stdout, done.stderr)


def test_halves_of_characters(wae: Wae, on_openai: dict[str, str]) -> None:
    """An emoji in two pieces is one; half of one is U+FFFD, and ends nothing."""
    done = wae("openai", "chat", "-m", "halves", "Hi", env=on_openai)
    assert (0, "a😀b\ufffd\n", "") == (done.returncode, done.stdout, done.stderr)


def test_reasoning(terminal: Terminal, wae: Wae, on_openai: dict[str, str]) -> None:
    """With --reasoning what a model thinks is shown, dimmed on a terminal, apart from its reply."""
    arguments = ("openai", "chat", "-m", "reasoning", "--reasoning", "Hi")
    done = wae(*arguments, env=on_openai)
    assert (0, "Hello\n", "Hmm.\n") == (done.returncode, done.stdout, done.stderr)
    with terminal(*arguments, env=on_openai) as session:
        assert 0 == session.end()
    assert "\x1b[2mHmm.\x1b[0m" in session.output


@pytest.mark.parametrize(
    ("model", "code", "told"),
    [
        ("bad-key", 4, "did not accept OPENAI_API_KEY from the environment"),
        ("tells-key", 4, "did not accept OPENAI_API_KEY from the environment"),
        ("quota", 1, "is out of credit"),
        ("limit", 1, "Try again in 60 seconds."),
        ("cut", 1, "broke off"),
        ("missing", 1, 'has no model "missing"'),
        ("only-reasoning", 1, "gave no reply"),
        ("silent", 1, 'gave no reply, and ended with "stop"'),
        ("only-comments", 1, "the answer has no choices"),
        ("code-msg", 1, "HTTP status 200, Bad tenant."),
        ("detail", 1, "HTTP status 200, Not Found."),
        ("words-event", 1, "upstream is down"),
        ("legal", 1, "No key changes that."),
        ("forbidden", 1, "No key changes that."),
        (
            "loading",
            1,
            "has a fault of its own: HTTP status 503, Loading model. Try again in 1 second.",
        ),
        ("html", 1, "Sign in to the network"),
    ],
)
def test_failures(
    wae: Wae, on_openai: dict[str, str], tmp_path: Path, model: str, code: int, told: str
) -> None:
    """One line, its exit code, never the key; and nothing is kept of the turn."""
    done = wae("openai", "chat", "-m", model, "Hi", env=on_openai)
    assert (code, 1) == (done.returncode, done.stderr.count("\n")), done.stderr
    assert told in done.stderr
    assert KEY not in done.stdout + done.stderr
    assert [] == kept(tmp_path)


def test_no_key(wae: Wae, on_openai: dict[str, str]) -> None:
    """A missing key is told with its variable; a server that needs none is not asked for one."""
    env = {**on_openai, "OPENAI_API_KEY": ""}
    assert 0 == wae("openai", "chat", "Hi", env=env).returncode
    done = wae("openai", "chat", "-m", "bad-key", "Hi", env=env)
    assert 4 == done.returncode
    assert "Run 'wae config set OPENAI_API_KEY'." in done.stderr


@pytest.mark.parametrize("folder", [None, "chats", "."])
def test_under_a_plain_runtime(
    environ: dict[str, str],
    toolbox: Path,
    on_openai: dict[str, str],
    tmp_path: Path,
    folder: str | None,
) -> None:
    """Under a plain runtime a chat works, and is kept in the folder that is opened as /data, which
    may be the current one; without any a notice says that nothing is kept, and what opens one."""
    given = [f"--env={name}={on_openai[name]}" for name in ("OPENAI_BASE_URL", "OPENAI_MODEL")]
    options = ["-S", "http,inherit-network,allow-ip-name-lookup", *given]
    if folder:
        (tmp_path / folder).mkdir(exist_ok=True)
        options.append(f"--dir={folder}::/data")
    done = subprocess.run(
        wasmtime("run", *options, toolbox, "openai", "chat", "Hi"),
        env=environ,
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    told = (
        "wae: There is no data folder, so nothing of this chat is kept. "
        "'wae' opens one; under another runtime give it --dir FOLDER::/data.\n"
    )
    assert (0, "Hi\n", "" if folder else told) == (done.returncode, done.stdout, done.stderr)
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert ([] if folder is None else [tmp_path / folder / "sessions"]) == [p.parent for p in kept]
