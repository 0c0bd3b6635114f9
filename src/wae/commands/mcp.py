"""``wae mcp APP.wasm``: an app's functions as tools for language models."""

from __future__ import annotations

import argparse
import os
import re
from contextlib import AsyncExitStack
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from wae.commands.arguments import Parser
from wae.commands.door import TOKEN, allowed_origins, checked_token, listen, rules
from wae.errors import UsageError, WaeError
from wae.grants import options as grant_options
from wae.runtime import cache_directory, terminal
from wae.runtime.app import TOOLBOX

if TYPE_CHECKING:
    from wae.contract.model import Contract
    from wae.faces.mcp.tools import Tool
    from wae.grants.granted import GrantedApp
    from wae.grants.model import Grants

HELP = f"""\
Usage: wae mcp [OPTION]... APP.wasm
       wae mcp [OPTION]... --all

Offers the functions of an app as tools over the Model Context Protocol, on
stdin and stdout, or over HTTP. Each call runs in a fresh sandbox and can do what
the app's composition allows, no more. Keys stay in the app's `settings` and
`http`: a model can neither see nor send one. `toolbox` is the packaged app.

{grant_options.HELP}
Options:
  --all                 Offer the toolbox and every tool that `wae install` installed,
                        each with what it was granted.
  --allow PATTERN       Offer only tools whose name matches, as in a shell.
  --deny PATTERN        Never offer these, even if allowed.
  --timeout SECONDS     Time limit per call (60).
  --longest CHARACTERS  What is longer is not passed on: the result says so, and how
                        to ask for less (80000, some 25,000 tokens).
  --list                Print the names of the tools that would be offered.
  --json                With --list: print what a client gets, as `tools/list` has it.
  --listen [HOST:]PORT  Serve any number of clients at http://HOST:PORT/mcp (HOST
                        defaults to 127.0.0.1; port 0 is any free one). An
                        address that others can reach needs a token in WAE_TOKEN.
  --cors ORIGIN         With --listen: let pages of this origin call, such as
                        https://app.example; repeatable. '*' is every page, and
                        goes with no token.
  -h, --help            Show this message and exit.

Examples:
  wae mcp toolbox
  wae mcp --all
  wae mcp toolbox --allow 'password_*' --deny '*_check'
  wae mcp toolbox --list
  wae mcp toolbox --listen 8080
  WAE_TOKEN=… wae mcp toolbox --listen 0.0.0.0:8080
"""

_LISTEN = "--listen [HOST:]PORT"
_ADDRESS = re.compile(r"((\[[0-9A-Za-z:.%]*\]|[^\[\]:/@]*):)?[0-9]{1,5}", re.ASCII)
_LAST_PORT = 65535
_EVERY = "wae"
"""What a server of all apps is called."""


def main(arguments: list[str], *, debug: bool) -> int:
    """Serves until the client leaves; returns 0. Raises :class:`wae.errors.WaeError`."""
    _check_listening(arguments)
    grants, arguments = grant_options.take(arguments, anywhere=True)
    options = _parse(arguments)
    address = _address(options.listen) if options.listen is not None else None
    # Taken out of the environment, so that no component of the app finds it there.
    token = checked_token(os.environ.pop(TOKEN, ""))
    origins = allowed_origins(options.cors, token)
    if options.all and not grants.is_default:
        raise UsageError(
            "--all offers each tool with what it was granted", hint="To give one more: wae upgrade"
        )
    offers = _offers(options, grants)
    if not any(offer.tools for offer in offers):
        raise WaeError("no tool is left to offer", hint="See wae mcp APP.wasm --list")
    if options.list and options.json:
        _check_package()
        from wae.faces.mcp.server import listed

        print(listed([tool for offer in offers for tool in offer.tools]))
    elif options.list:
        print("\n".join(tool.name for offer in offers for tool in offer.tools))
    else:
        _serve(options, address, token, origins, offers)
    return 0


class _Offer(NamedTuple):
    """An app, by the name under which it is found, and the tools of it that are offered."""

    app: str
    granted: GrantedApp
    contract: Contract
    tools: list[Tool]


