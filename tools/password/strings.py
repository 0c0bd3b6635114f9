"""The strings that a password is drawn from: how many there are, and which is the nth.

A string has a given length over the characters of some disjoint classes, either any such string
or only those that have a character of each class. One uniform number below their count therefore
is one uniform string; no draw is thrown away, however rare the strings are.
"""


class Strings:
    """All strings over ``classes``; with ``cover``, only those that have a character of each.

    Sets of classes are bits: 1 for the first class, 2 for the second, 4 for the third.
    """

    def __init__(self, classes: tuple[str, ...], cover: bool) -> None:
        self.classes = classes
        self.cover = cover
        self.alphabet = "".join(classes)
        """Every character that a string may have."""
        self._required = (1 << len(classes)) - 1 if cover else 0
        self._counts: dict[int, list[int]] = {}

    def count(self, length: int) -> int:
        """How many strings there are, exactly."""
        return self._completions(length)[self._required]

    def nth(self, length: int, number: int) -> str:
        """The string with this number, 0 to `count(length)` - 1: a bijection."""
        missing = self._required
        characters = []
        while missing:
            length -= 1
            completions = self._completions(length)
            for place, members in enumerate(self.classes):
                still_missing = missing & ~(1 << place)
                each = completions[still_missing]
                of_class = len(members) * each
                if number < of_class:
                    break
                number -= of_class
            position, number = divmod(number, each)
            characters.append(members[position])
            missing = still_missing
        alphabet, size = self.alphabet, len(self.alphabet)
        for _ in range(length):
            number, position = divmod(number, size)
            characters.append(alphabet[position])
        return "".join(characters)

    def _completions(self, length: int) -> list[int]:
        """For each set of classes, how many strings have a character of each of them.

        Inclusion and exclusion: of all strings those are taken away that avoid one class, those
        that avoid two were then taken away twice, and so on. The sums over all subsets of all sets
        are made one class after the other (the zeta transform of the lattice of subsets).
        """
        counts = self._counts.get(length)
        if counts is None:
            sizes, signs = [len(self.alphabet)], [1]
            for members in self.classes:
                sizes += [size - len(members) for size in sizes]
                signs += [-sign for sign in signs]
            counts = [sign * size**length for sign, size in zip(signs, sizes, strict=True)]
            for place in range(len(self.classes)):
                bit = 1 << place
                for chosen in range(len(counts)):
                    if chosen & bit:
                        counts[chosen] += counts[chosen ^ bit]
            self._counts[length] = counts
        return counts
