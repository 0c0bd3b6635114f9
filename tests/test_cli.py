"""The `wae` command: which word goes where, and how errors look."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.patience import PATIENCE
from wasmtime import wat2wasm

from wae import cli, overview
from wae.errors import UsageError, WaeError

SOURCE = Path(__file__).parents[1] / "src"
GUESTS = Path(__file__).parent / "runtime" / "guests"


@pytest.fixture
def toolbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Makes a guest that prints `hello` the toolbox, with a cache of its own."""
    path = tmp_path / "toolbox.wasm"
    path.write_bytes(wat2wasm((GUESTS / "prints.wat").read_text()))
    monkeypatch.setenv("WAE_TOOLBOX", str(path))
    monkeypatch.setenv("WAE_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv("WAE_DEBUG", raising=False)
    return path


def wae(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "wae", *arguments],
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], ([], False)),
        (["--debug"], ([], True)),
        (["run", "--debug", "x"], (["run", "x"], True)),
        (["x", "--", "--debug"], (["x", "--", "--debug"], False)),
        (["--debug", "--", "--debug"], (["--", "--debug"], True)),
    ],
)
def test_debug_is_taken_before_the_dashes(
    arguments: list[str], expected: tuple[list[str], bool]
) -> None:
    """`--debug` is the host's anywhere before `--`, and the app's after it."""
    assert expected == cli.take_debug(arguments)


@pytest.mark.parametrize("word", ["call", "serve", "mcp"])
def test_own_words_need_an_app(word: str) -> None:
    """Words that are wae's own are not sent to the toolbox, even where they say too little."""
    with pytest.raises(UsageError) as caught:
        cli.dispatch([word], debug=False)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("arguments", [[], ["password"], ["github", "--help"], ["--", "run"]])
def test_everything_else_is_the_toolbox(toolbox: Path, arguments: list[str]) -> None:
    """A word that is not wae's own, and no word at all, run the toolbox."""
    done = wae(*arguments)
    assert (done.returncode, done.stdout) == (0, "hello\n")


@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_lists_own_commands(toolbox: Path, flag: str) -> None:
    """The toolbox's help comes first, then the commands that wae has, in groups."""
    done = wae(flag)
    assert done.returncode == 0
    assert done.stdout.startswith("hello\n\nApps (wae help apps):\n  Use an app     run, call, ")


def test_help_of_apps(toolbox: Path) -> None:
    """The topic says what each of wae's own commands does: every one, once."""
    done = wae("help", "apps")
    told = re.findall(r"^  (\w+) +\w", done.stdout, re.MULTILINE)
    assert (0, sorted(cli.COMMANDS)) == (done.returncode, sorted(told))
    for word, what in cli.COMMANDS.items():
        assert f"\n  {word:<9} {what}\n" in done.stdout


def test_help_fits_a_screen() -> None:
    """What the host adds leaves room for the tools, on a terminal of 50 lines; no line is cut."""
    text = overview.brief()
    assert len(text.splitlines()) < 8
    assert max(map(len, text.splitlines())) <= 80


def test_version(toolbox: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The version names wae, the engine and the toolbox's first twelve digits."""
    assert cli.dispatch(["--version"], debug=False) == 0
    words = capsys.readouterr().out.split()
    assert words[:3] == ["wae", "0.1.0", "(wasmtime"]
    assert words[3:5] == ["50,", "package"]
    assert words[5].startswith("50.")
    assert len(words[7]) == len("sha256:") + 12 + len(")")


def test_run_gives_the_apps_exit_code(toolbox: Path) -> None:
    """`wae run` ends with the code of the app's `main`."""
    app = toolbox.with_name("code.wasm")
    app.write_bytes(wat2wasm((GUESTS / "code.wat").read_text()))
    assert wae("run", str(app)).returncode == 3


@pytest.mark.parametrize(
    ("arguments", "code", "line"),
    [
        (["run"], 2, "wae: `wae run` needs the app's file. For example: wae run app.wasm\n"),
        (["run", "--fast"], 2, "wae: `wae run` has no option --fast. See wae run --help\n"),
        (["run", "no.wasm"], 1, "wae: cannot read the app no.wasm: No such file or directory\n"),
    ],
)
def test_errors_are_one_line(toolbox: Path, arguments: list[str], code: int, line: str) -> None:
    """An error is one line on stderr that says what, where and what to do; stdout is empty."""
    done = wae(*arguments)
    assert (code, "", line) == (done.returncode, done.stdout, done.stderr)


def test_crash_is_one_line_without_debug(toolbox: Path) -> None:
    """A crash shows no traceback unless asked; with --debug it shows it, made harmless."""
    toolbox.write_bytes(wat2wasm((GUESTS / "crashes.wat").read_text()))
    assert wae().returncode == 1
    plain, debug = wae(), wae("--debug")
    assert plain.stderr == (
        "wae: the app crashed (wasm `unreachable` instruction executed)."
        " Run again with --debug to see its traceback\n"
    )
    assert debug.stderr.startswith("\\x1b[31mTraceback: boom\n")
    assert "wasm backtrace" in debug.stderr


def test_bug_in_wae_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception that is no WaeError is shown in one line; its traceback only with debug."""
    program = "import sys; from wae import cli; cli.dispatch = lambda *a, **k: 1 / 0; cli.main()"
    for flags, shown in (([], False), (["--debug"], True)):
        done = subprocess.run(
            [sys.executable, "-c", program, *flags],
            env={**os.environ, "PYTHONPATH": str(SOURCE)},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 1
        assert shown == ("Traceback" in done.stderr)
        assert "wae: ZeroDivisionError: division by zero. " in done.stderr


def test_error_line_stays_one_line() -> None:
    """Line ends inside a message do not make it several lines."""
    assert WaeError("a\nb", hint="c\n d").line() == "wae: a b. c d"


def test_start_imports_little(toolbox: Path) -> None:
    """A start with compiled code in the cache imports none of the slow modules."""
    slow = {"argparse", "dataclasses", "typing", "re", "json", "hashlib", "pathlib", "wasmtime"}
    slow |= {"subprocess", "threading", "importlib.metadata", "importlib.util", "enum", "inspect"}
    program = (
        "import sys; from wae import cli; from wae.runtime import private_files as files;"
        "files.SETTLED = -1;"
        "cli.dispatch([], debug=False);"
        f"print(sorted({slow!r} & set(sys.modules)))"
    )
    # The first run makes the cache folder, the second remembers the app's digest in it.
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-S", "-c", program],
            env={**os.environ, "PYTHONPATH": f"{SOURCE}{os.pathsep}{os.pathsep.join(sys.path)}"},
            capture_output=True,
            text=True,
        )
    assert done.stdout.splitlines() == ["hello", "[]"]
