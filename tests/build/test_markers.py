"""Markers are about the guest, whatever the host is."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.markers import default_environment

from wae.build.markers import GUEST, BadMarker, holds
from wae.build.tools import BuildError


def test_nothing_is_the_hosts() -> None:
    """Every name that a marker may have is the guest's."""
    assert {*default_environment()} <= {*GUEST}


@pytest.mark.parametrize(
    ("marker", "expected"),
    [
        ('sys_platform == "wasi"', True),
        ('sys_platform == "linux"', False),
        ('os_name == "posix" and platform_system != "Windows"', True),
        ('python_version >= "3.14"', True),
        ('python_version < "3.14" or extra == "x"', False),
        ('"3.9" < python_full_version', True),
        ('platform_machine in "wasm32 wasm64"', True),
        ('not_a_name == "x"', None),
        ('python_version >= "3" and', None),
        ("", None),
        ("os_name ~= 'posix'", None),
        ("'x' in extras", None),
        ("extra == ''", True),
        ("implementation_name == 'cpython'", True),
        ("implementation_version == '3.14.0'", True),
        ("platform_machine == 'wasm32'", True),
        ("platform_python_implementation == 'CPython'", True),
        ("platform_release == '0.0.0'", True),
        ("platform_system == 'wasi'", True),
        ("platform_version == '0.0.0'", True),
        ("(" * 5000 + 'os_name == "posix"' + ")" * 5000, None),
    ],
)
def test_guest(marker: str, expected: bool | None) -> None:
    """A marker holds as it does in a guest; what is none is refused (None)."""
    try:
        assert expected == holds(marker)
    except BadMarker:
        assert expected is None


@given(st.text("pythonvesrui_=<>!~'\"() 3.14andotx", max_size=30))
def test_any_text(text: str) -> None:
    """Any text is a marker or refused, and nothing else happens."""
    try:
        assert holds(text) in (True, False)
    except BadMarker:
        return


def test_without_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can read markers, the error says what to install."""
    monkeypatch.setitem(sys.modules, "packaging", None)
    with pytest.raises(BuildError, match="packaging"):
        holds('os_name == "posix"')
