"""The edge: exit codes, and a standard output that cannot be written."""

import errno

import pytest
from componentize_py_types import Err

import app
from command_line import process
from fake_process import Stream


class Broken(Stream):
    """A standard output that fails when it is flushed."""

    def __init__(self, error: OSError) -> None:
        super().__init__()
        self._error = error

    def flush(self) -> None:
        raise self._error


def test_a_closed_pipe_is_quiet(wae):
    """Whoever closed the pipe has enough: no message, and the code of SIGPIPE."""
    done = wae("password", out=Broken(BrokenPipeError(errno.EPIPE, "Broken pipe")))
    assert (141, "") == (done.code, done.err)


def test_a_full_disk_is_one_line(wae):
    """Results that cannot be written: one line and code 1."""
    done = wae("password", out=Broken(OSError(errno.EIO, "I/O error")))
    assert done.code == 1
    assert done.err == "wae: The results could not be written: I/O error. Is the disk full?\n"


@pytest.mark.parametrize("code", [1, 2, 4])
def test_run_fails_where_main_has_a_code(monkeypatch, code):
    """`main` returns the exit code; `run` raises `Err(None)` for any but 0."""
    monkeypatch.setattr(process, "main", lambda: code)
    assert app.Main().main() == code
    with pytest.raises(Err):
        app.Run().run()


def test_run_succeeds_where_main_does(monkeypatch):
    """Code 0 is success."""
    monkeypatch.setattr(process, "main", lambda: 0)
    assert app.Run().run() is None


@pytest.mark.parametrize("columns", ["", "0", "-5", "x", "9" * 5000])
@pytest.mark.parametrize("zone", ["", "x", "9" * 5000, "VFppZg==", "VFppZjI" + "A" * 57])
def test_nonsense_in_the_environment_is_ignored(wae, columns, zone):
    """Invalid values of COLUMNS and WAE_TIME_ZONE count as not set."""
    variables = {"COLUMNS": columns, "WAE_TIME_ZONE": zone}
    assert wae("github", "repo", "o/r", terminal=True, variables=variables).code == 0
