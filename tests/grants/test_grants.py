"""What an app from elsewhere can get hold of: what it was given, and nothing else."""

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.faults import FaultServer

import wae

Found = Callable[..., dict[str, Any]]
Run = Callable[..., "subprocess.CompletedProcess[str]"]

NOTHING = {"listed": "refused: FileNotFoundError", "written": "refused: FileNotFoundError"}
NOWHERE = dict.fromkeys((".", "/elsewhere", "/config", "/data"), NOTHING)
VARIABLES = ("--env", "STRANGER_ONE", "--env=STRANGER_NEW=new")
DENIED = ("refused: PermissionError", "refused: ErrorCode_HttpRequestDenied")


def test_nothing_by_default(found: Found, server: FaultServer) -> None:
    """Without options an app has its arguments and its standard streams: no variables, no folders,
    no network, and each denial is an answer that it can handle."""
    result = found("--deny-rest")
    assert [server.url.rpartition(":")[2]] == result["arguments"]
    assert {} == result["variables"]
    assert NOWHERE == result["files"]
    assert DENIED == (result["socket"], result["http"])


def test_variables_and_folders_one_by_one(found: Found, tmp_path: Path) -> None:
    """A variable is given by name, with its value or another; a folder to read, or with `:rw` to
    write, under its own name or another. Neither gives anything else."""
    (tmp_path / "other").mkdir()
    folders = ("--dir", ".", "--dir", f"{tmp_path}/other=/elsewhere:rw")
    result = found(*VARIABLES, *folders, "--deny-rest")
    assert {"STRANGER_ONE": "1", "STRANGER_NEW": "new"} == result["variables"]
    assert ["here.txt"] == result["files"]["."]["listed"]
    assert "refused: PermissionError" == result["files"]["."]["written"]
    assert {"listed": [], "written": 8} == result["files"]["/elsewhere"]
    for name in ("/config", "/data"):
        assert NOTHING["listed"] == result["files"][name]["listed"]
    assert "was here" == (tmp_path / "other" / "stranger.txt").read_text()
    assert DENIED == (result["socket"], result["http"])


def test_data_folder_is_the_apps_own(found: Found, tmp_path: Path) -> None:
    """`--data` is a private folder, kept from run to run, that goes by what the app is."""
    for before in ([], ["stranger.txt"]):
        assert before == found(*VARIABLES, "--data", "--deny-rest")["files"]["/data"]["listed"]
    [folder] = (tmp_path / "data" / "wae" / "apps").iterdir()
    assert re.fullmatch("stranger-[0-9a-f]{32}", folder.name)
    assert 0o700 == folder.stat().st_mode & 0o777


def test_old_data_is_named_once(wae_run: Run, tmp_path: Path) -> None:
    """Data under the bare name of the file, as it used to be kept, is told of and left alone."""
    old = tmp_path / "data" / "wae" / "stranger.wasm"
    old.mkdir()
    told = [wae_run(*VARIABLES, "--data", "--deny-rest").stderr.count(str(old)) for _ in range(2)]
    assert [1, 0] == told


def test_network(found: Found, server: FaultServer) -> None:
    """Sockets go anywhere; HTTP to the origins that were given: nowhere else."""
    net, http = ("--net", "--deny-rest"), ("--http", server.url, "--deny-rest")
    result = found(*net)
    assert ("connected", DENIED[1]) == (result["socket"], result["http"])
    result = found(*http)
    assert (DENIED[0], "answered") == (result["socket"], result["http"])
    result = found(*http, port=server.other_url.rpartition(":")[2])
    assert DENIED == (result["socket"], result["http"])
    assert {} == result["variables"]
    assert NOWHERE == result["files"]


def test_everything(found: Found) -> None:
    """`--allow-all` gives what wae has itself; so do the single options together, but for the
    configuration folder."""
    every, single = found("--allow-all"), found("--env=*", "--dir=.", "--net", "--http=*")
    for result in (every, single):
        assert {"STRANGER_ONE": "1", "STRANGER_TWO": "2"} == result["variables"]
        assert ["connected", "answered"] == [result["socket"], result["http"]]
        assert ["here.txt"] == result["files"]["."]["listed"]
    assert [".env"] == every["files"]["/config"]["listed"]
    assert NOTHING["listed"] == single["files"]["/config"]["listed"]


