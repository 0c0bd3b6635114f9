"""``wae mcp APP.wasm``: an app's functions as tools for language models."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
from typing import TYPE_CHECKING

from wae.commands.arguments import Parser
from wae.commands.serve import TOKEN, checked_token, listen, rules
from wae.errors import WaeError
from wae.grants import options as grant_options
from wae.runtime import folder, terminal

if TYPE_CHECKING:
    from wae.contract.model import Contract
    from wae.faces.mcp.tools import Tool
    from wae.grants.granted import GrantedApp

HELP = f"""\
Usage: wae mcp [OPTION]... APP.wasm

Offers the functions of an app as tools over the Model Context Protocol, on
stdin and stdout, or over HTTP. Each call runs in a fresh sandbox, and can do
what the app's composition lets it do: no more. Keys stay in the app's
`settings` and `http`; a model can neither see nor send one. `toolbox` is the
packaged app.

{grant_options.HELP}
Options:
  --allow PATTERN    Offer only tools whose name matches, as in a shell.
  --deny PATTERN     Do not offer these, allowed or not.
  --timeout SECONDS  For each call (60).
  --list             Print the names of the tools that would be offered.
  --http             Serve any number of clients at http://HOST:PORT/mcp. (With
                     an origin after it, or =any, it is the option above.)
  --host HOST        The address to listen on (127.0.0.1). Any other than this
                     machine's takes a token, in WAE_TOKEN.
  --port PORT        The port, 0 for any free one (8080).
  -h, --help         Show this message and exit.

Examples:
  wae mcp toolbox
  wae mcp toolbox --allow 'password_*' --deny '*_check'
  wae mcp toolbox --list
  WAE_TOKEN=… wae mcp toolbox --http --host 0.0.0.0
"""


def main(arguments: list[str], *, debug: bool) -> int:
    """Serves until the client leaves; returns 0. Raises :class:`wae.errors.WaeError`."""
    grants, arguments = grant_options.take(arguments, anywhere=True, http=False)
    options = _parse(arguments)
    # Taken out of the environment, so that no component of the app finds it there.
    token = checked_token(os.environ.pop(TOKEN, ""))
    try:
        import mcp  # noqa: F401
    except ImportError:
        raise WaeError(
            "`wae mcp` needs the package mcp, which is not installed",
            hint='Run pip install "wae[mcp]"',
        ) from None
    from wae.faces.mcp.tools import Choice, tools
    from wae.faces.pool import plain_contract
    from wae.grants.granted import grant
    from wae.inspect.report import inspect_app
    from wae.runtime.app import find_app

    logging.basicConfig(handlers=[_Log()], format="wae: %(message)s", level=logging.WARNING)
    where = folder.path(os.environ)
    app = find_app(options.app, where)
    contract = plain_contract(app.name, app.read())
    granted = grant(app, grants, os.environ, where)
    choice = Choice(tuple(options.allow), tuple(options.deny))
    offered = tools(contract, inspect_app(granted.app.read(), app.name), choice)
    if not offered:
        raise WaeError("no tool is left to offer", hint="See wae mcp APP.wasm --list")
    if options.list:
        print("\n".join(tool.name for tool in offered))
    else:
        _offer(options, token, granted, contract, offered)
    return 0


def _offer(
    options: argparse.Namespace,
    token: str | None,
    granted: GrantedApp,
    contract: Contract,
    offered: list[Tool],
) -> None:
    from wae.faces.mcp.server import CALLS, Calls, make_server, serve_stdio
    from wae.faces.mcp.web import PATH, serve_http
    from wae.faces.rest import journal
    from wae.faces.rest.server import is_loopback, url
    from wae.faces.rest.workers.crew import Crew
    from wae.faces.rest.workers.process import Task
    from wae.runtime.store import MEMORY

    app, given = granted.source, granted.settled
    task = Task(options.app, app.sha256, given, options.timeout, MEMORY, warm=1, reuse=())
    crew = Crew(task, 1, CALLS, journal.noted)
    calls = Calls(contract, crew, options.timeout)
    server = make_server(app.name, calls, offered)
    listening = listen(options.host, options.port, token) if options.http else None

    async def serve() -> None:
        async with calls.ready():
            if listening is None:
                await serve_stdio(server)
                return
            address, local = url(listening), is_loopback(listening)
            terminal.line(f"wae: offering {app.name} at {address}{PATH[1:]} (Ctrl-C ends it)")
            who = rules(token, address, local=local)
            await serve_http(server, listening, who, options.timeout)

    asyncio.run(serve())


class _Log(logging.Handler):
    """Writes what the server's library notes; a client's words may be in it."""

    def emit(self, record: logging.LogRecord) -> None:
        terminal.line(self.format(record))


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = Parser("wae mcp", HELP)
    parser.add_argument("app")
    parser.add_argument("--allow", action="append", default=[])
    parser.add_argument("--deny", action="append", default=[])
    parser.add_argument("--timeout", type=float, default=60.0)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--http", action="store_true")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8080)
    return parser.parse_args(arguments)
