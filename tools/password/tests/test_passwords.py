"""Passwords: what they are made of, how long they are, and what is refused."""

import math
import string

import pytest
from componentize_py_types import Err
from hypothesis import given
from hypothesis import strategies as st
from wit_world.exports import generator

from app import Generator
from recipes import ALL_CLASSES, DIGITS, LOWER, NO_CLASSES, SYMBOLS, UPPER, password

DEFAULT_SYMBOLS = "!#$%&()*+,-./:;<=>?@[]^_{}~"
POOLS = {
    LOWER: string.ascii_lowercase,
    UPPER: string.ascii_uppercase,
    DIGITS: string.digits,
    SYMBOLS: DEFAULT_SYMBOLS,
}
CHOICES = st.sets(st.sampled_from(list(POOLS)), min_size=1)


def generate(request: generator.Request) -> generator.Batch:
    """What the component answers."""
    return Generator().generate(request)


def error(request: generator.Request) -> generator.Error:
    """The error of the contract that the component answers."""
    with pytest.raises(Err) as caught:
        generate(request)
    return caught.value.value


def out_of_range(field: str, given: float, minimum: float, maximum: float) -> generator.Error:
    """The error for a number out of its range."""
    return generator.Error_OutOfRange(generator.RangeError(field, given, minimum, maximum))


@given(CHOICES, st.booleans(), st.booleans(), st.integers(4, 40), st.integers(1, 5))
def test_passwords_follow_the_recipe(chosen, no_ambiguous, cover, length, count):
    """As many as asked for, as long as asked for, of the chosen characters only, with one of each
    class where that is required."""
    classes = NO_CLASSES
    for one in chosen:
        classes |= one
    pools = [set(POOLS[one]) - (set("0O1lI|") if no_ambiguous else set()) for one in chosen]
    batch = generate(password(length, classes, None, no_ambiguous, cover, count))
    assert count == len(batch.passwords)
    assert length == batch.length
    assert sum(map(len, pools)) == batch.alphabet_size
    for text in batch.passwords:
        assert length == len(text)
        assert set(text) <= set().union(*pools)
        assert not cover or all(set(text) & pool for pool in pools)


def test_default_is_20_characters_of_all_89():
    """Without a length a password has 20 characters; all classes together have 89."""
    batch = generate(password())
    assert (20, 89) == (batch.length, batch.alphabet_size)
    assert pytest.approx(20 * math.log2(89), abs=1e-12) == batch.entropy


def test_entropy_counts_only_the_strings_that_can_come_out():
    """Requiring each class lowers the entropy to log2 of what is left, exactly."""
    batch = generate(password(4, DIGITS | SYMBOLS, "!", require_each_class=True))
    assert math.log2(11**4 - 10**4 - 1) == batch.entropy


def test_a_single_possible_password_has_no_entropy():
    """With one symbol there is one password, and its entropy is 0 bits."""
    batch = generate(password(4, SYMBOLS, "!"))
    assert (["!!!!"], 0.0) == (batch.passwords, batch.entropy)


@pytest.mark.parametrize("length", [4, 1024])
def test_length_ends_are_included(length):
    """The shortest and the longest length are allowed, and the entropy stays finite."""
    batch = generate(password(length, require_each_class=True))
    assert length == len(batch.passwords[0])
    assert math.isfinite(batch.entropy)


@pytest.mark.parametrize("length", [0, 3, 1025, 2**32 - 1])
def test_length_out_of_range(length):
    """A length out of range is an error, never another length."""
    assert out_of_range("length", length, 4, 1024) == error(password(length))


@pytest.mark.parametrize("count", [0, 10_001, 2**32 - 1])
def test_count_out_of_range(count):
    """A count out of range is an error."""
    assert out_of_range("count", count, 1, 10_000) == error(password(count=count))


