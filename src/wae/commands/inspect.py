"""``wae inspect APP.wasm``: what an app is made of, and what each part of it may do."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from wae.binary.reader import BinaryError
from wae.commands.arguments import Parser
from wae.errors import AppError
from wae.harmless import harmless
from wae.inspect.diff import diff_apps, diff_json, diff_text
from wae.inspect.formats import as_json
from wae.inspect.picture import draw
from wae.inspect.report import AppReport, inspect_app
from wae.inspect.text import as_text
from wae.inspect.wac import as_wac
from wae.installed import place
from wae.installed.app import InstalledTool, find_app
from wae.runtime import cache_directory
from wae.runtime.app import TOOLBOX, toolbox

T = TypeVar("T")

HELP = """\
Usage: wae inspect APP.wasm [--json | --svg | --wac]
       wae inspect --diff OLD.wasm NEW.wasm [--json]

Shows every component instance of an app and the capabilities that it holds.
Reads the app's bytes alone: it neither runs nor validates them; runtimes do, and
`wae build` did. `toolbox` is the packaged app, NAME an installed tool with what
it was granted.

Options:
  --json           Print the whole report as JSON.
  --svg            Print a picture.
  --wac            Print the wiring as text that can be compared.
  --diff OLD.wasm  Show only what NEW.wasm may do that OLD.wasm could not (these
                   lines come first, marked "!"), what it no longer may, and
                   components whose code changed.
  -h, --help       Show this message and exit.

Examples:
  wae inspect toolbox
  wae inspect app.wasm --json | jq '.instances[] | {name, capabilities}'
  wae inspect --diff old.wasm new.wasm
  wae inspect app.wasm --svg > app.svg
  wae inspect app.wasm --wac | diff wiring.txt -
"""


def main(arguments: list[str], *, debug: bool) -> int:
    """Prints what was asked for and returns 0. Raises :class:`wae.errors.WaeError`."""
    options = _parse(arguments)
    if options.diff:
        print(
            harmless(_difference(_report(options.diff), _report(options.app), options.json)), end=""
        )
    elif options.svg:
        print(draw(_report(options.app)), end="")
    elif options.wac:
        print(_read(options.app, as_wac))
    elif options.json:
        print(json.dumps(as_json(_report(options.app)), indent=2))
    else:
        print(harmless(as_text(_report(options.app))))
    return 0


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = Parser("wae inspect", HELP)
    parser.add_argument("app")
    parser.add_argument("--json", action="store_true")
    kinds = parser.add_mutually_exclusive_group()
    kinds.add_argument("--diff")
    kinds.add_argument("--svg", action="store_true")
    kinds.add_argument("--wac", action="store_true")
    return parser.parse_args(arguments)


def _report(file: str) -> AppReport:
    return _read(file, inspect_app)


def _read(file: str, read: Callable[[bytes, str], T]) -> T:
    """What is ``read`` of the bytes of an app and its name."""
    try:
        return read(_bytes(file), Path(file).stem)
    except OSError as error:
        raise AppError(f"cannot read the app {file}: {error.strerror}") from error
    except BinaryError as error:
        raise AppError(f"cannot inspect {file}: {error.message}") from error


def _bytes(file: str) -> bytes:
    where = cache_directory.path(os.environ)
    if file == TOOLBOX:
        return toolbox(where).read()
    app = find_app(file, where) if place.has(file, os.environ) else None
    if isinstance(app, InstalledTool):
        return app.granted().app.read()
    return Path(file).read_bytes()


def _difference(old: AppReport, new: AppReport, json_wanted: bool) -> str:
    changes = diff_apps(old, new)
    if json_wanted:
        return json.dumps(diff_json(changes), indent=2) + "\n"
    return diff_text(changes) + "\n"
