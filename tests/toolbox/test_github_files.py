"""`wae github release --download`, composed: what arrives, where it goes, who is asked."""

import json
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from tests.faults import FaultServer
from tests.faults.github_data import FILES, README
from tests.toolbox.pseudo_terminal import PseudoTerminal

Wae = Callable[..., CompletedProcess[str]]
Start = Callable[..., AbstractContextManager[PseudoTerminal]]
RELEASE = ("github", "release", "wae/files")
GOOD = {name: content for name, content in FILES.items() if name.startswith("wae")}


@pytest.fixture
def on_files(on_github: dict[str, str], server: FaultServer) -> dict[str, str]:
    """The same server, which may keep files at its other port."""
    return on_github | {"GITHUB_DOWNLOAD_HOSTS": server.other_url, "GH_TOKEN": "t0ken"}


def there(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


def test_files(wae: Wae, on_files: dict[str, str], tmp_path: Path) -> None:
    """They are saved here, byte for byte, and told with the digest by which they were checked."""
    done = wae(*RELEASE, "--download", "wae.*", "--json", env=on_files)
    assert (0, "") == (done.returncode, done.stderr)
    assert there(tmp_path) == GOOD
    assert [*GOOD] == [one["path"] for one in json.loads(done.stdout)]
    assert all(one["digest"].startswith("sha256:") for one in json.loads(done.stdout))


def test_the_token_stays(wae: Wae, on_files: dict[str, str], server: FaultServer) -> None:
    """The API gets it; the host where the files lie does not."""
    assert 0 == wae(*RELEASE, "--download", "wae.whl", env=on_files).returncode
    sent = [
        (request.path, {name.lower(): value for name, value in request.headers})
        for request in server.received[""] + server.received["yes"]
    ]
    tokens = {path: headers.get("authorization") for path, headers in sent}
    assert "Bearer t0ken" == tokens["/repos/wae/files/releases/assets/1"]
    assert tokens["/files/wae.whl"] is None


def test_another_folder(wae: Wae, on_files: dict[str, str], tmp_path: Path) -> None:
    """It is the one that is named, wherever it lies."""
    work, out = tmp_path / "work", tmp_path / "out"
    work.mkdir()
    out.mkdir()
    for folder in ("../out", str(out)):
        arguments = (*RELEASE, "--download", "*.whl", "-D", folder, "--force")
        done = wae(*arguments, env=on_files, cwd=work)
        assert (0, "") == (done.returncode, done.stderr)
        assert {"wae.whl": b"wheel"} == there(out)
    assert {} == there(work)


def test_a_missing_folder(wae: Wae, on_files: dict[str, str], tmp_path: Path) -> None:
    """It is made, with those that it lies in; where nothing is saved, none is left."""
    for folder in ("a/b", str(tmp_path / "c/d")):
        wanted = (*RELEASE, "--download", "*.whl", "-D", folder)
        for refused in ((*RELEASE, "--download", "*.rpm", "-D", folder), (*wanted, "--tag", "v0")):
            assert 1 == wae(*refused, env=on_files).returncode
            assert [] == [*tmp_path.glob("[ac]")]
        done = wae(*wanted, env=on_files)
        assert (0, "") == (done.returncode, done.stderr)
        assert {"wae.whl": b"wheel"} == there(tmp_path / folder)
        shutil.rmtree(tmp_path / folder[-3])
    (tmp_path / "file").write_bytes(b"")
    for folder, why in (
        ("file", "wae: file is not a folder. Name another one.\n"),
        ("file/x", "wae: the folder file/x cannot be made: Not a directory. Name another one\n"),
    ):
        done = wae(*RELEASE, "--download", "-D", folder, env=on_files)
        assert (1, "", why) == (done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("cut.bin", "the connection ended before cut.bin did"),
        ("swapped.bin", "swapped.bin: its SHA-256 digest is "),
    ],
)
def test_whole_or_not_at_all(
    wae: Wae, on_files: dict[str, str], tmp_path: Path, name: str, why: str
) -> None:
    """What ends early or is another file leaves nothing behind."""
    done = wae(*RELEASE, "--download", name, env=on_files)
    assert (1, "", {}) == (done.returncode, done.stdout, there(tmp_path))
    assert why in done.stderr


def test_other_hosts_are_closed(wae: Wae, on_github: dict[str, str], tmp_path: Path) -> None:
    """The API's server cannot lead to a host that is not listed."""
    done = wae(*RELEASE, "--download", "wae.whl", env=on_github)
    assert (1, {}) == (done.returncode, there(tmp_path))
    assert "The sandbox does not let github reach http://127.0.0.1:" in done.stderr


def test_nothing_is_writable_unasked(wae: Wae, on_files: dict[str, str], tmp_path: Path) -> None:
    """A folder is opened by `--download` and `--dir` alone, and only the one that is named."""
    out = tmp_path / "out"
    out.mkdir()
    assert 2 == wae(*RELEASE, "-D", str(out), env=on_files).returncode
    done = wae(*RELEASE, "--tag", "--download", env=on_files)
    assert (1, {}) == (done.returncode, there(tmp_path))
    assert {} == there(out)


def test_progress_and_ctrl_c(terminal: Start, on_files: dict[str, str], tmp_path: Path) -> None:
    """What takes longer than a second shows how far it is; Ctrl-C leaves nothing behind."""
    with terminal(*RELEASE, "--download", "slow.bin", env=on_files) as session:
        session.wait_for("slow.bin: ")
        session.wait_for(" of 2.9 MiB (")
        session.send("\x03")
        session.wait_for("wae: Stopped. Nothing of slow.bin is kept.")
        assert 130 == session.end()
    assert {} == there(tmp_path)


def test_readme(wae: Wae, on_github: dict[str, str]) -> None:
    """In a pipe it is as it is written, but that nothing in it steers a terminal."""
    done = wae("github", "readme", "wae/toolbox", env=on_github)
    assert (0, "") == (done.returncode, done.stderr)
    assert README.replace("\x1b[31m", "") == done.stdout
    assert 1 == wae("github", "readme", "wae/empty", env=on_github).returncode


def test_readme_on_a_terminal(terminal: Start, on_github: dict[str, str]) -> None:
    """There it is shown as what its Markdown means."""
    with terminal("github", "readme", "wae/toolbox", env=on_github) as session:
        assert 0 == session.end()
    shown = "\x1b[1;4mToolbox\x1b[0m\r\n\r\nTools in a \x1b[3msandbox\x1b[0m. red\r\n"
    assert session.output.endswith(shown)


def test_the_current_folder(wae: Wae, on_github: dict[str, str], tmp_path: Path) -> None:
    """Without a name it is the git repository's, where the sandbox lets it be read."""
    git = tmp_path / ".git"
    git.mkdir()
    (git / "config").write_text('[remote "origin"]\nurl = git@github.com:wae/toolbox.git\n')
    done = wae("github", "readme", env=on_github)
    assert (0, "# Toolbox") == (done.returncode, done.stdout.partition("\n")[0])
    (git / "config").unlink()
    git.rmdir()
    git.write_text(f"gitdir: {tmp_path.parent}/elsewhere/.git\n")
    done = wae("github", "repo", env=on_github)
    assert (1, "") == (done.returncode, done.stdout)
    assert "cannot be read: it lies outside this folder" in done.stderr
