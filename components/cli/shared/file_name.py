"""Names of files that a server gave."""

from shared import cleaning

# NAME_MAX of Linux, in bytes.
_LONGEST = 255
# Separators, of Windows too, and what it takes for a drive or a stream.
_SEPARATORS = frozenset("/\\:")


def is_harmless(name: str) -> bool:
    """Whether a file of this name lies in the folder that it is written to, shows itself there, and
    has the name that is shown: no path, no hidden file, nothing that steers a terminal."""
    return (
        0 < len(name.encode("utf-8", "replace")) <= _LONGEST
        and not name.startswith(".")
        and _SEPARATORS.isdisjoint(name)
        and cleaning.line(name) == name
    )
