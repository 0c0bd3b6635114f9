"""The toolbox as a person at a terminal meets it."""

import signal
import socket
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from tests.patience import PATIENCE
from tests.toolbox.pseudo_terminal import PseudoTerminal
from tests.toolbox.screen import seen

Terminal = Callable[..., AbstractContextManager[PseudoTerminal]]

TOP = [
    "  1  password: random passwords and passphrases; judges your own",
    "  2  github: asks GitHub's API, through `http`",
    "  3  openai: chat, pictures and models of OpenAI's API, through `http`",
    "  4  watttime: how clean electricity is, where and when, through `http`",
    "  5  net: looks up hosts, probes ports, asks time servers",
    "  6  settings: which are set, and checks",
    "  q  Quit",
]
PASSWORD = [
    "  1  Make a password",
    "  2  Make a passphrase",
    "  3  Check a password",
    "  4  Check whether a password was leaked",
    "  ?  This list; 1 ? the options of 1",
    "  b  Back, as Ctrl-D",
    "  q  Quit",
]
ASKED = "Repository (OWNER/REPO, or Enter for this folder's): "
CHOOSE, PASSWORDS, GITHUB = "wae (1-6, ?, q): ", "password (1-4, ?, b, q): ", "github (1-"
BOLD, NORMAL = "\x1b[1m", "\x1b[0m"


def typed(session: PseudoTerminal, *lines: tuple[str, str]) -> None:
    """Types a line at each question, and waits for its echo, which has the question once more."""
    for question, line in lines:
        session.wait_for(question)
        session.send(line)
        if line.strip().isprintable():
            session.wait_for(line.strip())


def test_menu(terminal: Terminal, on_github: dict[str, str]) -> None:
    """`wae` alone: a menu that makes a password, asks GitHub, and goes on until `q`. The result
    comes first, then a short prompt."""
    with terminal(env=on_github) as session:
        typed(
            session,
            (CHOOSE, "1\n"),
            (PASSWORDS, "1\n"),
            ("Characters [20]: ", "24\n"),
            (PASSWORDS, "99\n"),
            (PASSWORDS, "b\n"),
            (CHOOSE, "2\n"),
            (GITHUB, "1\n"),
            (ASKED, "wae/toolbox\n"),
            (GITHUB, "q\n"),
        )
        assert 0 == session.end()
        lines = seen(session.output, 80)
    asked = [*TOP, f"{CHOOSE}1", *PASSWORD, f"{PASSWORDS}1", "Characters [20]: 24"]
    assert asked == lines[: len(asked)]
    password, notice, *rest = lines[len(asked) :]
    assert 24 == len(password)
    assert notice.endswith("bits of entropy: 24 characters drawn from 89.")
    wrong = [f"{PASSWORDS}99", "Type a number from 1 to 4, ?, b or q.", f"{PASSWORDS}b"]
    assert ["", *wrong, *TOP, f"{CHOOSE}2"] == rest[: len(TOP) + 5]
    at = rest.index(f"{ASKED}wae/toolbox")
    shown = ["wae/toolbox", "Tools in a sandbox", "", "Stars        1,234"]
    assert shown == rest[at + 1 : at + 5]


def test_menu_survives_a_failure(terminal: Terminal, on_github: dict[str, str]) -> None:
    """What fails is told, and the menu's prompt comes back."""
    with terminal(env=on_github) as session:
        typed(session, (CHOOSE, "2\n"), (GITHUB, "1\n"), (ASKED, "faults/html\n"))
        session.wait_for(f"wae: The server at {on_github['GITHUB_API_URL']} (GITHUB_API_URL) gave")
        typed(session, (GITHUB, "q\n"))
        assert 0 == session.end()


def test_a_wrong_answer(terminal: Terminal) -> None:
    """It is asked for again where it was asked for: what is no number, and what is out of range."""
    with terminal() as session:
        typed(
            session,
            (CHOOSE, "1\n"),
            (PASSWORDS, "1\n"),
            ("Characters [20]: ", "many\n"),
            ("'many' is not a whole number.", ""),
            ("Characters [20]: ", "2\n"),
            ("wae: ", ""),
            ("Characters [20]: ", "12\n"),
            ("12 characters drawn from", ""),
            (PASSWORDS, "q\n"),
        )
        assert 0 == session.end()


