"""``wae docs [APP|DIR] [--html] [-o FILE]``: a page about a contract."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from wae.atomic_write import write_atomically
from wae.commands.arguments import Parser
from wae.errors import WaeError
from wae.kit.docs import html, markdown
from wae.kit.docs.page import make_page
from wae.kit.docs.sources import describe
from wae.manifest.finding import manifest_file
from wae.runtime import cache_directory

HELP = """\
Usage: wae docs [APP.wasm|DIR] [--html] [-o FILE]

Documents a contract on one page: functions, types, errors, and examples of each
function for a terminal, REST, MCP and Python.

The contract is that of an app or component (.wasm; `toolbox` is the packaged
app), of the app in DIR, without building it (default: the nearest wae.toml),
or the WIT in DIR.

Options:
  --html             Write one self-contained HTML file instead of Markdown.
  -o, --output FILE  The file to write (default: stdout).
  -h, --help         Show this message and exit.

Examples:
  wae docs toolbox
  wae docs --html -o shop.html shop.wasm
  wae docs wit -o CONTRACT.md
"""


def main(arguments: list[str], *, debug: bool) -> int:
    """Writes the page; returns 0. Raises :class:`wae.errors.WaeError`."""
    options = _parse(arguments)
    options.app = options.app or str(manifest_file().parent)
    page = make_page(describe(options.app, cache_directory.path(os.environ)))
    if not page.interfaces:
        raise WaeError(
            f"{options.app} exports nothing that is described here",
            hint="Name an app, its folder, or a folder with WIT files",
        )
    text = (html if options.html else markdown).write(page)
    if options.output is None:
        sys.stdout.write(text)
        return 0
    try:
        write_atomically(Path(options.output), text.encode())
    except OSError as error:
        raise WaeError(f"{options.output} cannot be written: {error.strerror}") from error
    return 0


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = Parser("wae docs", HELP)
    parser.add_argument("app", nargs="?")
    parser.add_argument("--html", action="store_true")
    parser.add_argument("-o", "--output")
    return parser.parse_args(arguments)
