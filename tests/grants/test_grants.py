"""What an app from elsewhere can get hold of: what it was given, and nothing else."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.faults import FaultServer

import wae
from wae.errors import UsageError

Found = Callable[..., dict[str, Any]]
Run = Callable[..., "subprocess.CompletedProcess[str]"]

NOTHING = {"listed": "refused: FileNotFoundError", "written": "refused: FileNotFoundError"}
ASKED = "--env='*' --dir=. --net --http=any"


def test_nothing_by_default(found: Found, server: FaultServer) -> None:
    """Without options an app has its arguments and its standard streams: no variables, no folders,
    no network, and denials are answers that it can handle."""
    result = found("--deny-rest")
    assert [server.url.rpartition(":")[2]] == result["arguments"]
    assert {} == result["variables"]
    assert dict.fromkeys((".", "/elsewhere", "/config", "/data"), NOTHING) == result["files"]
    assert "refused: PermissionError" == result["socket"]
    assert result["http"].startswith("refused: ErrorCode_HttpRequestDenied")


def test_variables_one_by_one(found: Found) -> None:
    """A variable is given by name, with its value or another."""
    given = found("--env", "STRANGER_ONE", "--env=STRANGER_NEW=new", "--deny-rest")["variables"]
    assert {"STRANGER_ONE": "1", "STRANGER_NEW": "new"} == given
    assert {"1", "2"} == set(found("--env=*", "--deny-rest")["variables"].values())


def test_folders_one_by_one(found: Found, tmp_path: Path) -> None:
    """A folder is given to read, or with `:rw` to write; under its own name or another."""
    (tmp_path / "other").mkdir()
    files = found("--dir", ".", "--dir", f"{tmp_path}/other=/elsewhere:rw", "--deny-rest")["files"]
    assert ["here.txt"] == files["."]["listed"]
    assert "refused: PermissionError" == files["."]["written"]
    assert {"listed": [], "written": 8} == files["/elsewhere"]
    assert [NOTHING, NOTHING] == [files["/config"], files["/data"]]
    assert "was here" == (tmp_path / "other" / "stranger.txt").read_text()


def test_data_folder_is_the_apps_own(found: Found, stranger: Path, tmp_path: Path) -> None:
    """`--data` is a private folder, kept from run to run, that goes by what the app is."""
    assert [] == found("--data", "--deny-rest")["files"]["/data"]["listed"]
    assert ["stranger.txt"] == found("--data", "--deny-rest")["files"]["/data"]["listed"]
    [folder] = (tmp_path / "data" / "wae" / "apps").iterdir()
    assert folder.name.startswith("stranger-")
    assert 0o700 == folder.stat().st_mode & 0o777


def test_network(found: Found) -> None:
    """Sockets and HTTP are given apart."""
    net, http = found("--net", "--deny-rest"), found("--http", "--deny-rest")
    assert "connected" == net["socket"]
    assert net["http"].startswith("refused")
    assert "answered" == http["http"]
    assert "refused: PermissionError" == http["socket"]


def test_everything(found: Found) -> None:
    """`--allow-all` gives what wae has itself."""
    result = found("--allow-all")
    assert {"STRANGER_ONE": "1", "STRANGER_TWO": "2"} == result["variables"]
    assert ["connected", "answered"] == [result["socket"], result["http"]]
    assert [".env"] == result["files"]["/config"]["listed"]


def test_without_a_terminal_it_is_an_error(wae_run: Run) -> None:
    """Nobody can be asked: exit code 2, and one line with the exact options to add."""
    done = wae_run()
    assert (2, "") == (done.returncode, done.stdout)
    assert (
        "wae: stranger.wasm asks for what it was not given: all environment variables; files: read "
        "the current folder; the network: TCP, UDP and name look-up, to anywhere; the network: "
        f"HTTP requests to anywhere. Add {ASKED}, or --deny-rest to run it without\n"
        == done.stderr.partition("(once)…\n")[2]
        or done.stderr
    )


def test_the_exact_options_suffice(found: Found) -> None:
    """What the error advises is all that is needed."""
    result = found("--env=*", "--dir=.", "--net", "--http=any")
    assert ["here.txt"] == result["files"]["."]["listed"]
    assert ["connected", "answered"] == [result["socket"], result["http"]]


def test_stderr_is_shown(wae_run: Run) -> None:
    """What the app writes to stderr is shown, with control characters made visible."""
    assert wae_run("--deny-rest").stderr.endswith("\\x1b[31mdone\\x1b[0m\n")


def test_a_warm_start_reads_nothing_again(wae_run: Run, stranger: Path, found: Found) -> None:
    """Once composed and compiled, the app's bytes are not read again: only their fingerprint."""
    found("--deny-rest")
    stranger.chmod(0)
    try:
        done = wae_run("--deny-rest")
    finally:
        stranger.chmod(0o644)
    assert 0 == done.returncode, done.stderr


def test_other_folders_and_values_need_no_other_code(
    found: Found, wae_run: Run, tmp_path: Path
) -> None:
    """Folders and values are the host's: what they are changes nothing in what runs."""
    (tmp_path / "other").mkdir()
    found("--dir=.", "--env=STRANGER_ONE=1", "--deny-rest")
    done = wae_run(f"--dir={tmp_path}/other=/elsewhere:rw", "--env=STRANGER_ONE=2", "--deny-rest")
    assert "Compiling" not in done.stderr


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--env"], "--env needs a value. For example: --env HOME"),
        (["--env", "=x"], "--env =x names no variable. For example: --env HOME"),
        (["--dir", "nowhere"], "--dir nowhere: there is no such folder"),
        (["--dir=.", "--dir=/=."], "--dir gives the app two folders called ."),
        (["--http=ftp://x"], "--http ftp://x is not an origin"),
        (["--http", "https://u@h"], "--http https://u@h is not an origin"),
        (["--http=https://h/path"], "--http https://h/path is not an origin"),
        (["--nett"], "`wae run` has no option --nett"),
    ],
)
def test_options_that_make_no_sense(wae_run: Run, options: list[str], message: str) -> None:
    """Each is one line and exit code 2, before the app is touched."""
    done = wae_run(*options, "--deny-rest")
    assert (2, "") == (done.returncode, done.stdout)
    assert message in done.stderr
    assert 1 == done.stderr.count("\n"), done.stderr


def test_python_gives_by_keyword(
    stranger: Path, server: FaultServer, monkeypatch: pytest.MonkeyPatch, home: dict[str, str]
) -> None:
    """`wae.load` gives the same by keyword arguments, and asks nobody."""
    for name, value in home.items():
        monkeypatch.setenv(name, value)
    port = int(server.url.rpartition(":")[2])
    with pytest.raises(UsageError) as caught:
        wae.load(stranger)
    assert (
        "wae.load(…, env='*', dirs=['.'], net=True, http=True), or deny_rest=True to load it "
        "without" == caught.value.hint
    )
    with wae.load(stranger, deny_rest=True) as app:
        assert {} == json.loads(app.stranger.probe.look(port))["variables"]
    with wae.load(stranger, env=["STRANGER_TWO"], http=True, deny_rest=True) as app:
        result = json.loads(app.stranger.probe.look(port))
    assert {"STRANGER_TWO": "2"} == result["variables"]
    assert "answered" == result["http"]
