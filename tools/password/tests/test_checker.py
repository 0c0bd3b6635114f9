"""The judge of passwords that people made up."""

import json
import math
from dataclasses import asdict

import pytest
from componentize_py_types import Err
from hypothesis import given, settings
from hypothesis import strategies as st
from wit_world.exports import checker

from app import Checker


def check(password: str, *user_inputs: str) -> checker.Verdict:
    """What the component answers."""
    return Checker().check(password, list(user_inputs))


def error(password: str) -> checker.Error:
    """The error of the contract that the component answers."""
    with pytest.raises(Err) as caught:
        check(password)
    return caught.value.value


def test_a_common_password_is_guessed_at_once():
    """The most common of all gets the lowest score, a warning, and suggestions."""
    verdict = check("password")
    assert 0 == verdict.score
    assert verdict.warning is not None
    assert verdict.suggestions


def test_an_uncommon_password_is_hard_to_guess():
    """A random one gets the highest score, and nothing is wrong with it."""
    verdict = check("vQ7#mZ2xLw9!rT")
    assert (4, None, []) == (verdict.score, verdict.warning, verdict.suggestions)


def test_times_follow_from_the_guesses():
    """10,000 guesses a second against a slow hash, 100 an hour online."""
    verdict = check("vQ7#mZ2xLw9!rT")
    guesses = 10**verdict.guesses_log10
    assert pytest.approx(guesses / 1e4) == verdict.offline_slow_seconds
    assert pytest.approx(guesses * 36) == verdict.online_throttled_seconds


def test_user_inputs_are_tried_first():
    """A word that an attacker knows of the user makes a password easy."""
    assert check("zyxomatic").guesses_log10 > 3
    assert check("zyxomatic", "Zyxomatic").guesses_log10 < 1


def test_user_inputs_are_not_kept():
    """One call's words do not count in the next call."""
    before = check("zyxomatic")
    check("zyxomatic", "zyxomatic")
    assert before == check("zyxomatic")


def test_empty():
    """There is nothing to judge in an empty password."""
    assert checker.Error_Empty() == error("")


def test_limit():
    """72 characters, of whatever size in bytes, are judged; more are not."""
    assert 0 <= check("é" * 72).score <= 4
    assert checker.Error_TooLong(72) == error("é" * 73)


@settings(max_examples=60)
@given(st.text(min_size=1, max_size=24), st.lists(st.text(max_size=8), max_size=3))
def test_every_answer_is_finite(password, user_inputs):
    """Whatever is typed, the answer is a finite number in its range, fit for JSON."""
    verdict = check(password, *user_inputs)
    json.dumps(asdict(verdict), allow_nan=False)
    assert 0 <= verdict.score <= 4
    assert 0 <= verdict.guesses_log10 <= 72.1


@pytest.mark.parametrize(
    "password", ["aB" * 36, "1qQ!" * 18, "zxcvbnm,./" * 7, "0" * 72, "😀" * 72]
)
def test_the_longest_answers_are_finite(password):
    """The worst patterns at the limit stay finite, too."""
    verdict = check(password)
    assert math.isfinite(verdict.online_throttled_seconds)


def test_no_user_inputs():
    """They may be left out."""
    assert check("Tr0ub4dor&3") == Checker().check("Tr0ub4dor&3", None)