def _offers(options: argparse.Namespace, grants: Grants) -> list[_Offer]:
    from wae.faces.left_out import left_out
    from wae.faces.loaded_app import callable_contract
    from wae.faces.mcp.powers import powers_of
    from wae.faces.mcp.tools import Choice, distinct, tools
    from wae.installed import lock
    from wae.installed.app import find_app, grant

    where = cache_directory.path(os.environ)
    choice = Choice(tuple(options.allow), tuple(options.deny))
    offers = []
    for name in [TOOLBOX, *lock.read(os.environ)] if options.all else [options.app]:
        app = find_app(name, where)
        contract = callable_contract(app, where)
        for line in left_out(contract):
            terminal.line(line)
        granted = grant(app, grants, os.environ, where)
        powers = powers_of(granted.app, contract, where)
        offers.append(_Offer(name, granted, contract, tools(contract, powers, choice)))
    named = distinct((offer.app, offer.tools) for offer in offers)
    return [offer._replace(tools=each) for offer, each in zip(offers, named, strict=True)]


def _serve(
    options: argparse.Namespace,
    address: tuple[str, int] | None,
    token: str | None,
    origins: frozenset[str],
    offers: list[_Offer],
) -> None:
    import asyncio  # which a list does without

    _check_package()
    from wae.faces.mcp import log
    from wae.faces.mcp.calls import CALLS, Calls
    from wae.faces.mcp.resources import resources
    from wae.faces.serving import journal
    from wae.faces.serving.workers.process import WorkerConfiguration
    from wae.faces.serving.workers.worker_pool import WorkerPool
    from wae.runtime.store import MEMORY

    log.begin()

    def calls_of(offer: _Offer) -> Calls:
        app, given = offer.granted.source, offer.granted.settled
        configuration = WorkerConfiguration(
            offer.app, app.sha256, given, options.timeout, MEMORY, 1, (), whole=True
        )
        worker_pool = WorkerPool(configuration, 1, CALLS, journal.noted)
        return Calls(offer.contract, worker_pool, options.timeout)

    apps = [(calls_of(offer), offer.tools) for offer in offers if offer.tools]
    name = _EVERY if options.all else offers[0].granted.source.name
    pages = [each for o in offers if o.tools for each in resources(o.app, o.contract, o.tools)]
    listening = listen(*address, token) if address else None

    async def serve() -> None:
        async with AsyncExitStack() as stack:
            for calls, _ in apps:
                await stack.enter_async_context(calls.ready())
            # What speaks the protocol is imported while the workers start.
            from wae.faces.mcp.results import CallResults
            from wae.faces.mcp.server import make_server

            server = make_server(name, apps, pages, CallResults(options.longest))
            if listening is None:
                from wae.faces.mcp.stdio import serve_stdio

                await serve_stdio(server)
                return
            from wae.faces.mcp.web import PATH, serve_http
            from wae.faces.serving.listening import is_loopback, url

            where, local = url(listening), is_loopback(listening)
            terminal.line(f"wae: offering {name} at {where}{PATH[1:]} (Ctrl-C ends it)")
            who = rules(token, where, origins, local=local)
            await serve_http(server, listening, who, options.timeout)

    asyncio.run(serve())


def _check_package() -> None:
    from importlib.util import find_spec

    if find_spec("mcp") is None:
        from wae.distribution import install

        raise WaeError(
            "`wae mcp` needs the package mcp, which is not installed",
            hint=install("mcp"),
        )


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = Parser("wae mcp", HELP)
    parser.add_argument("app", nargs="?")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--allow", action="append", default=[])
    parser.add_argument("--deny", action="append", default=[])
    parser.add_argument("--timeout", type=float, default=60.0)
    parser.add_argument("--longest", type=int, default=80_000)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--listen")
    parser.add_argument("--cors", action="append", default=[])
    options = parser.parse_args(arguments)
    if options.app is None and not options.all:
        raise UsageError("`wae mcp` needs the app's file", hint="For example: wae mcp toolbox")
    if options.app is not None and options.all:
        raise UsageError("--all takes no app", hint="See wae mcp --help")
    if options.json and not options.list:
        raise UsageError("--json goes with --list", hint="See wae mcp --help")
    if options.cors and options.listen is None:
        raise UsageError("--cors goes with --listen", hint="See wae mcp --help")
    if options.longest < 1:
        raise UsageError("--longest must be a number of characters, 1 or more")
    return options


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
            f"--listen {text} is not [HOST:]PORT",
            hint="For example: --listen 8080, or --listen '[::1]:8080'",
        )
    return host.removeprefix("[").removesuffix("]") or "127.0.0.1", int(port)
