"""Values that the contract allows and no honest component returns."""

import math
from collections.abc import Callable

from componentize_py_types import Err
from texts import NAMES, TEXTS, text
from wit_world.exports import checker, generator
from wit_world.exports.checker import Verdict
from wit_world.exports.generator import Batch

U32 = 2**32 - 1
_DIRTY = TEXTS["controls"] + TEXTS["bidi"]


class _Impostor(Err[generator.Error]):
    """Looks like the exception that carries an error."""


def _impostor() -> Batch:
    raise _Impostor(generator.Error_NoCharacters())


def _wrong_error() -> Batch:
    raise Err(checker.Error_Empty())


BATCHES: dict[str, Callable[[], Batch]] = {
    **{f"text:{name}": lambda name=name: _batch([text(name)]) for name in NAMES},
    "no-passwords": lambda: _batch([]),
    "many": lambda: _batch(["x" * 20] * 200_000),
    "nan": lambda: _batch(["x"], entropy=math.nan),
    "infinity": lambda: _batch(["x"], entropy=math.inf),
    "negative": lambda: _batch(["x"], entropy=-1e308),
    "numbers": lambda: _batch(["x"], length=U32, size=U32),
    "not-a-batch": lambda: "x",  # type: ignore[dict-item, return-value]
    "not-text": lambda: _batch([1]),  # type: ignore[list-item]
    "surrogate": lambda: _batch(["\ud800"]),
    "impostor": _impostor,
    "wrong-error": _wrong_error,
}

ERRORS: dict[str, generator.Error] = {
    "error:bad-symbol": generator.Error_BadSymbol(_DIRTY),
    "error:range": generator.Error_OutOfRange(
        generator.RangeError(_DIRTY, math.nan, -math.inf, math.inf)
    ),
    "error:huge-range": generator.Error_OutOfRange(
        generator.RangeError("length", 1e308, -1e308, 1e308)
    ),
    "error:weak": generator.Error_TooWeak(generator.WeakRecipe(math.nan, math.nan, U32)),
    "error:weak-infinity": generator.Error_TooWeak(generator.WeakRecipe(math.inf, math.inf, None)),
    "error:classes": generator.Error_TooShortForClasses(U32),
}

VERDICTS: dict[str, Verdict] = {
    "numbers": Verdict(255, 1e308, 1e308, -1e308, None, []),
    "nan": Verdict(0, math.nan, math.nan, math.nan, None, []),
    "infinity": Verdict(4, math.inf, math.inf, -math.inf, None, []),
    "text": Verdict(4, 1.0, 1.0, 1.0, _DIRTY, [_DIRTY, "", TEXTS["lines"]]),
}


def _batch(passwords: list[str], entropy: float = 120.0, length: int = 20, size: int = 94) -> Batch:
    return Batch(passwords, entropy, length, size)
