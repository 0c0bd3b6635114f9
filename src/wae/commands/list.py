"""``wae list``: the installed tools, and what each may use."""

from __future__ import annotations

import argparse
import json
import os

from wae.commands.arguments import Parser
from wae.commands.tools import document, granted_text
from wae.grants import options as grant_options
from wae.harmless import one_line
from wae.installed import lock
from wae.installed.lock import Tool

HELP = """\
Usage: wae list [--json]

Lists the tools that `wae install` installed, with origin, digest and grants.

Options:
  --json      List as JSON.
  -h, --help  Show this message and exit.

Examples:
  wae list
  wae list --json | jq '.[].name'
"""


def main(arguments: list[str], *, debug: bool) -> int:
    """Prints a line for each tool; returns 0. Raises :class:`wae.errors.WaeError`."""
    options = _parse(arguments)
    tools = lock.read(os.environ).values()
    if options.json:
        print(json.dumps([document(tool) for tool in tools], indent=2))
    else:
        for tool in tools:
            print(one_line(_line(tool)))
    return 0


def _line(tool: Tool) -> str:
    denied = grant_options.shell_line(tool.asked.without(tool.grants))
    rest = f"; denied {denied}" if denied else ""
    return f"{tool.name}: {tool.reference} (sha256:{tool.sha256[:12]}): {granted_text(tool)}{rest}"


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = Parser("wae list", HELP)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args(arguments)
