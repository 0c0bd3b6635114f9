"""``wae mcp APP.wasm``: an app's functions as tools for language models."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import re
from itertools import pairwise
from typing import TYPE_CHECKING

from wae.commands.arguments import Parser
from wae.commands.door import TOKEN, checked_token, listen, rules
from wae.errors import UsageError, WaeError
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
  --allow PATTERN       Offer only tools whose name matches, as in a shell.
  --deny PATTERN        Do not offer these, allowed or not.
  --timeout SECONDS     For each call (60).
  --list                Print the names of the tools that would be offered.
  --listen [HOST:]PORT  Serve any number of clients at http://HOST:PORT/mcp: at
                        127.0.0.1 unless told otherwise; port 0 is any free one.
                        An address that others reach takes a token, in WAE_TOKEN.
  -h, --help            Show this message and exit.

Examples:
  wae mcp toolbox
  wae mcp toolbox --allow 'password_*' --deny '*_check'
  wae mcp toolbox --list
  wae mcp toolbox --listen 8080
  WAE_TOKEN=… wae mcp toolbox --listen 0.0.0.0:8080
"""

_LISTEN = "--listen [HOST:]PORT"
_ADDRESS = re.compile(r"((\[[0-9A-Za-z:.%]*\]|[^\[\]:/@]*):)?[0-9]{1,5}", re.ASCII)
_LAST_PORT = 65535


def main(arguments: list[str], *, debug: bool) -> int:
    """Serves until the client leaves; returns 0. Raises :class:`wae.errors.WaeError`."""
    _check_listening(arguments)
    grants, arguments = grant_options.take(arguments, anywhere=True)
    options = _parse(arguments)
    address = _address(options.listen) if options.listen is not None else None
    # Taken out of the environment, so that no component of the app finds it there.
    token = checked_token(os.environ.pop(TOKEN, ""))
    from wae.faces.mcp.powers import powers_of
    from wae.faces.mcp.tools import Choice, tools
    from wae.faces.pool import plain_contract
    from wae.grants.granted import grant
    from wae.runtime.app import find_app

    logging.basicConfig(handlers=[_Log()], format="wae: %(message)s", level=logging.WARNING)
    where = folder.path(os.environ)
    app = find_app(options.app, where)
    contract = plain_contract(app, where)
    granted = grant(app, grants, os.environ, where)
    choice = Choice(tuple(options.allow), tuple(options.deny))
    offered = tools(contract, powers_of(granted.app, contract, where), choice)
    if not offered:
        raise WaeError("no tool is left to offer", hint="See wae mcp APP.wasm --list")
    if options.list:
        print("\n".join(tool.name for tool in offered))
    else:
        _offer(options, address, token, granted, contract, offered)
    return 0


def _offer(
    options: argparse.Namespace,
    address: tuple[str, int] | None,
    token: str | None,
    granted: GrantedApp,
    contract: Contract,
    offered: list[Tool],
) -> None:
    try:
        import mcp  # noqa: F401
    except ImportError:
        from wae.distribution import install

        raise WaeError(
            "`wae mcp` needs the package mcp, which is not installed",
            hint=install("mcp"),
        ) from None
    from wae.faces.mcp.server import CALLS, Calls, make_server
    from wae.faces.mcp.stdio import serve_stdio
    from wae.faces.mcp.web import PATH, serve_http
    from wae.faces.serving import journal
    from wae.faces.serving.listening import is_loopback, url
    from wae.faces.serving.workers.crew import Crew
    from wae.faces.serving.workers.process import Task
    from wae.runtime.store import MEMORY

    app, given = granted.source, granted.settled
    task = Task(options.app, app.sha256, given, options.timeout, MEMORY, 1, (), whole=True)
    crew = Crew(task, 1, CALLS, journal.noted)
    calls = Calls(contract, crew, options.timeout)
    server = make_server(app.name, calls, offered)
    listening = listen(*address, token) if address else None

    async def serve() -> None:
        async with calls.ready():
            if listening is None:
                await serve_stdio(server)
                return
            where, local = url(listening), is_loopback(listening)
            terminal.line(f"wae: offering {app.name} at {where}{PATH[1:]} (Ctrl-C ends it)")
            who = rules(token, where, local=local)
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
    parser.add_argument("--listen")
    return parser.parse_args(arguments)


def _check_listening(arguments: list[str]) -> None:
    """Tells whoever wants to listen, in the words of other servers, how that is said here.

    Raises UsageError where nothing else can be meant.
    """
    for word, following in pairwise([*arguments, ""]):
        option = word.partition("=")[0]
        if option in ("--host", "--port") or (word == "--http" and _ADDRESS.fullmatch(following)):
            raise UsageError(f"`wae mcp` does not listen by {option}", hint=f"Write {_LISTEN}")
        if word == "--http" and "://" not in following:
            terminal.line(
                f"wae: --http lets the app send requests to anywhere; to serve over HTTP: {_LISTEN}"
            )


def _address(text: str) -> tuple[str, int]:
    """The host and the port in `[HOST:]PORT`. Raises UsageError."""
    host, colon, port = text.rpartition(":")
    if not _ADDRESS.fullmatch(text) or (colon and not host) or int(port) > _LAST_PORT:
        raise UsageError(
            f"--listen {text} is no address: it is not [HOST:]PORT",
            hint="For example: --listen 8080, or --listen '[::1]:8080'",
        )
    return host.removeprefix("[").removesuffix("]") or "127.0.0.1", int(port)
