"""Pipes, disks and descriptors that are not as they should be: short words, the right code."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from tests.patience import PATIENCE
from tests.toolbox.conftest import COMMAND

Wae = Callable[..., CompletedProcess[str]]
Shell = Callable[..., CompletedProcess[str]]
WRITING = (
    "password",
    "password --json",
    "--help",
    "--version",
    "run --help",
    "serve --help",
    "call toolbox",
    "call toolbox checker.check --password x --user-inputs []",
    "mcp toolbox --list",
)
INITIALIZE = (
    '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",'
    '"capabilities":{},"clientInfo":{"name":"x","version":"1"}}}'
)


@pytest.fixture
def shell(environ: dict[str, str], toolbox: Path, tmp_path: Path) -> Shell:
    """Runs a line of bash in which `wae` is the command; `env=` adds to its environment."""

    def run(line: str, env: dict[str, str] | None = None) -> CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-c", f'wae() {{ "$WAE" "$@"; }}; {line}'],
            env={**environ, "WAE": COMMAND, "WAE_TOOLBOX": str(toolbox), **(env or {})},
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    return run


@pytest.mark.parametrize("arguments", ["password --count 10000", "password --count 10000 --json"])
def test_long_results_are_whole(shell: Shell, wae: Wae, arguments: str) -> None:
    """Ten thousand passwords are ten thousand, in a slow pipe as in a file."""
    lines = wae(*arguments.split()).stdout.count("\n")
    assert 10_000 <= lines <= 10_010
    done = shell(f"wae {arguments} | (sleep 0.3; wc -l); wae {arguments} > out; wc -l < out")
    assert [str(lines)] * 2 == done.stdout.split()


@pytest.mark.parametrize(
    "arguments", ["password --count 10000", "password --count 10000 --json", "--help", "--version"]
)
def test_closed_pipe(shell: Shell, arguments: str) -> None:
    """`| head` gets what it wants, and nobody complains; the code is that of SIGPIPE, if any."""
    done = shell(f"wae {arguments} | head -c 1; echo; echo ${{PIPESTATUS[0]}}")
    first, code = done.stdout.splitlines()
    assert ("", 1) == (done.stderr, len(first))
    assert code in ("0", "141")


def test_pipe_closed_early(shell: Shell) -> None:
    """A pipe that nobody reads ends the command with the code of SIGPIPE, without a word."""
    done = shell("wae password --count 10000 | true; echo ${PIPESTATUS[0]}")
    assert ("141\n", "") == (done.stdout, done.stderr)


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("arguments", WRITING)
def test_full_disk(shell: Shell, arguments: str, unbuffered: str) -> None:
    """Results that cannot be written are a failure, in one line."""
    done = shell(f"wae {arguments} > /dev/full", {"PYTHONUNBUFFERED": unbuffered})
    assert 1 == done.returncode
    assert done.stderr.startswith("wae: The results could not be written: ")
    assert 1 == done.stderr.count("\n")


def test_stdin_closed(shell: Shell) -> None:
    """Without a stdin there is nothing to read, and that is all."""
    assert 0 == shell("wae password <&-").returncode
    done = shell("wae password check <&-")
    line = "wae: There is no password on standard input."
    assert (2, line) == (done.returncode, done.stderr.splitlines()[0])


@pytest.mark.parametrize("arguments", [*WRITING, "password --count 10000", "completion bash"])
def test_stdout_closed(shell: Shell, arguments: str) -> None:
    """Where stdout is closed, results are lost, and that is a failure, in one line."""
    done = shell(f"wae {arguments} >&-")
    line = (
        "wae: The results could not be written: stdout is closed. Open it, or send it to /dev/null"
    )
    assert (1, f"{line}\n") == (done.returncode, done.stderr)


@pytest.mark.parametrize("arguments", ["openai sessions list", "password --length 3"])
def test_nothing_for_a_closed_stdout(shell: Shell, arguments: str) -> None:
    """A command without results loses none: its code and its words are its own."""
    closed, silent = shell(f"wae {arguments} >&-"), shell(f"wae {arguments} >/dev/null")
    assert (silent.returncode, silent.stderr) == (closed.returncode, closed.stderr)


@pytest.mark.parametrize("stdout", ["/dev/full", "&-"])
def test_mcp_without_a_stdout(shell: Shell, stdout: str) -> None:
    """A server whose client cannot hear it ends with the same words."""
    done = shell(f"echo '{INITIALIZE}' | wae mcp toolbox >{stdout}")
    assert 1 == done.returncode
    assert done.stderr.startswith("wae: The results could not be written: ")
    assert 1 == done.stderr.count("\n")


def test_stderr_closed(shell: Shell) -> None:
    """What cannot be said is not said: results and codes are the same."""
    done = shell("wae password --length 8 2>&-")
    assert (0, 9) == (done.returncode, len(done.stdout))
    assert 2 == shell("wae password --length 3 2>&-").returncode
    assert 2 == shell("wae password --length 3 2>/dev/full").returncode


def test_all_closed(shell: Shell) -> None:
    """Without any standard stream the codes are the same."""
    assert 1 == shell("wae password <&- >&- 2>&-").returncode
    assert 2 == shell("wae password --length 3 <&- >&- 2>&-").returncode


@pytest.mark.parametrize("content", [b"\xff\xfe\n", b"\xc3"])
def test_input_that_is_not_text(shell: Shell, tmp_path: Path, content: bytes) -> None:
    """Bytes that are no UTF-8 are a usage error."""
    (tmp_path / "input").write_bytes(content)
    done = shell("wae password check < input")
    assert (2, "") == (done.returncode, done.stdout)
    assert done.stderr.startswith("wae: Standard input is not UTF-8 text.")


def test_endless_input(shell: Shell) -> None:
    """An input without an end is read as far as one line."""
    done = shell("yes | wae password check --json; wae password check < /dev/zero")
    assert '"score": 0' in done.stdout
    assert done.stderr.endswith("wae: The password is too long to check. Give one of at most 72 "
                                "characters.\n")  # fmt: skip


def test_argument_that_is_not_text(shell: Shell) -> None:
    """An argument that is no UTF-8 is shown in a form that can be read."""
    done = shell("wae password check $'a\\xff'")
    line = r"wae: the argument 'a\\udcff' is not UTF-8"
    assert (2, "", line) == (done.returncode, done.stdout, done.stderr.strip())


def test_long_argument(shell: Shell) -> None:
    """An argument of 100 KB is complained about in whole, as one notice."""
    done = shell("wae password $(head -c 100000 /dev/zero | tr '\\0' x)")
    assert 2 == done.returncode
    assert done.stderr.startswith(f"wae: No such command '{'x' * 100_000}'.")


def test_large_environment(wae: Wae, on_github: dict[str, str]) -> None:
    """A thousand variables of the user's are no burden, however often settings are looked up."""
    many = {f"UNRELATED_{number}": "x" * 100 for number in range(1000)}
    done = wae("github", "contributors", "wae/pages", "--all", env=many | on_github)
    assert (0, 1000) == (done.returncode, done.stdout.count("\n"))


