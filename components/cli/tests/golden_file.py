"""Golden files: what people see, in a form that people can review.

Each case is a heading, the command, what it writes and its exit code. `BLESS=1` writes the
files anew.
"""

import os
import sys
from pathlib import Path


def case(title: str, arguments: tuple[str, ...], shown: str, code: int) -> str:
    """One case as it stands in a golden file."""
    command = " ".join(["$ wae", *map(_quoted, arguments)])
    return f"## {title}\n{command}\n{shown.rstrip()}\nexit {code}\n"


def check(name: str, cases: list[str]) -> None:
    """Compares the cases with those in the file of the caller's tests, or writes it."""
    caller = Path(sys._getframe(1).f_code.co_filename)
    tests = next(parent for parent in caller.parents if parent.name == "tests")
    path = tests / "golden" / f"{name}.txt"
    actual = "\n".join(cases)
    if os.environ.get("BLESS"):
        path.write_text(actual, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == actual


def _quoted(argument: str) -> str:
    return repr(argument) if argument == "" or not argument.isprintable() else argument
