"""`wae completion`, composed: a person presses TAB in bash."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from tests.toolbox.pseudo_terminal import PseudoTerminal

from wae.cli import COMMANDS

Wae = Callable[..., CompletedProcess[str]]


@pytest.fixture
def bash(wae: Wae, environ: dict[str, str], tmp_path: Path) -> PseudoTerminal:
    """bash on a terminal, in a folder with an app in it, where `wae` is completed."""
    actual = shutil.which("bash")
    if actual is None:
        pytest.skip("bash is not installed")
    done = wae("completion", "bash")
    assert (0, "") == (done.returncode, done.stderr)
    (tmp_path / "rc").write_text(f"{done.stdout}PS1='> '\nbind 'set bell-style none'\n")
    (tmp_path / "my app.wasm").touch()
    environment = {**environ, "TERM": "dumb", "HISTFILE": ""}
    command = [actual, "--noprofile", "--rcfile", str(tmp_path / "rc"), "-i"]
    return PseudoTerminal(command, environment, tmp_path, 200)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("wae gith\t", "wae github "),
        ("wae github rel\t\t", "release"),
        ("wae net time --que\t", "wae net time --questions "),
        ("wae completion f\t", "wae completion fish "),
        ("wae insp\t", "wae inspect "),
        ("wae inspect my\t", "wae inspect my\\ app.wasm "),
        ("wae build --out\t", "wae build --output "),
        ("wae --ver\t", "wae --version "),
        ("wae help sett\t", "wae help settings "),
    ],
)
def test_tab(bash: PseudoTerminal, typed: str, shown: str) -> None:
    """TAB completes the toolbox's commands and wae's own, options, words and files."""
    with bash:
        bash.wait_for("> ")
        bash.send(typed)
        bash.wait_for(shown)


def test_no_wasm_is_started(wae: Wae, tmp_path: Path) -> None:
    """The script completes without `wae`: it is not even on the path."""
    script = tmp_path / "script"
    script.write_text(wae("completion", "bash").stdout)
    program = f"source {script}; COMP_WORDS=(wae ''); COMP_CWORD=1; _wae; echo ${{COMPREPLY[@]}}"
    done = subprocess.run(
        [shutil.which("bash") or "bash", "--norc", "-c", program],
        env={"PATH": "/nonexistent"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert {*COMMANDS, "github", "net", "doctor", "help"} <= {*done.stdout.split()}
    assert "" == done.stderr
