"""``wae watch [DIR]``: what is saved is live at once."""

from __future__ import annotations

import argparse
import shlex
import tempfile
from pathlib import Path

from wae.commands.arguments import Parser
from wae.errors import UsageError
from wae.manifest.finding import manifest_file

HELP = """\
Usage: wae watch [DIR] [--serve PORT | --call 'FUNCTION [--PARAMETER VALUE]...' | --test]

Watches the app in DIR/wae.toml (default: the nearest, here or above) until
Ctrl-C. A saved Python file is live at once, in the running process; a changed
contract rebuilds only the components that use it. Problems are reported once,
and the last working app keeps answering.

Live components can read one more folder than the manifest grants: their sources.
Build, test and ship what `wae build` makes.

Options:
  --serve PORT  Serve the app on this port of 127.0.0.1, as `wae serve` does.
  --call CALL   Call a function after each change, as `wae call` does.
  --test        Run the components' tests natively after each change.
  -h, --help    Show this message and exit.

Examples:
  wae watch --call 'converter.convert --amount 100 --from EUR --to USD'
  wae watch apps/shop --serve 8000
"""


def main(arguments: list[str], *, debug: bool) -> int:
    """Watches until it is interrupted. Raises :class:`wae.errors.WaeError`."""
    options = _parse(arguments)
    file = manifest_file(options.folder)
    if not file.is_file():
        raise UsageError(f"there is no {file}", hint="wae watch DIR")
    from wae.watch.loop import Loop
    from wae.watch.showers import Calling, Nothing, Serving, Testing

    with tempfile.TemporaryDirectory(prefix="wae-live-") as scratch:
        place = Path(scratch)
        serving = Serving(place, options.serve) if options.serve is not None else None
        shower = (
            serving
            or (options.call and Calling(shlex.split(options.call)))
            or (Testing(file.parent) if options.test else Nothing())
        )
        try:
            Loop(file, place, shower, keeps_last=serving is not None).run()
        finally:
            if serving is not None:
                serving.stop()
    return 0


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = Parser("wae watch", HELP)
    parser.add_argument("folder", nargs="?")
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--serve", type=int)
    ways.add_argument("--call")
    ways.add_argument("--test", action="store_true")
    return parser.parse_args(arguments)
