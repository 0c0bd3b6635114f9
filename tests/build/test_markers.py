"""Markers mean what the specification says, in a guest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.markers import InvalidMarker, Marker, UndefinedComparison

from wae.build.markers import GUEST, BadMarker, holds

_VERSIONS = ["3", "3.9", "3.14", "3.14.0", "3.15", "4", "3.14.0a1", "3.14.*", "3.14.0.1", "3.2.*"]
_TEXTS = ["wasi", "win32", "posix", "cpython", "CPython", "", "linux win32"]
_SIGNS = ["==", "!=", "<", "<=", ">", ">=", "~=", "===", "in", "not in"]
_COMPARISONS = st.one_of(
    st.builds(
        "{} {} '{}'".format,
        st.sampled_from(["python_version", "python_full_version", "implementation_version"]),
        st.sampled_from(_SIGNS[:7]),
        st.sampled_from(_VERSIONS),
    ),
    st.builds(
        '"{}" {} {}'.format,
        st.sampled_from(_VERSIONS),
        st.sampled_from(_SIGNS[:6]),
        st.sampled_from(["python_version", "python_full_version"]),
    ),
    st.builds(
        '{} {} "{}"'.format,
        st.sampled_from(["sys_platform", "os_name", "platform_system", "implementation_name"]),
        st.sampled_from(["==", "!=", "in", "not in"]),
        st.sampled_from(_TEXTS),
    ),
)
_MARKERS = st.recursive(
    _COMPARISONS,
    lambda inner: st.one_of(
        st.builds("{} and {}".format, inner, inner),
        st.builds("{} or {}".format, inner, inner),
        inner.map("({})".format),
    ),
    max_leaves=6,
)


@given(_MARKERS)
def test_as_packaging_has_it(marker: str) -> None:
    """A marker that is understood holds exactly if `packaging` says so for a guest."""
    try:
        ours = holds(marker)
    except BadMarker:
        return
    assert Marker(marker).evaluate(GUEST) == ours


@given(_COMPARISONS)
def test_what_is_not_understood(marker: str) -> None:
    """A comparison is refused only where `packaging` refuses it, or it compares with a pattern."""
    try:
        holds(marker)
    except BadMarker:
        if ".*" in marker or "~= '3'" in marker or "~= '4'" in marker:
            return
        with pytest.raises((InvalidMarker, UndefinedComparison)):
            Marker(marker).evaluate(GUEST)


@given(st.text("pythonvesrui_=<>!~'\"() 3.14andotx", max_size=30))
def test_any_text(text: str) -> None:
    """Any other text is refused, and nothing else happens."""
    try:
        holds(text)
    except BadMarker:
        return
    Marker(text)
