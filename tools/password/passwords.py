"""Passwords and passphrases, each drawn uniformly from all that its recipe allows.

`secrets` is called in functions only: a number drawn at import would be in every copy of the
component.
"""

import secrets
from functools import lru_cache

from componentize_py_types import Err
from wit_world.exports import generator
from wit_world.exports.generator import (
    Batch,
    CharacterClasses,
    PassphraseRecipe,
    PasswordRecipe,
    Request,
)

from alphabet import DEFAULT_SYMBOLS, character_classes
from passphrases import Passphrases
from size import PASSPHRASE, PASSWORD, check_range, choose_length
from strings import Strings
from words import WORDS

MAX_COUNT = 10_000
MAX_SEPARATOR = 16
SEPARATOR = "-"
EVERY = (
    CharacterClasses.LOWER
    | CharacterClasses.UPPER
    | CharacterClasses.DIGITS
    | CharacterClasses.SYMBOLS
)
USUAL = PasswordRecipe(None, None, None, None, None)


def make(request: Request) -> Batch:
    """The passwords asked for. Raises `Err` with an error of the contract."""
    count = 1 if request.count is None else request.count
    check_range("count", count, 1, MAX_COUNT)
    match request.recipe:
        case generator.Recipe_Passphrase(recipe):
            return make_passphrases(recipe, count, request.min_entropy)
        case generator.Recipe_Password(recipe):
            return make_passwords(recipe, count, request.min_entropy)
        case None:
            return make_passwords(USUAL, count, request.min_entropy)


def make_passwords(recipe: PasswordRecipe, count: int, min_entropy: float | None) -> Batch:
    """`count` passwords. Raises `Err` with an error of the contract."""
    symbols = DEFAULT_SYMBOLS if recipe.symbols is None else recipe.symbols
    classes = EVERY if recipe.classes is None else recipe.classes
    strings = strings_of(
        classes, symbols, bool(recipe.exclude_ambiguous), bool(recipe.require_each_class)
    )
    length, entropy = choose_length(PASSWORD, recipe.length, min_entropy, strings.count)
    different = strings.count(length)
    passwords = [strings.nth(length, secrets.randbelow(different)) for _ in range(count)]
    return Batch(passwords, entropy, length, len(strings.alphabet))


@lru_cache(maxsize=8)
def strings_of(
    classes: CharacterClasses, symbols: str, exclude_ambiguous: bool, cover: bool
) -> Strings:
    """A recipe's strings, kept for the next call. Raises `Err` with an error of the contract."""
    return Strings(character_classes(classes, symbols, exclude_ambiguous), cover)


def make_passphrases(recipe: PassphraseRecipe, count: int, min_entropy: float | None) -> Batch:
    """`count` passphrases. Raises `Err` with an error of the contract."""
    separator = SEPARATOR if recipe.separator is None else recipe.separator
    check_range("separator", len(separator), 0, MAX_SEPARATOR)
    for character in separator:
        if not character.isprintable():
            raise Err(generator.Error_BadSymbol(character))
    phrases = Passphrases(
        separator, bool(recipe.capitalize), bool(recipe.number), bool(recipe.symbol)
    )
    words, entropy = choose_length(PASSPHRASE, recipe.words, min_entropy, phrases.count)
    different = phrases.count(words)
    passwords = [phrases.nth(words, secrets.randbelow(different)) for _ in range(count)]
    return Batch(passwords, entropy, words, len(WORDS))


def prepare() -> None:
    """Works out what the usual recipe needs: while the component is built, for all sandboxes."""
    for cover in (False, True):
        strings = strings_of(EVERY, DEFAULT_SYMBOLS, False, cover)
        for length in range(PASSWORD.default + 1):
            strings.count(length)


prepare()
