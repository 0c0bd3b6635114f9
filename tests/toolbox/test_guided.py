"""The guided path: every entry of the menu with all its questions, as a person meets it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from tests.faults import FaultServer, GitHub, pwned
from tests.faults.openai_pictures import PNG
from tests.faults.sntp import TimeServer
from tests.faults.watttime import PASSWORD, USER, WattTime
from tests.toolbox.pseudo_terminal import PseudoTerminal
from tests.toolbox.talker import Talker

Wae = Callable[..., CompletedProcess[str]]
Terminal = Callable[..., AbstractContextManager[PseudoTerminal]]
Dialogue = list[tuple[str, str]]
TOP = "wae (1-6, ?, q): "
ENTER = ""


@pytest.fixture
def world(service: WattTime, tmp_path: Path) -> Iterator[dict[str, str]]:
    """Every service on this machine; no model to chat with, no region and no account is set.

    `PORT` is one that is open, `CLOCK` a time server: of the tests', not of the toolbox.
    """
    with (
        FaultServer(find=GitHub().find) as github,
        FaultServer(find=Talker().find) as openai,
        FaultServer(find=service.find) as watttime,
        FaultServer(find=pwned.find) as leaks,
        TimeServer() as clock,
    ):
        yield {
            "PORT": github.url.removeprefix("http://"),
            "CLOCK": f"127.0.0.1:{clock.port}",
            "OPENAI_IMAGE_MODEL": "painter",
            "GITHUB_API_URL": github.url,
            "PWNED_PASSWORDS_URL": leaks.url,
            "OPENAI_BASE_URL": f"{openai.url}/v1",
            "WATTTIME_API_URL": watttime.url,
            "IPINFO_URL": watttime.other_url,
            "XDG_DATA_HOME": str(tmp_path / "share"),
            "TZ": "UTC0",
        }


ACCOUNT = [("User name: ", USER), ("Password: ", PASSWORD)]
HERE = [
    ("Region, such as CAISO_NORTH or DE (Enter: where this machine is): ", ENTER),
    ("(IPINFO_URL)? [y/N]: ", "y"),
]
HOURS = ("How many hours, up to 72 [24]: ", ENTER)
SAID = ("Hi\r\n\x1b[?2004h", "bye")  # the line editor is ready again
MENU: dict[str, dict[str, tuple[Dialogue, str]]] = {
    "password": {
        "Make a password": ([("Characters [20]: ", "24")], "24 characters drawn from 89"),
        "Make a passphrase": ([("Words [6]: ", "7")], "7 words drawn from 7,776"),
        "Check a password": ([("Password: ", "letmein")], "guessed at once"),
        "Check whether a password was leaked": ([("Password: ", "letmein")], "4,711 times"),
    },
    "github": {
        "a repository": ([("for this folder's): ", "wae/toolbox")], "Stars        1,234"),
        "a repository's README": ([("for this folder's): ", "wae/toolbox")], "Tools in a"),
        "the latest release": ([("for this folder's): ", "wae/toolbox")], "v1.0"),
        "releases": ([("for this folder's): ", "wae/toolbox")], "v1.1rc1"),
        "contributors": ([("for this folder's): ", "wae/toolbox")], "CONTRIBUTIONS"),
        "stars": ([("for this folder's): ", "wae/toolbox")], "has 1,234 stars"),
    },
    "openai": {
        "chat": (
            [
                ("System prompt: how the model should behave (Enter for none): ", "Be brief."),
                ("> ", "Hi"),
                SAID,
            ],
            "bye",
        ),
        "go on with the latest chat": ([("parrot, session ", ENTER), ("> ", "stop")], "stop"),
        "make a picture": (
            [
                ("What is to be seen: ", "A fox"),
                ("Size, such as 1024x1024 (Enter: the model's own): ", "1024x1024"),
                ("Quality, such as low or high (Enter: the model's own): ", ENTER),
                ("File [picture.png]: ", "fox.png"),
            ],
            "fox.png (png, ",
        ),
        "models": ([], "parrot"),
    },
    "watttime": {
        "the best time to run something": (
            [("How long it takes [60m]: ", ENTER), *HERE, *ACCOUNT],
            "Saves",
        ),
        "forecast": ([HOURS, ("is): ", "CAISO_NORTH")], "CAISO_NORTH: marginal CO2"),
        "how clean it is now": ([("is): ", "CAISO_NORTH")], "CAISO_NORTH"),
        "the region where you are": (
            [("(IPINFO_URL)? [y/N]: ", "y")],
            "California ISO Northern",
        ),
        "make an account": (
            [
                ("Email address: ", "ada@example.org"),
                ("Organization (may be empty): ", ENTER),
                ("is already taken", ENTER),
                ("User name: ", "\x04"),
            ],
            "\r\n",
        ),
        "access: list what the account or the key may see": (ACCOUNT, "forecast signal-index"),
        "historical: show what was": ([("is): ", "CAISO_NORTH")], "Lowest"),
    },
    "net": {
        "the addresses of a host": ([("Host: ", "localhost")], "127.0.0.1"),
        "is a port open?": ([("(HOST:PORT): ", "PORT")], "open"),
        "is the clock right?": ([("Time server [pool.ntp.org]: ", "CLOCK")], "Offset"),
    },
    "settings": {
        "config list: list settings, and where each is set": ([], "OPENAI_API_KEY"),
    },
}


def number_of(tool: str, label: str) -> str:
    """What is typed to get there from the top, a line each."""
    return f"{[*MENU].index(tool) + 1}\n{[*MENU[tool]].index(label) + 1}\n"


def test_every_entry(terminal: Terminal, world: dict[str, str], tmp_path: Path) -> None:
    """In one session each entry asks for what it lacks, one thing after the other, and shows what
    it is for; what was typed once, such as the account, is not asked for again."""
    with terminal(env=world) as session:
        for tool, (name, entries) in enumerate(MENU.items(), 1):
            session.wait_for(f"{tool:>3}  {name}: ")
            session.wait_for(TOP)
            session.send(f"{tool}\n")
            for number, label in enumerate(entries, 1):
                session.wait_for(f"{number:>3}  {label}\r\n")
            for number, (dialogue, result) in enumerate(entries.values(), 1):
                session.wait_for(f"{name} (1-")
                session.wait_for("q): ")
                session.send(f"{number}\n")
                for question, answer in dialogue:
                    session.wait_for(question)
                    session.send(f"{world.get(answer, answer)}\n")
                session.wait_for(result)
            session.wait_for(f"{name} (1-")
            session.wait_for("q): ")
            session.send("\x04")
        session.wait_for(TOP)
        session.send("q\n")
        assert 0 == session.end()
    assert PASSWORD not in session.output
    assert PNG == (tmp_path / "fox.png").read_bytes()
    assert {"fox.png", "share"} == {path.name for path in tmp_path.iterdir()}


def test_make_an_account(terminal: Terminal, world: dict[str, str], service: WattTime) -> None:
    """Registering asks for all that an account needs, the password unseen."""
    with terminal(env=world) as session:
        for line in number_of("watttime", "make an account").splitlines():
            session.wait_for("q): ")
            session.send(f"{line}\n")
        for question, answer in (
            ("User name: ", "grace"),
            ("Email address: ", "grace@example.org"),
            ("Organization (may be empty): ", ENTER),
            ("Password: ", "T1dal-power"),
            ("Password, once more: ", "T1dal-power"),
        ):
            session.wait_for(question)
            session.send(f"{answer}\n")
        session.wait_for("User created")
        for prompt in ("watttime (1-", TOP):
            session.wait_for(prompt)
            session.send("\x04")
        assert 0 == session.end()
    assert "T1dal-power" == service.accounts["grace"]
    assert "T1dal-power" not in session.output


@pytest.mark.parametrize("word", ["bye", "stop", "end", "quit", "exit"])
def test_words_that_end_a_chat(terminal: Terminal, world: dict[str, str], word: str) -> None:
    """Each of them does, and help names them all."""
    with terminal("openai", "chat", "-m", "parrot", "-s", "", env=world) as session:
        session.wait_for("Type 'bye' to end.")
        session.wait_for("> ")
        session.send(f"{word}\n")
        assert 0 == session.end()


def test_help_names_them(wae: Wae) -> None:
    """`wae openai chat --help` tells what ends a conversation."""
    text = " ".join(wae("openai", "chat", "--help").stdout.split())
    assert "ends with 'bye', 'stop', 'end', 'quit', 'exit' or Ctrl-D" in text


def test_from_a_pipe(wae: Wae, world: dict[str, str], tmp_path: Path) -> None:
    """`wae menu` is driven by lines: results alone are on stdout."""
    done = wae("menu", input="1\n1\n12\n", env=world)
    assert (0, 13, 1) == (done.returncode, len(done.stdout), done.stdout.count("\n"))
    picture = number_of("openai", "make a picture")
    done = wae("menu", input=f"{picture}A fox\n\n\n\nb\n{picture}A fox\n\n\n\n", env=world)
    rows = [f"{name}\tpng\t{len(PNG)}" for name in ("picture.png", "picture-1.png")]
    assert (0, rows) == (done.returncode, done.stdout.splitlines()), done.stderr
    assert PNG == (tmp_path / "picture-1.png").read_bytes()
    done = wae("menu", input="2\n1\nfaults/html\n", env=world)
    assert (1, "") == (done.returncode, done.stdout)


def test_only_the_current_folder(wae: Wae, world: dict[str, str], tmp_path: Path) -> None:
    """A file that is named at a question lies in the current folder; a name that leads out of it is
    asked for again, and nothing is paid for until there is a good one."""
    (tmp_path / "here").mkdir()
    typed = "A fox\n\n\n../out.png\n/tmp/wae-out.png\nfox.png\n"
    picture = number_of("openai", "make a picture")
    done = wae("menu", input=f"{picture}{typed}", env=world, cwd=tmp_path / "here")
    assert (0, f"fox.png\tpng\t{len(PNG)}\n") == (done.returncode, done.stdout), done.stderr
    assert 2 == done.stderr.count("could not be written")
    assert ["fox.png"] == [path.name for path in (tmp_path / "here").iterdir()]
    assert not (tmp_path / "out.png").exists()


def test_without_a_command_nothing_is_read(wae: Wae, world: dict[str, str]) -> None:
    """`wae` in a script prints help; it takes nothing from a pipe."""
    done = wae(input="1\n12\n", env=world)
    assert 0 == done.returncode
    assert done.stdout.startswith("Usage: wae")