@pytest.mark.parametrize("columns", [80, 40])
def test_a_level_less(terminal: Terminal, columns: int) -> None:
    """Ctrl-D leaves a question for its level, that for the top, and that ends the menu."""
    with terminal(columns=columns) as session:
        typed(
            session,
            (CHOOSE, "1\n"),
            (PASSWORDS, "2\n"),
            ("Words [6]: ", "\x04"),
            (PASSWORDS, "1 ?\n"),
            ("Usage: wae password", ""),
            ("such as 1 --json.", ""),
            (PASSWORDS, "\x04"),
            (CHOOSE, "\x04"),
        )
        assert 0 == session.end()
        lines = seen(session.output, columns)
    assert 2 == sum(line.startswith("  1  password: random") for line in lines)
    assert columns >= max(map(len, lines))


def test_asked_for_a_repository(terminal: Terminal, on_github: dict[str, str]) -> None:
    """A command that lacks its repository asks for it."""
    with terminal("github", "stars", env=on_github) as session:
        session.wait_for("Repository (OWNER/REPO): ")
        session.send("wae/toolbox\n")
        assert 0 == session.end()
        lines = seen(session.output, 80)
    assert ["wae/toolbox has 1,234 stars", "", "LOGIN  STARRED     PAGE"] == lines[1:4]


def test_end_of_input(terminal: Terminal) -> None:
    """Ctrl-D ends the menu as `q` does; at a question there is nothing to do: code 1, no noise."""
    with terminal() as session:
        session.wait_for(CHOOSE)
        session.send("\x04")
        assert 0 == session.end()
        assert [*TOP, CHOOSE.rstrip(), ""] == seen(session.output, 80)
    with terminal("github", "repo") as session:
        session.wait_for("(OWNER/REPO): ")
        session.send("\x04")
        assert 1 == session.end()
        assert ["Repository (OWNER/REPO):", ""] == seen(session.output, 80)


def test_end_of_input_typed_ahead(terminal: Terminal) -> None:
    """A Ctrl-D that is typed before the menu is there ends it."""
    with terminal() as session:
        session.send("\x04")
        assert 0 == session.end()


def test_interrupt_of_a_request(terminal: Terminal) -> None:
    """Ctrl-C does not wait for a server that does not answer."""
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        deaf.settimeout(PATIENCE)
        env = {"GITHUB_API_URL": f"http://127.0.0.1:{deaf.getsockname()[1]}"}
        with terminal("github", "repo", "wae/toolbox", env=env) as session:
            deaf.accept()
            session.send("\x03")
            assert -signal.SIGINT == session.end()
            assert [""] == seen(session.output, 80)


def test_entropy_is_a_notice(terminal: Terminal) -> None:
    """The entropy is told to people, on stderr, and so never in a pipe."""
    with terminal("password") as session:
        assert 0 == session.end()
        password, notice, _ = seen(session.output, 80)
    assert 20 == len(password)
    assert "It has 129.5 bits of entropy: 20 characters drawn from 89." == notice


def test_table(terminal: Terminal, on_github: dict[str, str]) -> None:
    """On a terminal a list is a table with a bold heading, in columns, of which none is cut."""
    with terminal("github", "releases", "wae/toolbox", env=on_github, columns=45) as session:
        assert 0 == session.end()
    assert f"{BOLD}TAG      TITLE  KIND        PUBLISHED   FILES{NORMAL}" in session.output
    assert [
        "TAG      TITLE  KIND        PUBLISHED   FILES",
        "v1.1rc1  One    prerelease  2026-11-01      1",
        "v1.0     One                2026-11-01      1",
        "",
    ] == seen(session.output, 45)


@pytest.mark.parametrize("off", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colour(terminal: Terminal, on_github: dict[str, str], off: dict[str, str]) -> None:
    """NO_COLOR and a dumb terminal have the same table without colour."""
    with terminal("github", "contributors", "wae/toolbox", env=on_github | off) as session:
        assert 0 == session.end()
    assert BOLD not in session.output
    assert "NAME  CONTRIBUTIONS  PAGE" in session.output


def test_columns(terminal: Terminal) -> None:
    """Help is as wide as the terminal; COLUMNS, where it is set, has the last word."""
    widths = []
    for columns, env in ((60, {}), (100, {}), (100, {"COLUMNS": "50"})):
        with terminal("github", "--help", columns=columns, env=env) as session:
            assert 0 == session.end()
            widths.append(max(map(len, seen(session.output, columns))))
    assert [52 < widths[0] <= 60, 80 < widths[1] <= 100, widths[2] <= 50] == [True] * 3


def test_times_are_local(terminal: Terminal, on_github: dict[str, str]) -> None:
    """People see times where they are: 23:30 UTC is the next morning in Japan."""
    env = on_github | {"TZ": "JST-9"}
    with terminal("github", "repo", "wae/toolbox", env=env) as session:
        assert 0 == session.end()
    assert "Last push    2026-11-21 08:30" in seen(session.output, 80)
