"""Passphrases: the list, the words, the separator, and a true entropy."""

import hashlib
import math
import string
from itertools import product

import pytest
from componentize_py_types import Err
from hypothesis import given
from hypothesis import strategies as st
from wit_world.exports import generator

import passphrases
from alphabet import DEFAULT_SYMBOLS
from app import Generator
from passphrases import Passphrases
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


def read_back(
    text: str, separator: str, capitalize: bool, number: bool = False, symbol: bool = False
) -> list[list[str]]:
    """Every way to read a text as words with the separator between them, where one has a digit at
    its end and one a symbol, if they are there."""
    words = {word.capitalize() if capitalize else word for word in WORDS}
    readings = []
    for end in range(1, len(text) + 1):
        if text[:end] not in words:
            continue
        for has_digit, has_symbol in product((False, number), (False, symbol)):
            extra = text[end : end + has_digit + has_symbol]
            if not _fits(extra, has_digit, has_symbol):
                continue
            word, rest = text[:end] + extra, text[end + len(extra) :]
            left = number and not has_digit, symbol and not has_symbol
            if not rest and not any(left):
                readings.append([word])
            if rest.startswith(separator):
                more = read_back(rest[len(separator) :], separator, capitalize, *left)
                readings += [[word, *others] for others in more]
    return [*map(list, {*map(tuple, readings)})]


def _fits(extra: str, has_digit: bool, has_symbol: bool) -> bool:
    kinds = [string.digits] * has_digit + [DEFAULT_SYMBOLS] * has_symbol
    return len(extra) == len(kinds) and all(map(str.__contains__, kinds, extra))


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


SEPARATORS = ["", "-", " ", "e", ".", "yo", "§", "7", "77", "7!", "!7", "!7!7", "!!", "7e"]


@given(
    st.integers(1, 5),
    st.sampled_from(SEPARATORS) | st.text("7!e", max_size=5),
    st.tuples(*[st.booleans()] * 3),
    st.data(),
)
def test_a_passphrase_can_be_read_in_one_way_only(words, separator, how, data):
    """Whatever the separator, a passphrase stands for one list of words of the right length, with
    the digit and the symbol at one place."""
    phrases = Passphrases(separator, *how)
    text = phrases.nth(words, data.draw(st.integers(0, phrases.count(words) - 1)))
    assert [words] == [len(reading) for reading in read_back(text, separator, *how)]


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
    drawn = Passphrases(" ", False, False, False).nth(3, number).split(" ")
    assert number == sum(WORDS.index(word) * len(WORDS) ** i for i, word in enumerate(drawn))


@pytest.mark.parametrize("how", [(True, False), (False, True), (True, True)])
def test_all_passphrases_of_a_small_list(how, monkeypatch):
    """As many come out as are counted, each once: every word may have the digit or the symbol."""
    monkeypatch.setattr(passphrases, "WORDS", ("ab", "c"))
    phrases = Passphrases("-", False, *how)
    count = phrases.count(2)
    assert count == 2**2 * (20 if how[0] else 1) * (54 if how[1] else 1)
    assert count == len({phrases.nth(2, number) for number in range(count)})


def test_a_digit_and_a_symbol():
    """They are there, once each, and counted: 10 digits and 27 symbols, at 6 places each."""
    batch = generate(passphrase(number=True, symbol=True, separator=" ", count=50))
    assert math.log2(7776**6 * 60 * 162) == batch.entropy
    for text in batch.passwords:
        ends = "".join(
            word[len(word.rstrip(string.digits + DEFAULT_SYMBOLS)) :] for word in text.split(" ")
        )
        assert [1, 1] == [
            sum(each in kind for each in ends) for kind in (string.digits, DEFAULT_SYMBOLS)
        ]


def test_a_digit_counts_for_the_entropy_asked_for():
    """With one, fewer words may be enough."""
    bits = math.log2(7776**7) + 1
    assert [8, 7] == [
        generate(passphrase(number=n, min_entropy=bits)).length for n in (False, True)
    ]


def test_the_usual_passphrase():
    """Where nothing is said: six words in lower case, a hyphen between them."""
    recipe = generator.Recipe_Passphrase(generator.PassphraseRecipe(*[None] * 5))
    [made] = generate(generator.Request(recipe, None, None)).passwords
    assert any(len(words) == 6 for words in read_back(made, "-", False))
