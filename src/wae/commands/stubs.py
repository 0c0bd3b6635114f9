"""``wae stubs APP.wasm -o DIR``: type stubs for what ``wae.load`` gives."""

from __future__ import annotations

import argparse
from pathlib import Path

from wae.atomic_write import write_atomically
from wae.commands.arguments import Parser
from wae.errors import WaeError
from wae.faces.loaded_app import read_app
from wae.faces.stubs import module_name, stubs

HELP = """\
Usage: wae stubs APP.wasm [-o DIR]

Writes type stubs of an app's contract, NAME.pyi, for type checkers and editors:

    if TYPE_CHECKING:
        import toolbox
    app: "toolbox.App" = wae.load("toolbox.wasm")

Options:
  -o, --output DIR  The folder to write to (default: the current directory).
  -h, --help        Show this message and exit.

Examples:
  wae stubs app.wasm
  wae stubs toolbox -o typings
"""


def main(arguments: list[str], *, debug: bool) -> int:
    """Writes the file and returns 0. Raises :class:`wae.errors.WaeError`."""
    options = _parse(arguments)
    app, contract = read_app(options.app)
    name = app.name.removesuffix(".wasm")
    output = Path(options.output, f"{module_name(name)}.pyi")
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(output, stubs(name, contract.without_entries()).encode())
    except OSError as error:
        raise WaeError(f"{output} cannot be written: {error.strerror}") from error
    return 0


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = Parser("wae stubs", HELP)
    parser.add_argument("app")
    parser.add_argument("-o", "--output", default=".")
    return parser.parse_args(arguments)
