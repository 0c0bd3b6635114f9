"""The passphrases that one is drawn from: how many there are, and which is the nth.

The list is prefix-free and its words begin with letters. So with any separator, two different
choices of words, of the word that has the digit, of that which has the symbol, and of both give two
different passphrases: what is counted is what can come out.
"""

import string
from dataclasses import dataclass

from alphabet import DEFAULT_SYMBOLS
from words import WORDS


@dataclass(frozen=True)
class Passphrases:
    """All of them with a separator; with `number` a word ends in a digit, with `symbol` in a
    symbol, which stands behind the digit where it is the same word."""

    separator: str
    capitalize: bool
    number: bool
    symbol: bool

    @property
    def _extras(self) -> tuple[str, ...]:
        chosen = ((self.number, string.digits), (self.symbol, DEFAULT_SYMBOLS))
        return tuple(characters for wanted, characters in chosen if wanted)

    def count(self, words: int) -> int:
        """How many there are of so many words, exactly."""
        different: int = len(WORDS) ** words
        for characters in self._extras:
            different *= words * len(characters)
        return different

    def nth(self, words: int, number: int) -> str:
        """The passphrase with this number, 0 to `count(words)` - 1: a bijection."""
        drawn = []
        for _ in range(words):
            number, position = divmod(number, len(WORDS))
            word = WORDS[position]
            drawn.append(word.capitalize() if self.capitalize else word)
        for characters in self._extras:
            number, place = divmod(number, words)
            number, position = divmod(number, len(characters))
            drawn[place] += characters[position]
        return self.separator.join(drawn)
