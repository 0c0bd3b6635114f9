"""Which commands of the toolbox are told what only the host knows."""

import json
from contextlib import suppress

import pytest

from wae import cli, host_information


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> list[object]:
    """Runs each command without a toolbox; has what the toolbox would have been told."""
    monkeypatch.delenv(host_information.VARIABLE, raising=False)
    monkeypatch.setattr(
        host_information, "for_command", lambda word, own, tools, of: json.dumps([word, [*own]])
    )
    actual: list[object] = []

    def toolbox(arguments: list[str], *, debug: bool) -> int:
        actual.append(json.loads(cli.os.environ.pop(host_information.VARIABLE, "null")))
        return 0

    monkeypatch.setattr(cli, "_toolbox", toolbox)
    return actual


@pytest.mark.parametrize("word", cli.NEED_HOST_INFORMATION)
def test_commands_that_are_told(told: list[object], word: str) -> None:
    """The command is told something, with wae's own commands at hand."""
    cli.dispatch([word, "x"], debug=False)
    assert [[word, [*cli.COMMANDS]]] == told


@pytest.mark.parametrize(
    "arguments", [[], ["password"], ["help"], ["doctor", "--help"], ["config", "path", "-h"]]
)
def test_all_others_are_not(told: list[object], arguments: list[str]) -> None:
    """Nothing is looked up, and nothing told, where nobody would show it."""
    cli.dispatch(arguments, debug=False)
    assert [None] == told


@pytest.mark.parametrize("word", cli.COMMANDS)
def test_help_of_own_commands(
    told: list[object], word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """`wae help WORD` is `wae WORD --help` for wae's own commands; the toolbox is not started."""
    # argparse ends the process after its help.
    with suppress(SystemExit):
        cli.dispatch(["help", word], debug=False)
    assert capsys.readouterr().out.startswith(f"Usage: wae {word}")
    assert [] == told
