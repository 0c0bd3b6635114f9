"""``wae check [DIR] [--against OLD]``: what is wrong with an app, before anything is built."""

from __future__ import annotations

import argparse
import gc
import json
import re
from pathlib import Path

from wae.build.against import (
    all_interfaces,
    compare,
    is_wit_folder,
    surface_at,
    surface_of,
)
from wae.build.check import check_app
from wae.build.components import Components
from wae.commands.arguments import Parser
from wae.compose.changes import ADDITION, BREAKING, SAME, Change, Surface
from wae.errors import WaeError
from wae.harmless import harmless
from wae.manifest import load_manifest
from wae.manifest.finding import manifest_file
from wae.runtime import terminal

HELP = """\
Usage: wae check [DIR] [--against OLD] [--json]

Checks the app in DIR/wae.toml (default: the nearest, here or above): how its
components fit together, what each is granted, whether their classes match their
worlds. Builds nothing: WIT and sources are enough. Reports every problem, with
its place. `wae build` checks the same first.

Options:
  --against OLD  Compare with an older contract: a .wasm, an app's folder or a
                 folder of WIT files. Reports each function as the same, an
                 addition, or breaking: callers built against the old contract
                 would break. Also each import of an app (contracts, and WASI
                 interfaces that give authority), where an addition breaks
                 its runtime. DIR may then also be any of these.
  --json         Report as JSON on stdout.
  -h, --help     Show this message and exit.

Exits with 1 if there are problems or breaking changes.

Examples:
  wae check
  wae check apps/shop --against shop-1.2.0.wasm
  wae check wit --against ../released/wit
"""

_PLACE = re.compile(r"(?P<file>[^\n:]+):(?P<line>\d+)(?::(?P<column>\d+))?: ")


def main(arguments: list[str], *, debug: bool) -> int:
    """Prints what was found; returns 1 if something is wrong. Raises :class:`WaeError`."""
    options = _parse(arguments)
    collects = gc.isenabled()
    gc.disable()  # it would look at all that was read over and over: a quarter of the time
    try:
        return _run(options)
    finally:
        if collects:
            gc.enable()


def _run(options: argparse.Namespace) -> int:
    file, old = manifest_file(options.place), options.against and Path(options.against)
    problems: list[WaeError] = []
    contract_changes: list[Change] = []
    if old is None or file.is_file() or options.place == str(file):
        problems, contract_changes = _app(file, old)
    else:
        contract_changes = compare(surface_at(old), surface_at(file.parent))
    if options.json:
        print(json.dumps(_document(problems, contract_changes, compared=old is not None), indent=2))
    else:
        _tell(problems, contract_changes, compared=old is not None)
    is_breaking = any(change.kind == BREAKING for change in contract_changes)
    return 1 if problems or is_breaking else 0


def _app(file: Path, old: Path | None) -> tuple[list[WaeError], list[Change]]:
    made = Components(load_manifest(file))
    checked = check_app(made)
    if checked.problems or old is None:
        return checked.problems, []
    is_wit = is_wit_folder(old)
    now = Surface(all_interfaces(made.all_contracts())) if is_wit else surface_of(checked)
    return [], compare(surface_at(old), now)


def _tell(problems: list[WaeError], contract_changes: list[Change], *, compared: bool) -> None:
    for problem in problems:
        terminal.line(problem.line())
    for change in sorted(
        contract_changes, key=lambda change: (BREAKING, ADDITION, SAME).index(change.kind)
    ):
        detail = f": {change.detail}" if change.detail else ""
        print(harmless(f"{change.kind:<9} {_title(change)}{detail}"))
    if compared and not problems:
        print(_summary(contract_changes))


def _title(change: Change) -> str:
    return f"import {change.title}" if change.is_import else change.title


def _summary(contract_changes: list[Change]) -> str:
    kinds = [change.kind for change in contract_changes]
    counts = ", ".join(f"{kinds.count(kind)} {kind}" for kind in (BREAKING, ADDITION, SAME))
    breaking = [change for change in contract_changes if change.kind == BREAKING]
    if breaking and all(change.is_import for change in breaking):
        return f"{counts}: callers still work, but it needs more from its runtime"
    if breaking:
        return f"{counts}: callers of the old contract break"
    return f"{counts}: callers of the old contract still work"


def _document(
    problems: list[WaeError], contract_changes: list[Change], *, compared: bool
) -> object:
    document: dict[str, object] = {"problems": [_problem(problem) for problem in problems]}
    if compared:
        document["changes"] = [
            {
                "kind": change.kind,
                "interface": change.interface or None,
                "import": change.is_import,
                "function": change.name or None,
                "detail": change.detail or None,
            }
            for change in contract_changes
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
    parser.add_argument("place", nargs="?")
    parser.add_argument("--against")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args(arguments)
