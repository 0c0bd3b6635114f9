"""The EFF large word list."""

from importlib.resources import files
from itertools import pairwise

# Read at import: at run time a component has no files.
WORDS = tuple((files("xkcdpass") / "static" / "eff-long").read_text(encoding="ascii").split())


def is_prefix_free(words: tuple[str, ...]) -> bool:
    """Whether no word begins another one, so that no two lists of words read the same,
    whatever stands between the words and whether they are capitalized or not."""
    return not any(later.startswith(earlier) for earlier, later in pairwise(sorted(words)))


if len(set(WORDS)) != 7776 or not is_prefix_free(WORDS):
    raise RuntimeError("xkcdpass: static/eff-long is not the EFF large word list")
