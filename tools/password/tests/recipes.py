"""Requests with everything but the thing under test at a plain value."""

from wit_world.exports import generator
from wit_world.exports.generator import CharacterClasses, PassphraseRecipe, PasswordRecipe

LOWER = CharacterClasses.LOWER
UPPER = CharacterClasses.UPPER
DIGITS = CharacterClasses.DIGITS
SYMBOLS = CharacterClasses.SYMBOLS
NO_CLASSES = CharacterClasses(0)
ALL_CLASSES = LOWER | UPPER | DIGITS | SYMBOLS


def password(
    length: int | None = None,
    classes: CharacterClasses = ALL_CLASSES,
    symbols: str | None = None,
    exclude_ambiguous: bool = False,
    require_each_class: bool = False,
    count: int = 1,
    min_entropy: float | None = None,
) -> generator.Request:
    """A request for passwords."""
    recipe = PasswordRecipe(length, classes, symbols, exclude_ambiguous, require_each_class)
    return generator.Request(generator.Recipe_Password(recipe), count, min_entropy)


def passphrase(
    words: int | None = None,
    separator: str = "-",
    capitalize: bool = False,
    number: bool = False,
    symbol: bool = False,
    count: int = 1,
    min_entropy: float | None = None,
) -> generator.Request:
    """A request for passphrases."""
    recipe = PassphraseRecipe(words, separator, capitalize, number, symbol)
    return generator.Request(generator.Recipe_Passphrase(recipe), count, min_entropy)
