"""The strings that passwords are drawn from, against plain enumeration."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from strings import Strings

CLASSES = st.lists(st.integers(1, 3), min_size=1, max_size=4).map(
    lambda sizes: tuple(["abc", "def", "ghi", "jkl"][i][:size] for i, size in enumerate(sizes))
)


def enumerate_strings(strings: Strings, length: int) -> set[str]:
    """What the strings are, found by trying every string over the alphabet."""
    every = {"".join(characters) for characters in product(strings.alphabet, repeat=length)}
    if not strings.cover:
        return every
    return {text for text in every if all(set(text) & set(group) for group in strings.classes)}


@given(CLASSES, st.booleans(), st.integers(1, 4))
def test_count_and_nth_name_each_string_once(classes, cover, length):
    """The numbers below the count give exactly the allowed strings, each of them once."""
    strings = Strings(classes, cover)
    expected = enumerate_strings(strings, length)
    actual = [strings.nth(length, number) for number in range(strings.count(length))]
    assert len(expected) == len(actual)
    assert expected == set(actual)


def test_count_of_a_known_recipe():
    """Eight characters of lower case, upper case and digits, one of each at least, are
    62^8 - 36^8 - 36^8 - 52^8 + 26^8 + 26^8 + 10^8."""
    classes = ("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789")
    expected = 62**8 - 2 * 36**8 - 52**8 + 2 * 26**8 + 10**8
    assert expected == Strings(classes, cover=True).count(8)


@given(CLASSES, st.booleans(), st.integers(4, 60))
def test_more_length_never_means_fewer_strings(classes, cover, length):
    """The count does not fall as the length grows: the search for a length relies on it."""
    strings = Strings(classes, cover)
    assert strings.count(length) <= strings.count(length + 1)


def test_a_rare_string_needs_no_luck():
    """One string in 800,000 has all classes here; the last number still finds one at once."""
    wide = "".join(chr(0x3400 + i) for i in range(5000))
    strings = Strings(("abcdefghijklmnopqrstuvwxyz", "0123456789", "!", wide), cover=True)
    text = strings.nth(4, strings.count(4) - 1)
    assert all(set(text) & set(group) for group in strings.classes)