@pytest.mark.parametrize("bits", [-0.5, math.inf, -math.inf, 10_000.5])
def test_min_entropy_out_of_range(bits):
    """An entropy below 0, above the limit or infinite is an error."""
    assert out_of_range("min-entropy", bits, 0, 10_000) == error(password(min_entropy=bits))


def test_min_entropy_that_is_no_number():
    """NaN is out of range, too."""
    actual = error(password(min_entropy=math.nan))
    assert isinstance(actual, generator.Error_OutOfRange)
    assert math.isnan(actual.value.given)


@given(st.floats(0, 2000), st.booleans())
def test_without_a_length_the_entropy_decides(bits, cover):
    """The length is 20, or the least that reaches the entropy asked for."""
    batch = generate(password(require_each_class=cover, min_entropy=bits))
    assert batch.entropy >= bits
    if batch.length > 20:
        shorter = generate(password(batch.length - 1, require_each_class=cover))
        assert shorter.entropy < bits


def test_too_weak_names_the_length_that_would_do():
    """A given length is kept; the error says which would reach the entropy."""
    actual = error(password(10, DIGITS, min_entropy=64))
    weak = generator.WeakRecipe(math.log2(10**10), 64, 20)
    assert generator.Error_TooWeak(weak) == actual
    assert 20 == generate(password(20, DIGITS, min_entropy=64)).length


@pytest.mark.parametrize("length", [None, 1000])
def test_too_weak_at_every_length(length):
    """Where no length in range reaches the entropy, the error names none, and without a given
    length the entropy is that of the longest."""
    actual = error(password(length, DIGITS, min_entropy=5000))
    weak = generator.WeakRecipe(math.log2(10 ** (length or 1024)), 5000, None)
    assert generator.Error_TooWeak(weak) == actual


@pytest.mark.parametrize(
    "request_",
    [
        password(classes=NO_CLASSES),
        password(classes=SYMBOLS, symbols=""),
        password(classes=ALL_CLASSES, symbols="|", exclude_ambiguous=True),
    ],
    ids=["no class", "no symbols", "a class left empty"],
)
def test_no_characters(request_):
    """No class, or one without characters, is an error, not a password without them."""
    assert generator.Error_NoCharacters() == error(request_)


@pytest.mark.parametrize(
    ("symbols", "bad"),
    [
        ("!a", "a"),
        ("!7", "7"),
        ("! ", " "),
        ("!\t", "\t"),
        ("!\x1b", "\x1b"),
        ("!?!", "!"),
        ("!é", "é"),
        ("!\u0301", "\u0301"),
        ("!\u200d", "\u200d"),
        ("!½", "½"),
        ("!\u037e", "\u037e"),
        ("!\ue000", "\ue000"),
    ],
)
def test_bad_symbol(symbols, bad):
    """Letters, digits, white space, controls, marks, look-alikes that normalization replaces,
    and symbols given twice are refused by name."""
    assert generator.Error_BadSymbol(bad) == error(password(classes=SYMBOLS, symbols=symbols))


def test_symbols_beyond_ascii():
    """Punctuation and symbols of any script are allowed."""
    batch = generate(password(40, SYMBOLS, "§€«→", require_each_class=True))
    assert set(batch.passwords[0]) <= set("§€«→")
    assert 4 == batch.alphabet_size


def test_ten_thousand_at_once_are_all_different():
    """The largest batch works, and repeats nothing."""
    batch = generate(password(count=10_000))
    assert 10_000 == len(set(batch.passwords))


@pytest.mark.parametrize(
    "request_",
    [
        None,
        generator.Request(None, None, None),
        generator.Request(
            generator.Recipe_Password(generator.PasswordRecipe(None, None, None, None, None)),
            None,
            None,
        ),
    ],
)
def test_the_usual_password(request_):
    """Where nothing is said: one password of 20 characters, drawn from all classes."""
    batch = Generator().generate(request_)
    usual = generate(password())
    [made] = batch.passwords
    assert (20, 20, usual.alphabet_size) == (len(made), batch.length, batch.alphabet_size)
    assert usual.entropy == batch.entropy
