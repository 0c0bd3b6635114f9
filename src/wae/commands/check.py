"""``wae check [DIR] [--against OLD]``: what is wrong with an app, before anything is built."""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

from wae.build.against import (
    MANIFEST,
    all_interfaces,
    contracts_at,
    is_wit_folder,
    own_exports,
)
from wae.build.check import check_app
from wae.build.components import Components
from wae.commands.arguments import Parser
from wae.compose.changes import ADDITION, BREAKING, SAME, Change, changes
from wae.errors import WaeError
from wae.harmless import harmless
from wae.manifest import load_manifest
from wae.runtime import terminal

HELP = """\
Usage: wae check [DIR] [--against OLD] [--json]

Checks the app in DIR/wae.toml (default: the current directory): how its
components fit together, what each is granted, whether their classes are those
of their worlds. Nothing is built; WIT and sources are enough. Every problem is
told, with its place. `wae build` does the same first.

Options:
  --against OLD  Compare with an older contract: that of a .wasm, of an app's
                 folder, or of a folder of WIT files. Says for each function
                 whether it is the same, an addition, or breaking: callers built
                 against the old one no longer fit. DIR may then be any of these,
                 too.
  --json         Report as JSON on stdout.
  -h, --help     Show this message and exit.

Ends with 1 if there are problems or breaking changes.

Examples:
  wae check
  wae check apps/shop --against shop-1.2.0.wasm
  wae check wit --against ../released/wit
"""

_PLACE = re.compile(r"(?P<file>[^\n:]+):(?P<line>\d+)(?::(?P<column>\d+))?: ")


def main(arguments: list[str], *, debug: bool) -> int:
    """Prints what was found; returns 1 if something is wrong. Raises :class:`WaeError`."""
    options = _parse(arguments)
    place, old = Path(options.place), options.against and Path(options.against)
    problems: list[WaeError] = []
    found: list[Change] = []
    if old is None or place.suffix == ".toml" or (place / MANIFEST).is_file():
        problems, found = _app(place if place.is_file() else place / MANIFEST, old)
    else:
        found = changes(contracts_at(old), contracts_at(place))
    if options.json:
        print(json.dumps(_document(problems, found, compared=old is not None), indent=2))
    else:
        _tell(problems, found, compared=old is not None)
    is_breaking = any(change.kind == BREAKING for change in found)
    return 1 if problems or is_breaking else 0


def _app(file: Path, old: Path | None) -> tuple[list[WaeError], list[Change]]:
    made = Components(load_manifest(file))
    checked = check_app(made)
    if checked.problems or old is None:
        return checked.problems, []
    now = all_interfaces(made.all_contracts()) if is_wit_folder(old) else own_exports(checked)
    return [], changes(contracts_at(old), now)


def _tell(problems: list[WaeError], found: list[Change], *, compared: bool) -> None:
    for problem in problems:
        terminal.line(problem.line())
    for change in sorted(found, key=lambda change: (BREAKING, ADDITION, SAME).index(change.kind)):
        detail = f": {change.detail}" if change.detail else ""
        print(harmless(f"{change.kind:<9} {_title(change)}{detail}"))
    if compared and not problems:
        print(_summary(found))


def _title(change: Change) -> str:
    return f"{change.interface}.{change.name}" if change.name else change.interface


def _summary(found: list[Change]) -> str:
    kinds = [change.kind for change in found]
    counts = ", ".join(f"{kinds.count(kind)} {kind}" for kind in (BREAKING, ADDITION, SAME))
    if BREAKING in kinds:
        return f"{counts}: callers of the old contract no longer fit"
    return f"{counts}: callers of the old contract still fit"


def _document(problems: list[WaeError], found: list[Change], *, compared: bool) -> object:
    document: dict[str, object] = {"problems": [_problem(problem) for problem in problems]}
    if compared:
        document["changes"] = [
            {
                "kind": change.kind,
                "interface": change.interface,
                "function": change.name or None,
                "detail": change.detail or None,
            }
            for change in found
        ]
    return document


def _problem(problem: WaeError) -> dict[str, object]:
    match = _PLACE.match(problem.message)
    return {
        "message": problem.message[match.end() :] if match else problem.message,
        "hint": problem.hint or None,
        "file": match["file"] if match else None,
        "line": int(match["line"]) if match else None,
        "column": int(match["column"]) if match and match["column"] else None,
    }


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = Parser("wae check", HELP)
    parser.add_argument("place", nargs="?", default=".")
    parser.add_argument("--against")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args(arguments)
