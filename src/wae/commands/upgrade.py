"""``wae upgrade``: newer versions of installed tools."""

from __future__ import annotations

import argparse
import json
import os
from hashlib import sha256

from wae.binary.value import replaced
from wae.build.against import contract_of
from wae.commands.arguments import Parser
from wae.commands.tools import compiled, document, granted_text
from wae.commands.transfer import Bar
from wae.compose.changes import BREAKING, changes
from wae.errors import Problems, UsageError, WaeError
from wae.grants import options as grant_options
from wae.grants.model import Grants
from wae.harmless import harmless
from wae.inspect.diff import diff_apps, diff_text
from wae.inspect.report import inspect_app
from wae.installed import lock, source
from wae.installed.app import InstalledTool
from wae.installed.forgotten import forget, kept_of
from wae.installed.lock import Tool
from wae.installed.settle import UPGRADED, settle
from wae.installed.source import Source
from wae.installed.wants import check, wants
from wae.registry.reference import parse
from wae.registry.versions import is_version
from wae.runtime import cache_directory, terminal

HELP = f"""\
Usage: wae upgrade [OPTION]... [NAME [REF|FILE]]

Upgrades one tool, or all: to the newest version on its track, to what its tag
names now, or to REF or FILE. It keeps what it was granted; only if it asks for
more are you asked, or need the options below.

Shows what it may do that the older one could not. Refuses a tool that would
break callers, and a version that is a different component by now.

{grant_options.HELP}
Options:
  --insecure  Use a registry on this machine without TLS.
  --json      Report as JSON on stdout.
  -h, --help  Show this message and exit.

Examples:
  wae upgrade
  wae upgrade dice
  wae upgrade dice registry.example/team/dice:2.0.0
  wae upgrade weather --http https://tiles.example.com
"""


def main(arguments: list[str], *, debug: bool) -> int:
    """Upgrades; returns 0. Raises :class:`wae.errors.WaeError`, after all that can be done."""
    given, arguments = grant_options.take(arguments, anywhere=True)
    options = _parse(arguments)
    installed = lock.read(os.environ)
    tools = [lock.find(options.name, os.environ)] if options.name else [*installed.values()]
    problems: list[WaeError] = []
    now: list[Tool] = []
    for tool in tools:
        try:
            now.append(_upgrade(tool, options, given))
        except WaeError as error:
            problems.append(error)
    if problems:
        raise problems[0] if len(problems) == 1 else Problems(problems)
    if options.json:
        print(json.dumps([document(tool) for tool in now], indent=2))
    return 0


def _upgrade(tool: Tool, options: argparse.Namespace, given: Grants) -> Tool:
    """What is installed then. Raises :class:`wae.errors.WaeError`."""
    newest = source.find(
        _wanted(tool, options),
        os.environ,
        Bar(f"Pulling {tool.name}"),
        insecure=options.insecure,
    )
    _check_version(tool, newest)
    digest = sha256(newest.wasm).hexdigest()
    if digest == tool.sha256 and given.is_nothing:
        terminal.line(f"{tool.name} is up to date")
        return _put(replaced(tool, reference=newest.reference, digest=newest.digest), newest)
    old = InstalledTool(tool, os.environ, cache_directory.path(os.environ)).read()
    _check_contract(tool, old, newest)
    if not options.json:
        reports = (inspect_app(wasm, tool.name) for wasm in (old, newest.wasm))
        changed = f"{tool.name}: {newest.reference}\n{diff_text(diff_apps(*reports))}\n"
        terminal.write(harmless(f"{changed}\n").encode())
    both = given.copy()
    both.add(tool.grants)
    wanted = wants(newest.wasm, tool.name, tool.keys)
    check(newest.wasm, tool.name, wanted, both, tool.keys)
    granted, denied = settle(tool.name, digest, wanted, both, tool.asked, UPGRADED)
    denied.add(tool.asked.without(tool.grants))
    newer = Tool(
        tool.name,
        newest.reference,
        newest.digest,
        digest,
        tuple(grant_options.spell(granted)),
        tuple(grant_options.spell(denied.without(granted))),
        tool.keys,
    )
    older = kept_of(tool, os.environ)
    compiled(newer, newest.wasm)
    _put(newer, newest)
    forget(tool, older - kept_of(newer, os.environ), os.environ)
    if not options.json:
        print(harmless(f"{newer.name} is upgraded and may use {granted_text(newer)}"))
    return newer


def _put(tool: Tool, newest: Source) -> Tool:
    with lock.changing(os.environ) as held:
        held.put(tool, newest.wasm)
    return tool


def _wanted(tool: Tool, options: argparse.Namespace) -> str:
    """The reference or file that is to be looked at."""
    if options.source:
        return str(options.source)
    if not tool.digest:
        return tool.reference
    return str(source.newest(parse(tool.reference), os.environ, insecure=options.insecure))


def _check_version(tool: Tool, newest: Source) -> None:
    """Raises WaeError where the registry has another component under the same version."""
    if not tool.digest or newest.reference != tool.reference or newest.digest == tool.digest:
        return
    if is_version(parse(tool.reference).tag):
        raise WaeError(
            f"{tool.reference} is {newest.digest} now, and was {tool.digest} when {tool.name} was "
            "installed: a version does not change",
            hint="Ask its publisher. To take it: "
            f"wae remove {tool.name}, then wae install {tool.reference}",
        )


def _check_contract(tool: Tool, old: bytes, newest: Source) -> None:
    before = contract_of(old, tool.name)
    broken = [
        f"{each.title} {each.detail}".strip()
        for each in changes(before, contract_of(newest.wasm, newest.reference))
        if each.kind == BREAKING
    ]
    if broken:
        raise UsageError(
            f"{newest.reference} is no newer {tool.name}: {'; '.join(broken[:3])}",
            hint=f"To take it: wae remove {tool.name}, then wae install {newest.reference}",
        )


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = Parser("wae upgrade", HELP)
    parser.add_argument("name", nargs="?")
    parser.add_argument("source", nargs="?")
    parser.add_argument("--insecure", action="store_true")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args(arguments)
