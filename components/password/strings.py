"""The strings that a password is drawn from: how many there are, and which is the nth.

A string has a given length over the characters of some disjoint classes, either any such string
or only those that have a character of each class. One uniform number below their count therefore
is one uniform string; no draw is thrown away, however rare the strings are.
"""

from dataclasses import dataclass, field
from itertools import combinations


@dataclass(frozen=True)
class Strings:
    """All strings over `classes`; with `cover`, only those that have a character of each."""

    classes: tuple[str, ...]
    cover: bool
    _counts: dict[tuple[int, tuple[str, ...]], int] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def alphabet(self) -> str:
        """Every character that a string may have."""
        return "".join(self.classes)

    def count(self, length: int) -> int:
        """How many strings there are, exactly."""
        return self._completions(length, self.classes if self.cover else ())

    def nth(self, length: int, number: int) -> str:
        """The string with this number, 0 to `count(length)` - 1: a bijection."""
        missing = self.classes if self.cover else ()
        characters: list[str] = []
        while missing:
            rest = length - len(characters) - 1
            for members in self.classes:
                still_missing = tuple(other for other in missing if other != members)
                completions = self._completions(rest, still_missing)
                if number < len(members) * completions:
                    break
                number -= len(members) * completions
            position, number = divmod(number, completions)
            characters.append(members[position])
            missing = still_missing
        alphabet = self.alphabet
        while len(characters) < length:
            number, position = divmod(number, len(alphabet))
            characters.append(alphabet[position])
        return "".join(characters)

    def _completions(self, length: int, missing: tuple[str, ...]) -> int:
        """How many strings have a character of each missing class (inclusion-exclusion over the
        classes that they avoid)."""
        key = (length, missing)
        if key not in self._counts:
            size = len(self.alphabet)
            self._counts[key] = sum(
                (-1) ** avoided * (size - sum(map(len, some))) ** length
                for avoided in range(len(missing) + 1)
                for some in combinations(missing, avoided)
            )
        return self._counts[key]
