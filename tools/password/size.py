"""How long a password or passphrase has to be."""

import math
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass

from componentize_py_types import Err
from wit_world.exports import generator

MAX_ENTROPY = 10_000.0


@dataclass(frozen=True)
class Lengths:
    """The range of a length, and what is taken if nothing is said."""

    field: str
    minimum: int
    default: int
    maximum: int


PASSWORD = Lengths("length", 4, 20, 1024)
PASSPHRASE = Lengths("words", 1, 6, 128)


def check_range(field: str, given: float, minimum: float, maximum: float) -> None:
    """Raises `Err` with `out-of-range`; NaN is out of every range."""
    if not minimum <= given <= maximum:
        raise Err(
            generator.Error_OutOfRange(
                generator.RangeError(field, float(given), float(minimum), float(maximum))
            )
        )


def choose_length(
    lengths: Lengths,
    given: int | None,
    wanted: float | None,
    count: Callable[[int], int],
) -> tuple[int, float]:
    """The length to use and its entropy in bits, where `count` gives the number of equally likely
    results of a length, which never falls as the length grows.

    A given length is used as it is; otherwise it is the default, or as many as `wanted` bits
    need. Raises `Err` with `out-of-range`, or with `too-weak` where `wanted` is not reached.
    """
    if given is not None:
        check_range(lengths.field, given, lengths.minimum, lengths.maximum)
    if wanted is not None:
        check_range("min-entropy", wanted, 0.0, MAX_ENTROPY)

    def entropy(length: int) -> float:
        return math.log2(count(length))

    if wanted is None:
        length = lengths.default if given is None else given
        return length, entropy(length)
    shortest = lengths.default if given is None else given
    candidates = range(shortest, lengths.maximum + 1)
    index = bisect_left(candidates, wanted, key=entropy)
    sufficient = candidates[index] if index < len(candidates) else None
    if sufficient is not None and (given is None or given == sufficient):
        return sufficient, entropy(sufficient)
    reached = entropy(lengths.maximum if given is None else given)
    raise Err(generator.Error_TooWeak(generator.WeakRecipe(reached, wanted, sufficient)))
