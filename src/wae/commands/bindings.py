"""``wae bindings [DIR]``: what editors, type checkers and tests need of each component."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from wae.build.author import FOLDER, author_files, write_author_files
from wae.build.components import Components
from wae.build.inputs import read_inputs
from wae.commands.arguments import Parser
from wae.harmless import one_line
from wae.manifest import load_manifest

HELP = """\
Usage: wae bindings [DIR]

Writes the modules that editors, mypy, pyright and tests need to the folder .wae
of each Python component of DIR/wae.toml (default: the current directory): the
bindings of its world, and the packages that it depends on. Git ignores it.
`wae test` and `wae watch` do it, too. To have it found, write in the component's
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
    folder = Path(options.folder)
    file = folder if folder.suffix == ".toml" else folder / "wae.toml"
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
    parser.add_argument("folder", nargs="?", default=".")
    return parser.parse_args(arguments)
