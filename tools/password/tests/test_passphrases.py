"""Passphrases: the list, the words, the separator, and a true entropy."""

import hashlib
import math
from itertools import product

import pytest
from componentize_py_types import Err
from hypothesis import given
from hypothesis import strategies as st
from wit_world.exports import generator

import passwords
from app import Generator
from recipes import passphrase
from words import WORDS, is_prefix_free

EFF_SHA256 = "addd35536511597a02fa0a9ff1e5284677b8883b83e986e43f15a3db996b903e"


def generate(request: generator.Request) -> generator.Batch:
    """What the component answers."""
    return Generator().generate(request)


def error(request: generator.Request) -> generator.Error:
    """The error of the contract that the component answers."""
    with pytest.raises(Err) as caught:
        generate(request)
    return caught.value.value


def read_back(text: str, separator: str, capitalize: bool) -> list[list[str]]:
    """Every way to read a text as words with the separator between them."""
    words = {word.capitalize() if capitalize else word for word in WORDS}
    if text in words:
        return [[text]]
    return [
        [text[:end], *rest]
        for end in range(1, len(text))
        if text[:end] in words and text[end:].startswith(separator)
        for rest in read_back(text[end + len(separator) :], separator, capitalize)
    ]


def test_the_list_is_the_eff_large_list():
    """With its dice numbers the list has the SHA-256 of the file that the EFF publishes."""
    dice = ("".join(throw) for throw in product("123456", repeat=5))
    published = "".join(f"{throw}\t{word}\n" for throw, word in zip(dice, WORDS, strict=True))
    assert EFF_SHA256 == hashlib.sha256(published.encode()).hexdigest()


@pytest.mark.parametrize("capitalize", [False, True])
def test_the_list_is_prefix_free(capitalize):
    """No word begins another one, capitalized or not, so that the entropy is that of the words
    with any separator, none included."""
    words = tuple(word.capitalize() for word in WORDS) if capitalize else WORDS
    assert 7776 == len(set(words))
    assert is_prefix_free(words)


@pytest.mark.parametrize(
    ("words", "expected"), [(("ab", "b", "ca"), True), (("ab", "x", "abc"), False)]
)
def test_is_prefix_free(words, expected):
    """A list in which a word begins another one is found out."""
    assert expected == is_prefix_free(words)


@given(st.integers(1, 6), st.sampled_from(["", "-", " ", "e", ".", "yo", "§"]), st.booleans())
def test_a_passphrase_can_be_read_in_one_way_only(words, separator, capitalize):
    """Whatever the separator, a passphrase stands for one list of words of the right length."""
    batch = generate(passphrase(words, separator, capitalize))
    readings = read_back(batch.passwords[0], separator, capitalize)
    assert [words] == [len(reading) for reading in readings]


def test_default_is_six_words():
    """Without a number there are six words: 77.5 bits."""
    batch = generate(passphrase())
    assert (6, 7776) == (batch.length, batch.alphabet_size)
    assert math.log2(7776**6) == batch.entropy


@given(st.floats(0, 1600))
def test_without_a_number_the_entropy_decides(bits):
    """There are six words, or the fewest that reach the entropy asked for."""
    batch = generate(passphrase(min_entropy=bits))
    assert max(6, math.ceil(bits / math.log2(7776))) == batch.length
    assert batch.entropy >= bits


def test_too_weak_names_the_number_of_words_that_would_do():
    """A given number is kept; the error says which would reach the entropy."""
    weak = generator.WeakRecipe(math.log2(7776**3), 64, 5)
    assert generator.Error_TooWeak(weak) == error(passphrase(3, min_entropy=64))


@pytest.mark.parametrize("words", [0, 129])
def test_words_out_of_range(words):
    """A number of words out of range is an error, never another number."""
    expected = generator.Error_OutOfRange(generator.RangeError("words", words, 1, 128))
    assert expected == error(passphrase(words))


def test_separator_too_long():
    """A separator has 16 characters at most."""
    expected = generator.Error_OutOfRange(generator.RangeError("separator", 17, 0, 16))
    assert expected == error(passphrase(separator="-" * 17))


@pytest.mark.parametrize("bad", ["\n", "\x1b", "\u2028", "\u202e", "\x00"])
def test_separator_must_be_printable(bad):
    """A control character, a line break or an invisible character cannot separate words."""
    assert generator.Error_BadSymbol(bad) == error(passphrase(separator=f"-{bad}"))


@given(st.integers(0, len(WORDS) ** 3 - 1))
def test_each_number_is_one_passphrase(number):
    """A passphrase tells its number: none is left out, and none comes twice."""
    drawn = passwords.passphrase(3, number, " ", False).split(" ")
    assert number == sum(WORDS.index(word) * len(WORDS) ** i for i, word in enumerate(drawn))


def test_the_usual_passphrase():
    """Where nothing is said: six words in lower case, a hyphen between them."""
    recipe = generator.Recipe_Passphrase(generator.PassphraseRecipe(None, None, None))
    [made] = generate(generator.Request(recipe, None, None)).passwords
    assert any(len(words) == 6 for words in read_back(made, "-", False))