def test_without_a_terminal_it_is_an_error(wae_run: Run) -> None:
    """Nobody can be asked: exit code 2, and one line with the exact options to add."""
    done = wae_run()
    assert (2, "") == (done.returncode, done.stdout)
    assert (
        "wae: stranger.wasm asks for what it was not given: all environment variables; files: read "
        "the current folder; the network: TCP, UDP and name look-up, to anywhere; the network: "
        "HTTP requests to anywhere. Add --env '*' --dir . --net '--http=*', or --deny-rest to run "
        "it without\n" == done.stderr
    )


def test_stderr_is_shown(wae_run: Run) -> None:
    """What the app writes to stderr is shown, with control characters made visible."""
    assert wae_run("--deny-rest").stderr.endswith("\\x1b[31mdone\\x1b[0m\n")


def test_a_warm_start_reads_nothing_again(
    wae_run: Run, found: Found, tmp_path: Path, server: FaultServer
) -> None:
    """Once composed and compiled, the app's bytes are not read again, whatever the folders and
    values: not even one that cannot be opened any more."""
    found(*VARIABLES, "--dir", ".", "--deny-rest")
    (tmp_path / "other").mkdir()
    other = ("--env", "STRANGER_ONE=2", "--env=STRANGER_NEW", f"--dir={tmp_path}/other=/elsewhere")
    done = wae_run(*other, "--deny-rest", unreadable=True)
    assert 0 == done.returncode, done.stderr
    assert "Compiling" not in done.stderr
    assert {"STRANGER_ONE": "2"} == json.loads(done.stdout)["variables"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--env"], "--env needs a value. For example: --env HOME"),
        (["--env", "=x"], "--env =x names no variable. For example: --env HOME"),
        (["--env", "*=x"], "--env '*' takes no value. It gives all variables as they are"),
        (["--env=GH_*"], "--env GH_* names no variable. Only '*' alone stands for others: for all"),
        (["--dir", "nowhere"], "--dir nowhere: folder not found"),
        (["--dir", "=x"], "--dir =x names no folder. For example: --dir ."),
        (["--dir=.", "--dir=/=."], "--dir gives the app two folders called ."),
        (["--http=ftp://x"], "--http ftp://x is not an origin"),
        (["--http", "https://u@h"], "--http https://u@h is not an origin"),
        (["--http=https://h/path"], "--http https://h/path is not an origin"),
        (["--http=$HOST"], "--http $HOST is not an origin"),
        (["--http=https://h:0"], "its port is not between 1 and 65535"),
        (["--nett"], "`wae run` has no option --nett"),
    ],
)
def test_options_that_make_no_sense(wae_run: Run, options: list[str], message: str) -> None:
    """Each is one line and exit code 2, before the app is run."""
    done = wae_run("--deny-rest", *options, bare=options == ["--env"])
    assert (2, "") == (done.returncode, done.stdout)
    assert message in done.stderr
    assert 1 == done.stderr.count("\n"), done.stderr


def test_python_gives_by_keyword(
    stranger: Path, server: FaultServer, monkeypatch: pytest.MonkeyPatch, home: dict[str, str]
) -> None:
    """`wae.load` gives the same by keyword arguments."""
    for name, value in home.items():
        monkeypatch.setenv(name, value)
    port = int(server.url.rpartition(":")[2])
    with wae.load(stranger, http=server.url, deny_rest=True) as app:
        result = json.loads(app.stranger.probe.look(port))
    assert (DENIED[0], "answered") == (result["socket"], result["http"])
    with wae.load(stranger, deny_rest=True) as app:
        result = json.loads(app.stranger.probe.look(port))
    assert DENIED == (result["socket"], result["http"])
    assert NOWHERE == result["files"]
