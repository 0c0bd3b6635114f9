"""`wae NAME FUNCTION …`: an installed tool, with commands that its contract makes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

from wae.contract.docs import summary
from wae.contract.model import Function
from wae.errors import AppError, UsageError, WaeError
from wae.faces.loaded_app import contract_of
from wae.faces.sandbox import ResultError, Sandbox
from wae.harmless import harmless
from wae.installed import lock
from wae.installed.app import InstalledTool
from wae.runtime import background, cache, cache_directory, exports, terminal
from wae.runtime.engine import Engine
from wae.runtime.run import Invocation, run
from wae.tools.command import Command, Failed, commands
from wae.tools.results import Screen
from wae.tools.table import PLAIN

_WIDTH = 80


def main(name: str, arguments: list[str]) -> int | None:
    """Runs a command of the tool; returns its exit code, None if no such tool is installed.

    Raises :class:`wae.errors.WaeError`.
    """
    tool = lock.read(os.environ).get(name)
    if tool is None:
        return None
    where = cache_directory.path(os.environ)
    app = InstalledTool(tool, os.environ, where)
    contract = contract_of(app, where).without_entries()
    by_name = {each.name: each for each in commands(contract, f"wae {name}")}
    if not by_name and _has_command(app, where):
        return _run(app, arguments, where)
    word = arguments[0] if arguments else "--help"
    if word in ("-h", "--help") or (word == "help" and word not in by_name):
        print(harmless(_help(name, tool.reference, by_name)), end="")
        return 0
    if word not in by_name:
        raise _unknown(name, word, by_name)
    is_tty = os.isatty(1)
    columns = shutil.get_terminal_size((_WIDTH, 24)).columns if is_tty else _WIDTH
    done = by_name[word].run(arguments[1:], caller(app, where), Screen(is_tty, columns, PLAIN))
    print(done.output, end="")
    if done.problem:
        terminal.line(f"wae: {done.problem}")
    return done.code


def known(name: str) -> list[Command]:
    """The commands of an installed tool; none where it is damaged: who runs it is told."""
    tool, where = lock.read(os.environ).get(name), cache_directory.path(os.environ)
    if tool is None:
        return []
    try:
        contract = contract_of(InstalledTool(tool, os.environ, where), where).without_entries()
        return commands(contract, f"wae {name}")
    except WaeError:
        return []


def caller(app: InstalledTool, where: str) -> Any:
    """What calls a function of a tool, in a sandbox for that call alone."""

    def call(function: Function, values: Sequence[Any]) -> Any:
        engine, granted = Engine(), app.granted()
        component = cache.component(granted.app, engine, where)
        given = granted.surroundings(os.environ)

        def work() -> Any:
            sandbox = Sandbox(engine, component, given)
            try:
                return sandbox.call(function, values)
            finally:
                sandbox.close()

        try:
            return background.call(work)
        except ResultError as error:
            raise Failed(error.value) from None

    return call


def _has_command(app: InstalledTool, where: str) -> bool:
    try:
        exports.check_command(app, where)
    except AppError:
        return False
    return True


def _run(app: InstalledTool, arguments: list[str], where: str) -> int:
    """A tool with a command line of its own, and nothing else."""
    engine, granted = Engine(), app.granted()
    component = cache.component(granted.app, engine, where)
    given = granted.surroundings(os.environ)
    return run(engine, component, Invocation(given, app.name, None), arguments, debug=False)


def _help(name: str, reference: str, known: dict[str, Command]) -> str:
    lines = [f"Usage: wae {name} COMMAND [OPTIONS]", ""]
    lines += ["Commands:"] if known else ["No function of it takes and returns plain values."]
    width = max(map(len, known), default=0)
    for word, command in known.items():
        lines.append(f"  {word:<{width}}  {summary(command.doc)}".rstrip())
    lines += ["", f"Installed from {reference}; `wae list` shows what it may use."]
    return "\n".join(lines) + "\n"


def _unknown(name: str, word: str, known: dict[str, Command]) -> UsageError:
    near = get_close_matches(word, known, 1)
    hint = f"Did you mean `wae {name} {near[0]}`?" if near else f"See wae {name} --help"
    return UsageError(f"{name} has no command {word}", hint=hint)
