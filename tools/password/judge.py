"""How hard a password that a person made up is to guess, by zxcvbn."""

import math

from componentize_py_types import Err
from wit_world.exports import checker
from wit_world.exports.checker import Verdict
from zxcvbn import zxcvbn

# Its work grows with the square of the length and the number of look-alike substitutions, so
# zxcvbn itself takes no more unless told to; and all its estimates stay finite.
MAX_LENGTH = 72

# Its feedback imports modules when it is first given, and at run time a component has no files.
zxcvbn("password")


def judge(password: str, user_inputs: list[str]) -> Verdict:
    """What zxcvbn says. Raises `Err` with `empty` or `too-long`."""
    if not password:
        raise Err(checker.Error_Empty())
    if len(password) > MAX_LENGTH:
        raise Err(checker.Error_TooLong(MAX_LENGTH))
    estimate = zxcvbn(password, user_inputs=user_inputs, max_length=MAX_LENGTH)
    seconds = estimate["crack_times_seconds"]
    return Verdict(
        score=estimate["score"],
        guesses_log10=math.log10(estimate["guesses"]),
        offline_slow_seconds=float(seconds["offline_slow_hashing_1e4_per_second"]),
        online_throttled_seconds=float(seconds["online_throttling_100_per_hour"]),
        warning=estimate["feedback"]["warning"] or None,
        suggestions=estimate["feedback"]["suggestions"],
    )
