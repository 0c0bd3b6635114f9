"""What a user sees of a running app: its exit code, its words, its end."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable

import pytest
from tests.patience import PATIENCE, until_busy
from tests.runtime.conftest import GUESTS
from wasmtime import wat2wasm

from wae.errors import AppError, Crash
from wae.runtime import services
from wae.runtime.engine import Component, Engine
from wae.runtime.run import Invocation, run
from wae.runtime.wasi import Surroundings

Guest = Callable[[str], str]
NOTHING = Surroundings({}, [], network=False)
TOOL = Invocation(NOTHING, "wae", bytes(16).hex())
STRANGER = Invocation(NOTHING, "app.wasm", None)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


@pytest.fixture
def component(engine: Engine, guest: Guest) -> Callable[[str], Component]:
    def compile_guest(name: str) -> Component:
        with open(guest(name), "rb") as file:
            return engine.compile(file.read())

    return compile_guest


@pytest.mark.parametrize(
    ("name", "code"), [("code", 3), ("run", 1), ("both", 4), ("exits", 1), ("greedy", 7)]
)
def test_exit_code(
    engine: Engine, component: Callable[[str], Component], name: str, code: int
) -> None:
    """`main` gives the exact code and comes before `run`; any 0.2 `run` gives 0 or 1; so does
    wasi:cli/exit; and no memory grows beyond a gigabyte (7)."""
    assert code == run(engine, component(name), TOOL, [], debug=False)


def test_crash_carries_what_the_app_wrote(
    engine: Engine, component: Callable[[str], Component]
) -> None:
    """A trap is one exception with a one-line cause; its debug text has stderr and the frames."""
    with pytest.raises(Crash) as caught:
        run(engine, component("crashes"), TOOL, [], debug=False)
    assert caught.value.message == ("the app crashed (wasm `unreachable` instruction executed)")
    assert "Traceback: boom" in caught.value.debug
    assert "wasm backtrace" in caught.value.debug


def test_endless_recursion_is_a_crash(
    engine: Engine, component: Callable[[str], Component]
) -> None:
    """An app that uses up its stack crashes alone, not the process with it."""
    with pytest.raises(Crash, match="call stack exhausted"):
        run(engine, component("recurses"), TOOL, [], debug=False)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("empty", "the app has no command to run"),
        ("text", "the app's command returns neither an exit code nor a result"),
        ("stranger", "the app cannot run here: component imports instance `acme:rocket/launch"),
    ],
)
def test_app_that_is_no_command(
    engine: Engine, component: Callable[[str], Component], name: str, message: str
) -> None:
    """What an app lacks or asks too much of is said in words of components."""
    with pytest.raises(AppError) as caught:
        run(engine, component(name), TOOL, [], debug=False)
    assert caught.value.message.startswith(message)


def test_only_notices_reach_the_user(
    engine: Engine,
    component: Callable[[str], Component],
    capfd: pytest.CaptureFixture[str],
) -> None:
    """A frame with this run's token is passed on without its frame; the rest stays hidden."""
    assert run(engine, component("speaks"), TOOL, [], debug=False) == 0
    assert capfd.readouterr().err == "one to people\n"


def test_forged_notice_stays_hidden(
    engine: Engine, component: Callable[[str], Component], capfd: pytest.CaptureFixture[str]
) -> None:
    """A frame with another token is no notice."""
    other = Invocation(NOTHING, "wae", "1" * 32)
    assert run(engine, component("speaks"), other, [], debug=False) == 0
    assert capfd.readouterr().err == ""


def test_only_the_toolbox_is_served(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an app asks for that is not the toolbox, or with another token, is not done."""
    asked = []
    monkeypatch.setitem(
        services.SERVICES, b"edit-line/1", lambda needs: (asked.append(needs), (b"end", b""))[1]
    )
    text = (GUESTS / "speaks.wat").read_text()
    requests = text.replace(":14:one to people", "?14:edit-line/1\\0a{}")
    assert text != requests
    component = engine.compile(bytes(wat2wasm(requests)))
    for how in (STRANGER, Invocation(NOTHING, "wae", "1" * 32)):
        assert 0 == run(engine, component, how, [], debug=False)
    assert [] == asked
    assert 0 == run(engine, component, TOOL, [], debug=False)
    assert [b"{}"] == asked


def test_debug_shows_everything_harmlessly(
    engine: Engine, component: Callable[[str], Component], capfd: pytest.CaptureFixture[str]
) -> None:
    """With debug, hidden output is shown, its escape sequences made visible."""
    with pytest.raises(Crash):
        run(engine, component("crashes"), TOOL, [], debug=True)
    assert capfd.readouterr().err == "\\x1b[31mTraceback: boom\n"


def test_stderr_of_an_app_that_is_not_the_toolbox(
    engine: Engine, component: Callable[[str], Component], capfd: pytest.CaptureFixture[str]
) -> None:
    """All of it is shown, as any runtime would, but made harmless; no frame means anything."""
    assert run(engine, component("speaks"), STRANGER, [], debug=False) == 0
    assert "\\x1e00000000000000000000000000000000:" in capfd.readouterr().err
    with pytest.raises(Crash) as caught:
        run(engine, component("crashes"), STRANGER, [], debug=False)
    assert capfd.readouterr().err == "\\x1b[31mTraceback: boom\n"
    assert caught.value.hint == ""


def test_stdout_is_the_process_own(
    engine: Engine, component: Callable[[str], Component], capfd: pytest.CaptureFixture[str]
) -> None:
    """What an app prints arrives unchanged and before `run` returns."""
    assert run(engine, component("prints"), TOOL, [], debug=False) == 0
    assert capfd.readouterr().out == "hello\n"


def _start(environ: dict[str, str], path: str, **options: object) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(  # type: ignore[call-overload, no-any-return]
        [sys.executable, "-m", "wae", "run", path], env=environ, **options
    )


def test_closed_pipe_is_quiet(environ: dict[str, str], guest: Guest) -> None:
    """`wae … | head -1` ends at once, without a word and with the code of SIGPIPE."""
    with _start(
        environ, guest("floods"), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline() == b"hello\n"
        process.stdout.close()
        assert process.wait(PATIENCE) == 141
        assert b"crash" not in process.stderr.read()


def test_interrupt_ends_a_busy_app(environ: dict[str, str], guest: Guest) -> None:
    """Ctrl-C ends the process at once, by SIGINT, with the terminal's attributes reset."""
    main, terminal = os.openpty()
    with _start(environ, guest("loop"), stderr=terminal, stdout=terminal) as process:
        os.close(terminal)
        shown = _read_until(main, b"\n")
        until_busy(process.pid)
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == -signal.SIGINT
        shown += _read_until(main, b"\x1b[0m")
    os.close(main)
    assert b"\x1b[0m" in shown
    assert b"Traceback" not in shown


def _read_until(descriptor: int, end: bytes) -> bytes:
    shown = b""
    while end not in shown and select.select([descriptor], [], [], PATIENCE)[0]:
        try:
            shown += os.read(descriptor, 4096)
        except OSError:
            break
    return shown
