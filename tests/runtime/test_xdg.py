"""The user's base directories (XDG Base Directory Specification 0.8)."""

import os
import sys

import pytest

from wae.runtime import cache_directory, xdg


@pytest.mark.parametrize("value", ["", "relative", "./here", "~/cache", "$HOME/x", " /x", "c:\\x"])
def test_relative_is_ignored(value: str) -> None:
    """A path that is not absolute is as if it were not there."""
    home = os.path.expanduser("~")
    assert f"{home}/.local/share" == xdg.base({"X": value}, "X", ".local", "share")
    assert f"{home}/.config/wae" == xdg.settings({"XDG_CONFIG_HOME": value})
    assert f"{home}/.local/share/wae/app" == xdg.data("app", {"XDG_DATA_HOME": value})
    if sys.platform != "darwin":
        assert f"{home}/.cache/wae" == cache_directory.path({"XDG_CACHE_HOME": value})


def test_absolute_is_used() -> None:
    """One that is absolute is taken as it is."""
    assert "/x y/../z" == xdg.base({"X": "/x y/../z"}, "X", ".local", "share")
    assert "/x/wae" == xdg.settings({"XDG_CONFIG_HOME": "/x"})
    assert "/x/wae/app" == xdg.data("app", {"XDG_DATA_HOME": "/x"})


def test_own_variable_may_be_relative() -> None:
    """WAE_CACHE_DIR is not the specification's: it may be relative."""
    assert "here" == cache_directory.path({"WAE_CACHE_DIR": "here", "XDG_CACHE_HOME": "/x"})