def test_environment_that_is_not_text(shell: Shell) -> None:
    """A variable that is no UTF-8 is left out; the others are there."""
    done = shell("X=$'\\xff' GITHUB_API_URL=nonsense wae github repo wae/toolbox")
    assert "GITHUB_API_URL is not a usable URL" in done.stderr


@pytest.mark.parametrize(
    "line",
    [
        "unset HOME; wae password",
        "HOME= wae password",
        "HOME=/nonexistent wae password",
        'env -i "WAE_TOOLBOX=$WAE_TOOLBOX" "XDG_CACHE_HOME=$XDG_CACHE_HOME" "$WAE" password',
        'mkdir gone; cd gone; rmdir ../gone; "$WAE" password',
    ],
)
def test_bare_surroundings(shell: Shell, line: str) -> None:
    """Neither a home, nor variables, nor a current folder are needed to make a password."""
    done = shell(line)
    assert (0, 21, "") == (done.returncode, len(done.stdout), done.stderr)


def test_files_are_only_read(wae: Wae, on_github: dict[str, str], tmp_path: Path) -> None:
    """No command leaves anything in the current folder or the home, but for its own data folder,
    which is empty and for the user alone."""
    wae("github", "repo", "wae/toolbox", env=on_github | {"HOME": str(tmp_path)})
    wae("password", env={"HOME": str(tmp_path)})
    assert [".local"] == os.listdir(tmp_path)
    [data] = (tmp_path / ".local" / "share" / "wae").iterdir()
    assert [] == os.listdir(data)
    assert data.stat().st_mode & 0o777 == 0o700
