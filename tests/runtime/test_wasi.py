"""What an app is given of this process."""

from base64 import b64decode

import pytest

from wae.errors import UsageError
from wae.runtime import wasi


def test_arguments_start_with_the_program() -> None:
    """`argv[0]` is what the app is called; the rest is as typed."""
    assert [b"wae", "grün".encode(), b"--debug"] == wasi.encode_arguments(
        "wae", ["grün", "--debug"]
    )


def test_argument_that_is_not_utf8() -> None:
    """WASI's strings are Unicode: other bytes are a usage error, not a crash."""
    with pytest.raises(UsageError, match="not UTF-8"):
        wasi.encode_arguments("wae", ["\udcff"])


def test_environment_is_whole_and_told_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything in the environment is passed on, with the notices' token and the time zone."""
    monkeypatch.setattr(wasi.os, "isatty", lambda _: False)
    given = wasi.environment({"GH_TOKEN": "secret"}, "c0ffee")
    assert given["GH_TOKEN"] == "secret"
    assert given["WAE_NOTICES"] == "c0ffee"
    assert b64decode(given["WAE_TIME_ZONE"]).startswith(b"TZif")
    assert "COLUMNS" not in given


def test_columns_of_the_user_win(monkeypatch: pytest.MonkeyPatch) -> None:
    """COLUMNS is the terminal's width only if the user has not set it."""
    monkeypatch.setattr(wasi.os, "isatty", lambda _: True)
    monkeypatch.setattr(wasi.os, "get_terminal_size", lambda _: wasi.os.terminal_size((99, 9)))
    assert wasi.environment({}, "t")["COLUMNS"] == "99"
    assert wasi.environment({"COLUMNS": "40"}, "t")["COLUMNS"] == "40"


def test_variable_that_is_not_utf8_is_left_out() -> None:
    """One strange variable does not keep the app from the others."""
    assert wasi.encode_environment({"X": "\udcff", "A": "1"}) == ([b"A"], [b"1"])
