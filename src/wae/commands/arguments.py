"""argparse, with errors as :class:`UsageError` in one line."""

from __future__ import annotations

import argparse
from typing import NoReturn

from wae.errors import UsageError


def parse(parser: argparse.ArgumentParser, arguments: list[str]) -> argparse.Namespace:
    """The parsed arguments. Raises :class:`UsageError`; ``--help`` prints and exits 0."""

    def fail(message: str) -> NoReturn:
        raise UsageError(f"{parser.prog}: {message}", hint=f"See {parser.prog} --help")

    parser.error = fail  # type: ignore[method-assign]
    return parser.parse_args(arguments)
