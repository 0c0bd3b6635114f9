"""argparse, with help texts of our own and errors as :class:`UsageError` in one line.

The help that argparse makes up looks different from one Python to the next.
"""

from __future__ import annotations

import argparse
from typing import NoReturn

from wae.errors import UsageError


class Parser(argparse.ArgumentParser):
    """A parser for ``program`` that prints ``text`` for ``--help``."""

    def __init__(self, program: str, text: str) -> None:
        super().__init__(prog=program, add_help=False, allow_abbrev=False)
        self.text = text
        self.add_argument("-h", "--help", action="help")

    def print_help(self, file: object = None) -> None:
        """argparse's own says nothing where the help cannot be written."""
        print(self.text, end="")

    def error(self, message: str) -> NoReturn:
        raise UsageError(message, hint=f"See {self.prog} --help")
