"""Who sits at a terminal is asked once, and the answer is kept for what the app is."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.patience import PATIENCE
from tests.toolbox.pseudo_terminal import PseudoTerminal
from wasmtime import wat2wasm

from tests.conftest import COMMAND
from wae.grants import answers
from wae.grants.answers import Answer
from wae.grants.options import take
from wae.runtime import digest

GUEST = Path(__file__).parents[1] / "runtime" / "guests" / "counts.wat"
PROMPT = "Give it that? [y]es, [o]nce, [n]o, [q]uit: "
FOLDER = 16
FEW = ("HOME", "PATH", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")
VARIABLES = len(FEW) + 2


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """An app that wants to know its variables and its folders; its exit code counts them."""
    path = tmp_path / "counts.wasm"
    path.write_bytes(wat2wasm(GUEST.read_text()))
    return path


@pytest.fixture
def quiet(home: dict[str, str], tmp_path: Path) -> Callable[..., int]:
    """Runs it where nobody can be asked; gives the exit code."""

    def run(app: Path, *options: str) -> int:
        return _run(home, tmp_path, "run", *options, str(app)).returncode

    return run


@pytest.fixture
def asked(home: dict[str, str], tmp_path: Path) -> Callable[[Path, str], tuple[int, str]]:
    """Runs it on a terminal, where somebody answers; gives exit code and screen."""

    def run(app: Path, answer: str) -> tuple[int, str]:
        few = {name: home[name] for name in FEW} | {"TERM": "dumb", "LANG": "C.UTF-8"}
        with PseudoTerminal([str(COMMAND), "run", str(app)], few, tmp_path / "work", 100) as screen:
            if answer:
                screen.wait_for(PROMPT)
                screen.send(answer)
            code = screen.end()
        return code, screen.output

    return run


def _run(home: dict[str, str], folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [COMMAND, *arguments],
        env=home,
        cwd=folder / "work",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def test_yes_is_kept(
    asked: Callable[[Path, str], tuple[int, str]], quiet: Callable[..., int], app: Path
) -> None:
    """The question says who asks for what; after yes, nobody is asked again, terminal or not."""
    assert 2 == quiet(app)
    code, screen = asked(app, "y\n")
    identity = f"counts.wasm (sha256:{digest.of_content(str(app))[:12]})"
    wanted = "  all environment variables\r\n  files: read the current folder\r\n"
    assert f"{identity} asks for:\r\n{wanted}{PROMPT}" in screen
    assert FOLDER + VARIABLES == code
    assert (FOLDER + VARIABLES, "") == asked(app, "")
    assert quiet(app) > FOLDER


def test_a_kept_folder_is_the_one_that_was_current(
    asked: Callable[[Path, str], tuple[int, str]], home: dict[str, str], app: Path
) -> None:
    """Yes to "the current folder" is no yes to whatever folder is current later."""
    asked(app, "yes\n")
    [(_, _, answer)] = answers.every(home)
    assert [(str(app.parent / "work"), ".")] == [(f.path, f.name) for f in answer.given.preopens]


def test_no_is_kept(
    asked: Callable[[Path, str], tuple[int, str]], quiet: Callable[..., int], app: Path
) -> None:
    """After no, it runs without, now and later; options still give."""
    code, _ = asked(app, "n\n")
    assert (0, 0) == (code, quiet(app))
    assert 1 == quiet(app, "--env=ONE=1")


def test_once_is_not_kept(
    asked: Callable[[Path, str], tuple[int, str]], quiet: Callable[..., int], app: Path
) -> None:
    """Once is for this run."""
    assert FOLDER + VARIABLES == asked(app, "o\n")[0]
    assert 2 == quiet(app)


@pytest.mark.parametrize("answer", ["q\n", "\x04"])
def test_no_answer(
    asked: Callable[[Path, str], tuple[int, str]], quiet: Callable[..., int], app: Path, answer: str
) -> None:
    """Whoever quits, or ends the input, has not answered: nothing runs, nothing is kept."""
    code, screen = asked(app, answer)
    assert 2 == code
    assert "counts.wasm was not run. Add --env '*' --dir ." in screen
    assert 2 == quiet(app)


def test_nonsense_is_asked_again(asked: Callable[[Path, str], tuple[int, str]], app: Path) -> None:
    """Only an answer is an answer."""
    code, screen = asked(app, "\nperhaps\nno\n")
    assert (0, 3) == (code, screen.count(PROMPT))


def test_another_file_is_another_app(
    asked: Callable[[Path, str], tuple[int, str]], quiet: Callable[..., int], app: Path
) -> None:
    """A file from elsewhere goes by its content: a copy has the answer, another version has not."""
    asked(app, "y\n")
    copy = app.with_name("copy.wasm")
    shutil.copy(app, copy)
    assert quiet(copy) > FOLDER
    other = GUEST.read_text().replace("i32.const 4)", "i32.const 3)")
    app.write_bytes(wat2wasm(other))
    assert 2 == quiet(app)


def test_builds_of_one_manifest_are_one_app(
    asked: Callable[[Path, str], tuple[int, str]],
    quiet: Callable[..., int],
    app: Path,
    home: dict[str, str],
) -> None:
    """What was built here goes by its manifest: a new build asks only if it wants more."""
    manifest = str(app.parent / "wae.toml")
    answers.note_build(digest.of_content(str(app)), manifest, home)
    assert f"counts.wasm ({manifest}) asks for:" in asked(app, "y\n")[1]
    app.write_bytes(wat2wasm(GUEST.read_text().replace("i32.const 4)", "i32.const 3)")))
    assert 2 == quiet(app)
    answers.note_build(digest.of_content(str(app)), manifest, home)
    assert quiet(app) > 0


def test_more_than_was_asked_for_is_asked(
    asked: Callable[[Path, str], tuple[int, str]], app: Path, home: dict[str, str]
) -> None:
    """A build that wants all variables, or another folder, is asked about these, and not again."""
    once = take(["--env=HOME", f"--dir={app.parent}=/docs"])[0]
    answers.note_build(digest.of_content(str(app)), str(app.parent / "wae.toml"), home)
    identity = answers.identify(digest.of_content(str(app)), home)
    answers.keep(identity, Answer("counts.wasm", once, once), home)
    _, screen = asked(app, "y\n")
    assert "all environment variables" in screen
    assert "files: read the current folder" in screen
    assert (FOLDER * 2 + VARIABLES, "") == asked(app, "")


def test_grants_are_listed_and_revoked(
    asked: Callable[[Path, str], tuple[int, str]],
    quiet: Callable[..., int],
    app: Path,
    home: dict[str, str],
) -> None:
    """`wae grants` shows each answer, and takes it back by name or digest."""
    assert "" == _run(home, app.parent, "grants", "list").stdout
    asked(app, "y\n")
    identity = f"sha256:{digest.of_content(str(app))[:12]}"
    folder = f"--dir={app.parent}/work=."
    listed = _run(home, app.parent, "grants", "list").stdout
    assert f"counts.wasm ({identity}): given --env '*' --dir {app.parent}/work=.\n" == listed
    [document] = json.loads(_run(home, app.parent, "grants", "list", "--json").stdout)
    given = ["--env=*", folder]
    assert {"name": "counts.wasm", "app": identity, "given": given, "denied": []} == document
    missing = _run(home, app.parent, "grants", "revoke", "other.wasm")
    assert "wae: no answer is kept for other.wasm. See wae grants list\n" == missing.stderr
    assert (2, "") == (missing.returncode, missing.stdout)
    assert 0 == _run(home, app.parent, "grants", "revoke", identity).returncode
    assert 2 == quiet(app)
