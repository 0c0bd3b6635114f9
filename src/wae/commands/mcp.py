"""``wae mcp APP.wasm``: an app's functions as tools for language models."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys

from wae.commands.arguments import Parser
from wae.errors import WaeError

HELP = """\
Usage: wae mcp APP.wasm [--allow PATTERN]... [--deny PATTERN]...

Offers the functions of an app as tools over the Model Context Protocol, on
stdin and stdout. Each call runs in a fresh sandbox, and can do what the app's
composition lets it do: no more. Keys stay in the app's `settings` and `http`;
a model can neither see nor send one. `toolbox` is the packaged app.

Options:
  --allow PATTERN  Offer only tools whose name matches, as in a shell.
  --deny PATTERN   Do not offer these, allowed or not.
  --timeout S      Seconds that a call may take (60).
  --list           Print the names of the tools that would be offered, and exit.
  -h, --help       Show this message and exit.

Examples:
  wae mcp toolbox
  wae mcp toolbox --allow 'password_*' --deny '*_check'
  wae mcp toolbox --list
"""


def main(arguments: list[str], *, debug: bool) -> int:
    """Serves until the client leaves; returns 0. Raises :class:`wae.errors.WaeError`."""
    options = _parse(arguments)
    try:
        from wae.faces.mcp.server import make_server, serve_stdio
    except ImportError as error:
        raise WaeError(
            f"`wae mcp` needs the package {error.name}", hint="pip install 'wae[mcp]'"
        ) from None
    import os

    from wae.faces.mcp.tools import Choice, tools
    from wae.faces.opened import find_app
    from wae.faces.pool import Pool, PoolOptions
    from wae.faces.sandbox import Limits
    from wae.inspect.report import inspect_app
    from wae.runtime import folder

    logging.basicConfig(stream=sys.stderr, format="wae: %(message)s", level=logging.WARNING)
    choice = Choice(tuple(options.allow), tuple(options.deny))
    app = find_app(options.app, folder.path(os.environ))
    report = inspect_app(app.read(), app.name)
    pool = Pool(options.app, PoolOptions(limits=Limits(seconds=options.timeout), warm=1))
    try:
        offered = tools(pool.contract, report, choice)
        if not offered:
            raise WaeError("no tool is left to offer", hint="See wae mcp APP.wasm --list")
        if options.list:
            print("\n".join(tool.name for tool in offered))
            return 0
        asyncio.run(serve_stdio(make_server(pool, offered)))
    finally:
        pool.close()
    return 0


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = Parser("wae mcp", HELP)
    parser.add_argument("app")
    parser.add_argument("--allow", action="append", default=[])
    parser.add_argument("--deny", action="append", default=[])
    parser.add_argument("--timeout", type=float, default=60.0)
    parser.add_argument("--list", action="store_true")
    return parser.parse_args(arguments)
