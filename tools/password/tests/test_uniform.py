"""Uniformity, by chi-square tests that chance fails less than once in 10^9 runs."""

import ast
import secrets
from collections import Counter
from pathlib import Path

import pytest

from alphabet import DEFAULT_SYMBOLS
from app import Generator
from recipes import DIGITS, SYMBOLS, passphrase, password
from words import WORDS

COMPONENT = Path(__file__).parents[1]


def chi_square(counts: Counter[str], outcomes: int) -> float:
    """Pearson's statistic of the counts against `outcomes` equally likely outcomes."""
    expected = counts.total() / outcomes
    seen = sum((count - expected) ** 2 / expected for count in counts.values())
    return seen + (outcomes - len(counts)) * expected


def bound(outcomes: int) -> float:
    """What chance exceeds with probability e^-21 < 10^-9 at most (Laurent and Massart 2000,
    lemma 1)."""
    freedom, x = outcomes - 1, 21
    return freedom + 2 * (freedom * x) ** 0.5 + 2 * x


def place_and_shuffle() -> str:
    """The usual mistake: one character of each class, filled up from all of them, shuffled."""
    characters = [secrets.choice("!?"), secrets.choice("0123456789")]
    characters += [secrets.choice("!?0123456789") for _ in range(2)]
    secrets.SystemRandom().shuffle(characters)
    return "".join(characters)


def symbols_in(texts: list[str]) -> Counter[str]:
    """How many passwords have how many symbols."""
    return Counter(str(sum(character in "!?" for character in text)) for text in texts)


def pattern_chi_square(texts: list[str]) -> float:
    """The statistic of the number of symbols against strings of 4 over 2 symbols and 10 digits
    that have both, by their exact counts."""
    strings = {"1": 4 * 2 * 10**3, "2": 6 * 2**2 * 10**2, "3": 4 * 2**3 * 10}
    actual = symbols_in(texts)
    share = {kind: len(texts) * count / sum(strings.values()) for kind, count in strings.items()}
    return sum((actual[kind] - share[kind]) ** 2 / share[kind] for kind in strings)


@pytest.mark.parametrize(
    ("classes", "cover", "outcomes"),
    [(SYMBOLS, False, 3**4), (DIGITS | SYMBOLS, True, 13**4 - 10**4 - 3**4)],
    ids=["any", "each class required"],
)
def test_every_string_is_equally_likely(classes, cover, outcomes):
    """Over a small recipe each whole password comes equally often."""
    request = password(4, classes, "!?#", require_each_class=cover, count=10_000)
    counts = Counter(text for _ in range(8) for text in Generator().generate(request).passwords)
    assert chi_square(counts, outcomes) < bound(outcomes)


def test_each_character_at_each_place_is_equally_likely():
    """At the start, in the middle and at the end all 89 characters come equally often."""
    texts = [
        text
        for _ in range(2)
        for text in Generator().generate(password(20, count=10_000)).passwords
    ]
    for place in (0, 10, 19):
        assert chi_square(Counter(text[place] for text in texts), 89) < bound(89)


def test_the_bound_catches_a_modulo():
    """The same test does fail for bytes modulo 89, which favour the first 78 characters."""
    assert chi_square(Counter(str(byte % 89) for byte in secrets.token_bytes(20_000)), 89) > bound(
        89
    )


def test_required_classes_leave_all_strings_equally_likely():
    """With both classes required, passwords with one, two and three symbols come as often as
    there are such strings."""
    request = password(4, DIGITS | SYMBOLS, "!?", require_each_class=True, count=10_000)
    assert pattern_chi_square(Generator().generate(request).passwords) < bound(3)


def test_the_bound_catches_place_and_shuffle():
    """The same test does fail for a generator that places one of each class and shuffles."""
    assert pattern_chi_square([place_and_shuffle() for _ in range(10_000)]) > bound(3)


def test_each_word_is_equally_likely():
    """Every word of the list comes equally often."""
    texts = Generator().generate(passphrase(16, " ", count=10_000)).passwords
    counts = Counter(word for text in texts for word in text.split(" "))
    assert chi_square(counts, len(WORDS)) < bound(len(WORDS))


def test_each_place_of_a_digit_and_a_symbol_is_equally_likely():
    """Every digit and every symbol comes equally often, at the end of every word."""
    request = passphrase(4, " ", number=True, symbol=True, count=10_000)
    texts = [text for _ in range(3) for text in Generator().generate(request).passwords]
    for kind in ("0123456789", DEFAULT_SYMBOLS):
        counts = Counter(
            f"{place}{letter}"
            for text in texts
            for place, word in enumerate(text.split(" "))
            for letter in word[-2:]
            if letter in kind
        )
        # A few words have a hyphen, but none near its end.
        assert chi_square(counts, 4 * len(kind)) < bound(4 * len(kind))


def test_randomness_comes_from_secrets(monkeypatch):
    """With `secrets` fixed the passwords are fixed: nothing else decides."""
    monkeypatch.setattr("secrets.randbelow", lambda end: end - 1)
    assert ["99999"] * 3 == Generator().generate(password(5, DIGITS, count=3)).passwords
    assert ["zoom zoom"] == Generator().generate(passphrase(2, " ")).passwords


def test_secrets_is_called_in_functions_only():
    """No module imports another source of randomness, and none calls `secrets` at import, where
    the number would be the same in every copy of the component."""
    for path in COMPONENT.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imported = {
            name
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in [getattr(node, "module", None), *(alias.name for alias in node.names)]
        }
        assert not imported & {"random", "os", "uuid", "time"}, path.name
        in_functions = {
            id(inner)
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef)
            for inner in ast.walk(node)
        }
        calls = [
            node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == "secrets"
        ]
        assert all(id(call) in in_functions for call in calls), path.name
