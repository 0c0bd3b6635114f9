"""``wae inspect APP.wasm``: what an app is made of, and what each part of it may do."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from wae.binary.reader import BinaryError
from wae.commands.arguments import parse
from wae.errors import AppError
from wae.inspect.diff import diff_apps
from wae.inspect.formats import as_json, as_text
from wae.inspect.picture import draw
from wae.inspect.report import AppReport, inspect_app

EXAMPLES = """\
Everything is read from the bytes of the app; it is not run.

examples:
  wae inspect dist/toolbox.wasm
  wae inspect app.wasm --json | jq '.instances[] | {name, capabilities}'
  wae inspect --diff old.wasm new.wasm     what the new one may do that the old could not
  wae inspect app.wasm --svg > app.svg
"""


def main(arguments: list[str], *, debug: bool) -> int:
    """Prints what was asked for and returns 0. Raises :class:`wae.errors.WaeError`."""
    options = parse(_parser(), arguments)
    if options.diff:
        print(_difference(_report(options.diff), _report(options.app), options.json), end="")
    elif options.svg:
        print(draw(_report(options.app)), end="")
    elif options.json:
        print(json.dumps(as_json(_report(options.app)), indent=2))
    else:
        print(as_text(_report(options.app)))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="wae inspect",
        description="Shows every component instance of an app and the capabilities it holds.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("app", metavar="APP.wasm", help="any WebAssembly component")
    parser.add_argument("--json", action="store_true", help="the whole report as JSON")
    pictures = parser.add_mutually_exclusive_group()
    pictures.add_argument("--diff", metavar="OLD.wasm", help="only what changed since OLD.wasm")
    pictures.add_argument("--svg", action="store_true", help="a picture on stdout")
    return parser


def _report(file: str) -> AppReport:
    path = Path(file)
    try:
        return inspect_app(path.read_bytes(), path.stem)
    except OSError as error:
        raise AppError(f"cannot read the app {path}: {error.strerror}") from error
    except BinaryError as error:
        raise AppError(f"cannot inspect {path}: {error.message}") from error


def _difference(old: AppReport, new: AppReport, json_wanted: bool) -> str:
    changes = diff_apps(old, new)
    if json_wanted:
        return json.dumps([change.__dict__ for change in changes], indent=2) + "\n"
    if not changes:
        return "Nothing in what the app may do has changed.\n"
    return "".join(f"{change.line()}\n" for change in changes)
