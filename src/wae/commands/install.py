"""``wae install REF|FILE``: anybody's component as a tool of one's own."""

from __future__ import annotations

import argparse
import json
import os
from hashlib import sha256

from wae.cli import COMMANDS
from wae.commands.arguments import Parser
from wae.commands.tools import compiled, document, granted_text
from wae.commands.transfer import Bar
from wae.errors import UsageError
from wae.grants import options as grant_options
from wae.grants.model import Grants
from wae.harmless import harmless
from wae.inspect.report import inspect_app
from wae.inspect.text import as_text
from wae.installed import lock, names, source
from wae.installed.compose import type_of
from wae.installed.keys import read_key
from wae.installed.lock import Tool
from wae.installed.settle import INSTALLED, settle
from wae.installed.wants import check, wants
from wae.runtime import terminal

HELP = f"""\
Usage: wae install [OPTION]... REF|FILE

Installs a component, in any language, as a tool: `wae NAME FUNCTION` calls its
functions, with help, tables and --json. It comes from an OCI registry or a file,
and needs neither afterwards.

Shows what it may do, as `wae inspect` does, and asks once what to grant of that.
All else is denied in the bytes that run. A tool that imports wae:http
gets wae's own, limited to the origins that you name.

{grant_options.HELP}
Options:
  --name NAME          What to call it (default: the last part of REF, or FILE).
  --key NAME=ORIGIN    Have wae:http add the variable NAME as a Bearer token to
                       requests to ORIGIN, and to no other; the tool never sees
                       it. ORIGIN may be $NAME, the origin in that variable.
                       Repeat --key for more origins. HEADER:NAME=ORIGIN sends it
                       as it is, in that header: x-api-key:TOKEN=https://HOST.
  --insecure           Use a registry on this machine without TLS.
  --json               Report as JSON on stdout.
  -h, --help           Show this message and exit.

Examples:
  wae install registry.example/team/dice:1.0.0
  wae install ./dice.wasm --deny-rest
  wae install registry.example/team/weather:2 --http https://api.example.com
  wae install weather.wasm --key WEATHER_TOKEN=https://api.example.com
"""


def main(arguments: list[str], *, debug: bool) -> int:
    """Installs a tool; returns 0. Raises :class:`wae.errors.WaeError`."""
    given, arguments = grant_options.take(arguments, anywhere=True)
    options = _parse(arguments)
    keys = tuple(dict.fromkeys(map(read_key, options.key)))
    name = source.word_of(options.tool) if options.name is None else options.name
    names.check(name, COMMANDS)
    _check_free(name)
    offered = source.find(
        options.tool, os.environ, Bar(f"Pulling {options.tool}"), insecure=options.insecure
    )
    type_of(offered.wasm, name)
    if not options.json:
        shown = as_text(inspect_app(offered.wasm, name))
        terminal.write(harmless(f"{shown}\n\n").encode())
    digest = sha256(offered.wasm).hexdigest()
    wanted = wants(offered.wasm, name, keys)
    check(offered.wasm, name, wanted, given, keys)
    granted, denied = settle(name, digest, wanted, given, Grants(), INSTALLED)
    tool = Tool(
        name,
        offered.reference,
        offered.digest,
        digest,
        tuple(grant_options.spell(granted)),
        tuple(grant_options.spell(denied)),
        keys,
    )
    compiled(tool, offered.wasm)
    with lock.changing(os.environ) as changes:
        if name in changes.tools:
            raise _taken(changes.tools[name])
        changes.put(tool, offered.wasm)
    if options.json:
        print(json.dumps(document(tool), indent=2))
    else:
        print(harmless(f"{name} is installed and may use {granted_text(tool)}: wae {name} --help"))
    return 0


def _check_free(name: str) -> None:
    tools = lock.read(os.environ)
    if name in tools:
        raise _taken(tools[name])


def _taken(tool: Tool) -> UsageError:
    return UsageError(
        f"{tool.name} is installed already, from {tool.reference}",
        hint=f"Choose another name with --name, or see wae upgrade {tool.name}",
    )


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = Parser("wae install", HELP)
    parser.add_argument("tool")
    parser.add_argument("--name")
    parser.add_argument("--key", action="append", default=[])
    parser.add_argument("--insecure", action="store_true")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args(arguments)
