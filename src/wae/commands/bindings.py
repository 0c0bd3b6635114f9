"""``wae bindings [DIR]``: what editors, type checkers and tests need of each component."""

from __future__ import annotations

import argparse
import sys

from wae.build.author import FOLDER, author_files, write_author_files
from wae.build.components import Components
from wae.build.inputs import read_inputs
from wae.commands.arguments import Parser
from wae.harmless import one_line
from wae.manifest import load_manifest
from wae.manifest.finding import manifest_file

HELP = """\
Usage: wae bindings [DIR]

Writes what editors, mypy, pyright and tests need into the folder .wae of each
Python component in DIR/wae.toml (default: the nearest, here or above): the
bindings of its world, and its dependencies. Git ignores the folder. `wae test` and
`wae watch` also write it. To point type checkers at it, add to the component's
pyproject.toml:

    [tool.mypy]
    mypy_path = [".", ".wae/bindings", ".wae/packages"]

    [tool.pyright]
    extraPaths = [".", ".wae/bindings", ".wae/packages"]

Options:
  -h, --help  Show this message and exit.

Examples:
  wae bindings
  wae bindings apps/shop
"""


def main(arguments: list[str], *, debug: bool) -> int:
    """Writes what changed; returns 0. Raises :class:`wae.errors.WaeError`."""
    options = _parse(arguments)
    file = manifest_file(options.folder)
    made = Components(load_manifest(file))
    for entry in made.manifest.components.values():
        if entry.source is None or entry.build is not None:
            continue
        inputs = read_inputs(made, entry)
        is_new = write_author_files(entry.source, author_files(inputs, inputs.world()))
        state = "written" if is_new else "unchanged"
        print(
            f"  {entry.name:<12} {one_line(str(entry.source / FOLDER))}  {state}", file=sys.stderr
        )
    return 0


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = Parser("wae bindings", HELP)
    parser.add_argument("folder", nargs="?")
    return parser.parse_args(arguments)
