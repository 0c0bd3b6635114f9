"""Installed tools within the toolbox's chat and menu: the host runs them, sealed as ever."""

import json
import subprocess
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from tests.installed.conftest import dice
from tests.toolbox.pseudo_terminal import PseudoTerminal
from tests.toolbox.talker import Talker, asked

Wae = Callable[..., "subprocess.CompletedProcess[str]"]
Terminal = Callable[..., AbstractContextManager[PseudoTerminal]]


@pytest.fixture
def with_dice(wae: Wae, on_openai: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """The variables of somebody who has installed `dice`, whose `roll` returns its `sides`."""
    (tmp_path / "dice.wasm").write_bytes(dice())
    done = wae("install", "dice.wasm", env=on_openai)
    assert 0 == done.returncode, done.stderr
    return on_openai


@pytest.mark.parametrize(
    ("model", "answer", "result"),
    [
        ("gambler", "y", "6"),
        ("fallen", "y", '{"error": ""}'),
        ("cheating", "y", '{"error": "sides: expected a whole number, found a string"}'),
        ("gambler", "n", '{"error": "the user did not allow this call"}'),
    ],
)
def test_a_model_calls_one(
    terminal: Terminal,
    with_dice: dict[str, str],
    talker: Talker,
    model: str,
    answer: str,
    result: str,
) -> None:
    """The model gets its functions with schemas; a call is asked about, and its result, its error,
    or what is wrong with the call goes to the model."""
    with terminal("openai", "chat", "--tools", "-m", model, "Roll", env=with_dice) as session:
        session.wait_for("→ dice_roll_roll ")
        session.wait_for("  It belongs to the installed tool dice.")
        session.wait_for("Allow it? [y/N]: ")
        session.send(f"{answer}\r")
        assert 0 == session.end(), session.output
    functions = {tool["function"]["name"]: tool["function"] for tool in talker.bodies[0]["tools"]}
    assert ["sides"] == functions["dice_roll_roll"]["parameters"]["required"]
    assert result == [text for role, text in asked(talker) if role == "tool"][0]


def test_slash_tools(terminal: Terminal, with_dice: dict[str, str]) -> None:
    """`/tools` lists them."""
    with terminal("openai", "chat", "-m", "parrot", "-s", "", env=with_dice) as session:
        session.wait_for("\x1b[?2004h")
        session.send("/tools\r")
        session.wait_for("  dice_roll_roll\r\n")
        session.wait_for("\x1b[?2004h")
        session.send("bye\r")
        assert 0 == session.end()


def test_menu(terminal: Terminal, with_dice: dict[str, str]) -> None:
    """The menu asks for what a command needs, and shows its result, or what is wrong, and asks
    again for an answer that is not accepted. `1 ?` lists its options."""
    with terminal(env=with_dice) as session:
        session.wait_for("  6  dice: installed\r\n")
        session.wait_for("wae (1-7, ?, q): ")
        session.send("6\n")
        session.wait_for("  1  roll\r\n")
        for line, sides, shown in (
            ("1\n", "6", "6\r\n"),
            ("1\n", "six", "digits"),
            ("", "", "wae: "),
        ):
            if line:
                session.wait_for("dice (1-1, ?, b, q): ")
                session.send(line)
            session.wait_for("--sides: ")
            session.send(f"{sides}\n")
            session.wait_for(shown)
        session.wait_for("--sides: ")
        session.send("\x04")
        session.wait_for("dice (1-1, ?, b, q): ")
        session.send("1 ?\n")
        session.wait_for("--sides")
        session.wait_for("dice (1-1, ?, b, q): ")
        session.send("1 --sides 4\n")
        session.wait_for("dice (1-1, ?, b, q): ")
        session.send("q\n")
        session.end()


def test_damaged(terminal: Terminal, with_dice: dict[str, str], tmp_path: Path) -> None:
    """Where the list of installed tools is damaged the menu says so, and has the toolbox's own."""
    [lock] = tmp_path.rglob("lock.json")
    lock.write_text("{")
    with terminal(env=with_dice) as session:
        session.wait_for("lock.json is damaged")
        session.wait_for("(1-6, ?, q): ")
        session.send("\x04")
        session.end()
    assert "Traceback" not in session.output


def test_without_a_terminal(wae: Wae, with_dice: dict[str, str], talker: Talker) -> None:
    """Where nobody types the host offers none, and the model is not told of any."""
    done = wae("openai", "chat", "--tools", "-m", "gambler", "-y", "Roll", env=with_dice)
    assert 0 == done.returncode, done.stderr
    names = {tool["function"]["name"] for tool in talker.bodies[0]["tools"]}
    assert [] == [name for name in names if name.startswith("dice")]
    [refused] = [text for role, text in asked(talker) if role == "tool"]
    assert {"error": "there is no function 'dice_roll_roll'"} == json.loads(refused)
