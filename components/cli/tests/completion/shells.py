"""Real shells that complete a command line with a script."""

import os
import pty
import re
import select
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from tests.patience import PATIENCE

_END = "ended-here"
# zsh lists below the line and then goes up to it again.
_LIST = re.compile(r"\n\x1b\[J(.*?)\x1b\[[0-9]*A", re.DOTALL)
_BASH = """
source "$1"
shift
COMP_WORDS=("$@")
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_wae
printf '%s\\n' "${COMPREPLY[@]}"
"""


def path_of(shell: str) -> str:
    """Where the shell is. Skips the test where it is not installed."""
    actual = shutil.which(shell)
    if actual is None:
        pytest.skip(f"{shell} is not installed")
    return actual


def bash(script: Path, *words: str) -> set[str]:
    """What bash offers in the place of the last word."""
    command = [path_of("bash"), "--norc", "-c", _BASH, "bash", str(script), "wae", *words]
    return _lines(command, script.parent)


def fish(script: Path, *words: str) -> set[str]:
    """What fish offers in the place of the last word."""
    line = "wae " + " ".join(words)
    command = [path_of("fish"), "--no-config", "-c", f"source {script}; complete -C '{line}'"]
    return {each.partition("\t")[0] for each in _lines(command, script.parent)}


def zsh(script: Path, *words: str) -> set[str]:
    """What zsh lists at the end of the line.

    Its completion works in its line editor only: so it gets a terminal, and a key is typed that
    lists and then says that this is all.
    """
    mine, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "PS1": "> ", "COLUMNS": "200", "LINES": "200"}
    process = subprocess.Popen(
        [path_of("zsh"), "-f", "-i"],
        env=environment,
        cwd=script.parent,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    try:
        setup = (
            "stty -echo; PS1=; autoload -U compinit; compinit -D; zstyle ':completion:*' "
            "list-separator '::'; LISTMAX=0; setopt no_menu_complete no_auto_menu; "
            f"listed() {{ zle list-choices; zle -R; print -n {_END[:1]}''{_END[1:]}; }}; "
            "zle -N listed; bindkey '^X' listed; "
            f"source {script}; print -r -- read''y"
        )
        os.write(mine, f"{setup}\n".encode())
        _read(mine, "ready")
        os.write(mine, ("wae " + " ".join(words) + "\x18").encode())
        shown = _read(mine, _END)
    finally:
        process.kill()
        process.wait()
        os.close(mine)
    offered = _LIST.search(shown)
    bare = re.sub(r"\x1b\[[?0-9;]*[A-Za-z]|\r", "", offered[1] if offered else "")
    return {word for line in bare.splitlines() for word in line.partition(" ::")[0].split()}


def _read(terminal: int, until: str) -> str:
    """What comes until the text."""
    shown = b""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if until.encode() in shown:
            return shown.decode(errors="replace")
        if select.select([terminal], [], [], 1.0)[0]:
            shown += os.read(terminal, 65536)
    raise AssertionError(f"zsh said only {shown!r}")


def _lines(command: list[str], folder: Path) -> set[str]:
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=True)
    assert "" == done.stderr
    return {line.strip() for line in done.stdout.splitlines() if line.strip()}
