"""Texts that a contract can hold."""

from hypothesis import given
from hypothesis import strategies as st

import text

# JSON writes what is beyond the first plane as two halves.
HALVES = st.text(st.sampled_from("aé\ud83e\udd9c\udbff\udfff"))


@given(HALVES)
def test_whole(half: str) -> None:
    """Pairs are put together; a half alone becomes U+FFFD."""
    actual = text.whole(half)
    assert actual.encode().decode() == actual
    assert "🦜" not in half or "🦜" in actual
    assert actual.count("\ufffd") <= len(half)


@given(st.lists(HALVES))
def test_joined(pieces: list[str]) -> None:
    """A pair that is split between pieces is put together as in one piece."""
    joiner = text.Joiner()
    actual = [*map(joiner.add, pieces), joiner.finish()]
    assert text.whole("".join(pieces)) == "".join(actual)


def test_nothing_is_held_back_longer_than_needed() -> None:
    """Only the first half of a pair waits for the next piece."""
    joiner = text.Joiner()
    assert ["a", "", "🦜b"] == [joiner.add("a"), joiner.add("\ud83e"), joiner.add("\udd9cb")]
