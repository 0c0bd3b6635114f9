"""The errors of `wae:password` as lines and exit codes."""

from wit_world.imports import checker, generator

from shared import wording
from shared.errors import USAGE, Failure, clause


def generation(error: generator.Error) -> Failure:
    """What a refused request for passwords means for the command line."""
    match error:
        case generator.Error_OutOfRange(value=bad):
            unit = " characters" if bad.field == "separator" else ""
            return Failure(
                f"--{clause(bad.field)} cannot be {_plain(bad.given)}{unit}",
                f"Give a number from {_plain(bad.minimum)} to {_plain(bad.maximum)}",
                code=USAGE,
            )
        case generator.Error_NoCharacters():
            return Failure(
                "No characters are left to make a password of", "Leave out an option", code=USAGE
            )
        case generator.Error_BadSymbol(value=symbol):
            return Failure(
                f"The character {symbol!r} cannot be used here",
                "--symbols takes each symbol once and no letters, digits or spaces; "
                "--separator takes no control characters",
                code=USAGE,
            )
        case generator.Error_TooShortForClasses(value=needed):
            return Failure(
                "--require asks for more kinds of characters than the password has characters",
                f"Give --length {needed} or more",
                code=USAGE,
            )
        case generator.Error_TooWeak(value=weak):
            return _too_weak(weak)


def judgement(error: checker.Error) -> Failure:
    """What a password that cannot be judged means for the command line."""
    match error:
        case checker.Error_Empty():
            return Failure(
                "There is no password to check", "Give one that is not empty", code=USAGE
            )
        case checker.Error_TooLong(value=limit):
            return Failure(
                "The password is too long to check",
                f"Give one of at most {wording.count(limit, 'character')}",
                code=USAGE,
            )


def _too_weak(weak: generator.WeakRecipe) -> Failure:
    what = (
        f"This makes passwords of {wording.bits(weak.entropy)}, "
        f"and --min-entropy asks for {_plain(weak.wanted)}"
    )
    if weak.sufficient_length is None:
        return Failure(
            what, "No length is enough: allow more characters or ask for less", code=USAGE
        )
    return Failure(what, f"A length of {weak.sufficient_length} is enough", code=USAGE)


def _plain(number: float) -> str:
    return str(int(number)) if number.is_integer() else str(number)
