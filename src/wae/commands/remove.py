"""``wae remove NAME``: an installed tool is no more."""

from __future__ import annotations

import argparse
import os
import shutil

from wae.commands.arguments import Parser
from wae.errors import WaeError
from wae.installed import lock, place
from wae.installed.forgotten import forget, kept_of
from wae.installed.lock import Tool
from wae.runtime import xdg

HELP = """\
Usage: wae remove NAME...

Removes installed tools: the component, its grants, its private folder (--data)
and what the cache has of it, such as compiled code.

Options:
  -h, --help  Show this message and exit.

Examples:
  wae remove dice
"""


def main(arguments: list[str], *, debug: bool) -> int:
    """Removes the tools; returns 0. Raises UsageError for one that is not installed."""
    names = _parse(arguments).names
    tools = [lock.find(name, os.environ) for name in names]
    for tool in tools:
        forget(tool, kept_of(tool, os.environ), os.environ)
        with lock.changing(os.environ) as changes:
            changes.take(tool.name)
        _remove_data(tool)
    return 0


def _remove_data(tool: Tool) -> None:
    data = xdg.data(place.data_name(tool.name), os.environ)
    try:
        if os.path.isdir(data):
            shutil.rmtree(data)
    except OSError as error:
        raise WaeError(f"cannot remove {data}: {error.strerror}") from None


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = Parser("wae remove", HELP)
    parser.add_argument("names", nargs="+", metavar="NAME")
    return parser.parse_args(arguments)
