"""``wae new NAME [--template T] [--into APP]``: a component that builds, tests and runs at once."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from wae.commands.arguments import Parser
from wae.errors import UsageError
from wae.harmless import one_line
from wae.kit.create import create_app, create_component
from wae.kit.names import Name, read_name
from wae.kit.templates import Template, filled, find_template
from wae.manifest.finding import manifest_file

HELP = """\
Usage: wae new NAME [--template TEMPLATE] [--into APP] [--json]

Creates the folder NAME: an app with a contract, a component that implements it,
and tests. It builds, tests and runs as is; nothing is downloaded.

NAME is lower-case words joined by -, or NAMESPACE:NAME to choose the contract's
package (default: my:NAME).

Templates:
  python      a component in Python (the default)
  http        one that sends requests to a web server, through wae:http
  javascript  a component in JavaScript: needs npm, and `npm install` once
  c           a component in C: needs zig
  app         a component in Python, and a command that uses it

Options:
  -t, --template TEMPLATE
               What to start from.
  --into APP   Add it to the app in this folder: APP/NAME, its contract, its
               table and its export in APP/wae.toml; with the template app,
               also the command.
  --json       Report as JSON on stdout.
  -h, --help   Show this message and exit.

Examples:
  wae new currency
  wae new bank:currency --template http
  wae new rates --template javascript --into shop
"""


def main(arguments: list[str], *, debug: bool) -> int:
    """Makes the folder and says how to go on; returns 0. Raises :class:`wae.errors.WaeError`."""
    options = _parse(arguments)
    template, name = find_template(options.template), read_name(options.name)
    if options.into is None:
        written = create_app(template, name, Path())
        folder = Path(name.name)
    else:
        file = manifest_file(options.into)
        written = create_component(template, name, file)
        folder = file.parent
    following = _following(template, name, folder, alone=options.into is None)
    if options.json:
        files = [str(path) for path in written]
        report = {"name": name.name, "package": name.package, "files": files, "next": following}
        print(json.dumps(report, indent=2))
        return 0
    print(f"{template.what}")
    print("".join(f"  {one_line(str(path))}\n" for path in written), end="")
    print("Next:")
    print("".join(f"  {one_line(line)}\n" for line in following), end="")
    return 0


def _following(template: Template, name: Name, folder: Path, *, alone: bool) -> list[str]:
    """The commands to try."""
    enter = [f"cd {folder}"] if folder != Path() else []
    install = [f"npm install --prefix {name.name}"] if "javascript" in template.layers else []
    example = filled(template.example, name.words) if alone else ""
    return [*enter, *install, "wae build", "wae test", *filter(None, [example])]


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = Parser("wae new", HELP)
    parser.add_argument("name", nargs="?")
    parser.add_argument("-t", "--template", default="python")
    parser.add_argument("--into")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    if options.name is None:
        raise UsageError("`wae new` needs a name", hint="For example: wae new currency")
    return options
