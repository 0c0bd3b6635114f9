"""Which characters a password recipe draws from."""

import string
import unicodedata

from componentize_py_types import Err
from wit_world.exports import generator
from wit_world.exports.generator import CharacterClasses

AMBIGUOUS = frozenset("0O1lI|")
DEFAULT_SYMBOLS = "!#$%&()*+,-./:;<=>?@[]^_{}~"


def character_classes(
    chosen: CharacterClasses, symbols: str, exclude_ambiguous: bool
) -> tuple[str, ...]:
    """The characters of each class that is chosen, one string for each class.

    Raises `Err` with `bad-symbol`, or with `no-characters` where no class is chosen or a chosen
    one has no character left.
    """
    check_symbols(symbols)
    characters = {
        CharacterClasses.LOWER: string.ascii_lowercase,
        CharacterClasses.UPPER: string.ascii_uppercase,
        CharacterClasses.DIGITS: string.digits,
        CharacterClasses.SYMBOLS: symbols,
    }
    left_out = AMBIGUOUS if exclude_ambiguous else frozenset()
    classes = tuple(
        "".join(character for character in members if character not in left_out)
        for each, members in characters.items()
        if each in chosen
    )
    if not all(classes) or not classes:
        raise Err(generator.Error_NoCharacters())
    return classes


def check_symbols(symbols: str) -> None:
    """Raises `Err` with `bad-symbol` for the first character that may not be drawn as a symbol."""
    seen: set[str] = set()
    for symbol in symbols:
        if symbol in seen or not is_symbol(symbol):
            raise Err(generator.Error_BadSymbol(symbol))
        seen.add(symbol)


def is_symbol(character: str) -> bool:
    """Whether Unicode calls it punctuation or a symbol (general category P or S), and NFKC
    leaves it as it is: NIST SP 800-63B has sites normalize passwords, and that must not make
    two passwords one.
    """
    return unicodedata.category(character)[0] in "PS" and unicodedata.is_normalized(
        "NFKC", character
    )
