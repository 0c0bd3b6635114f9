"""`wae mcp --all`: what a language model is offered of everything that somebody installed."""

import os
from pathlib import Path

import anyio
import pytest
from mcp import Client, StdioServerParameters, stdio_client
from tests.installed.conftest import Wae, dice, install

from tests.conftest import COMMAND


@pytest.fixture
def tools(wae: Wae) -> None:
    """Two tools with the same contract."""
    Path("dice.wasm").write_bytes(dice())
    install(wae, "dice.wasm")
    install(wae, "dice.wasm", "--name", "other-dice")


def test_names(wae: Wae, tools: None) -> None:
    """The toolbox's tools and the installed ones have names of their own, chosen by patterns."""
    names = wae("mcp", "--all", "--list").out.splitlines()
    assert ["dice_roll_roll", "other_dice_dice_roll_roll"] == names[-2:]
    assert [*wae("mcp", "toolbox", "--list").out.splitlines(), *names[-2:]] == names
    assert "dice_roll_roll\n" in wae("mcp", "--all", "--list", "--allow", "dice_*").out
    assert "password" not in wae("mcp", "--all", "--list", "--allow", "dice_*").out


def test_calls(wae: Wae, tools: None) -> None:
    """A call runs in the app whose tool it is."""

    async def talk() -> list[object]:
        parameters = StdioServerParameters(
            command=str(COMMAND), args=["mcp", "--all"], env=dict(os.environ)
        )
        async with Client(stdio_client(parameters)) as client:
            names = ("dice_roll_roll", "other_dice_dice_roll_roll")
            results = [await client.call_tool(name, {"sides": 6}) for name in names]
            return [result.structured_content for result in results]

    assert [{"result": 6}, {"result": 6}] == anyio.run(talk)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], "`wae mcp` needs the app's file. For example: wae mcp toolbox"),
        (["--all", "x"], "--all takes no app. See wae mcp --help"),
        (
            ["--all", "--env", "A", "--list"],
            "--all offers each tool with what it was granted. To give one more: wae upgrade",
        ),
    ],
)
def test_errors(wae: Wae, tools: None, arguments: list[str], expected: str) -> None:
    """All apps, or one; what all have was granted before."""
    assert (2, f"wae: {expected}") == wae("mcp", *arguments)[::2]
