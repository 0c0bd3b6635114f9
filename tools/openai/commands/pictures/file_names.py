"""Names of picture files, and what they say about the format."""

import os

from shared.errors import USAGE, Failure

#: What models make, and the suffixes of its files, the usual one first.
SUFFIXES = {
    "png": (".png",),
    "jpeg": (".jpg", ".jpeg"),
    "webp": (".webp",),
    "gif": (".gif",),
}
#: What models can be asked for.
FORMATS = ("png", "jpeg", "webp")


def wanted(path: str, option: str | None) -> str | None:
    """The format to ask for: the option, or what the file's name says.

    `png` is what every model makes unless told otherwise, and some know no other and refuse
    the question; so it is only asked for by an option. Raises `Failure` where the two differ, and
    for a name of a format that no model makes.
    """
    named = of_name(path)
    if option is not None:
        if named is not None and named != option:
            raise Failure(
                f"{path} does not go with --format {option}",
                f"Name it {_stem(path)}{SUFFIXES[option][0]}, or leave --format out",
                code=USAGE,
            )
        return option
    if named == "gif":
        raise Failure(f"{path}: No model makes GIF", "Take png, jpeg or webp", code=USAGE)
    return None if named == "png" else named


def of_name(path: str) -> str | None:
    """The format that the suffix stands for, if it stands for any."""
    for form, suffixes in SUFFIXES.items():
        if path.lower().endswith(suffixes):
            return form
    return None


def numbered(path: str, count: int) -> list[str]:
    """The file's name; for several pictures, with `-1`, `-2`, … before its suffix."""
    if count == 1:
        return [path]
    stem = _stem(path)
    return [f"{stem}-{number}{path[len(stem) :]}" for number in range(1, count + 1)]


def free(path: str) -> str:
    """The file's name, or with a number before its suffix the first that no file has."""
    name, number = path, 0
    while os.path.lexists(name):
        number += 1
        name = numbered(path, number + 1)[number - 1]
    return name


def _stem(path: str) -> str:
    folder, slash, name = path.rpartition("/")
    stem, dot, _ = name.rpartition(".")
    return folder + slash + (stem if dot and stem else name)
