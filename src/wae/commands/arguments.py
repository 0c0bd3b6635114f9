"""argparse, with help texts of our own and errors as :class:`UsageError` in one line.

The help that argparse makes up looks different from one Python to the next.
"""

from __future__ import annotations

import argparse
import re
from typing import NoReturn

from wae.errors import UsageError

_NEAR = 0.7
_UNKNOWN = re.compile(r"unrecognized arguments: (?:.* )?(--[a-z][a-z-]*)", re.ASCII)
_OPTION = re.compile(r"^ +(?:-[a-z], )?(--[a-z][a-z-]*)", re.ASCII | re.MULTILINE)


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
        from difflib import get_close_matches  # for errors alone

        unknown = _UNKNOWN.match(message)
        near = (
            get_close_matches(unknown[1], _OPTION.findall(self.text), 1, _NEAR) if unknown else []
        )
        guess = f"Did you mean {near[0]}? " if near else ""
        raise UsageError(message, hint=f"{guess}See {self.prog} --help")
