"""``wae test [DIR] [NAME]...``: the components' own tests, natively and in their sandboxes."""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterable
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

from wae.commands.arguments import Parser
from wae.distribution import install
from wae.errors import UsageError
from wae.manifest import ComponentEntry, Manifest, load_manifest
from wae.manifest.finding import manifest_file

HELP = """\
Usage: wae test [DIR] [NAME]... [OPTION]... [-- PYTEST-OPTION...]

Runs the tests of the components of DIR/wae.toml (default: the nearest, here or
above): those in each component's folder tests, or only of the components called
NAME. Each test runs twice: natively, in this Python, and against the
built component, sealed as the manifest says, in a fresh sandbox. Tests provide
what the component imports as Python objects.

    def test_convert(component: Component, imports: Imports) -> None:
        imports.client.send = lambda request: client.Response(200, ...)
        assert component.converter.convert("1", "EUR", "USD") == "1.08"

Options:
  --native          Run natively only.
  --sandbox         Run in the sandbox only.
  --with NAME=FILE  Test FILE, a component (.wasm), instead of NAME: in the sandbox.
  -h, --help        Show this message and exit.

Examples:
  wae test
  wae test apps/shop currency --native -- -k convert
  wae test --native -- --cov       Coverage, with the package pytest-cov.
  wae test --with currency=currency.wasm
"""

PLUGIN = "wae.testing.plugin"
_NO_TESTS = 5  # pytest's exit code


def main(arguments: list[str], *, debug: bool) -> int:
    """Runs pytest for each component; returns 1 if one fails. Raises WaeError."""
    split = arguments.index("--") if "--" in arguments else len(arguments)
    options, more = _parse(arguments[:split]), arguments[split + 1 :]
    if find_spec("pytest") is None:
        raise UsageError("pytest is not installed", hint=install("test"))
    file, names = _manifest(options.words)
    manifest = load_manifest(file)
    replacements = dict(map(_replacement, options.replacements))
    for name in (*names, *replacements):
        if name not in manifest.components:
            known = ", ".join(manifest.components)
            raise UsageError(f'{file} has no component "{name}"', hint=f"Components: {known}")
    chosen = [*_chosen(manifest, names or replacements)]
    if not chosen:
        raise UsageError(
            f"no component of {file} has a folder tests", hint="Write tests/test_NAME.py in one"
        )
    codes = []
    for entry, tests in chosen:
        command = _command(tests, file.parent, options.world, replacements.get(entry.name))
        codes.append(subprocess.run([*command, *more], cwd=tests.parent, check=False).returncode)
    return 1 if any(code not in (0, _NO_TESTS) for code in codes) else 0


def _manifest(words: list[str]) -> tuple[Path, list[str]]:
    """The app's manifest, and names of components: a word that is no folder of an app is one."""
    nearest = manifest_file()
    if words:
        named = manifest_file(words[0])
        if named.is_file() or named.suffix != ".toml" or "/" in words[0] or not nearest.is_file():
            return named, words[1:]
    return nearest, words


def _chosen(manifest: Manifest, names: Iterable[str]) -> Iterable[tuple[ComponentEntry, Path]]:
    """The components to be tested, each with its folder of tests."""
    wanted = {*names}
    for entry in manifest.components.values():
        tests = entry.source and entry.source.resolve() / "tests"
        if tests and tests.is_dir() and (not wanted or entry.name in wanted):
            yield entry, tests


def _command(tests: Path, app: Path, world: str, replacement: Path | None) -> list[str]:
    plugins = entry_points(group="pytest11")
    plugin = [] if any(each.value == PLUGIN for each in plugins) else ["-p", PLUGIN]
    instead = ["--wae-with", str(replacement.resolve())] if replacement else []
    options = ["--wae-app", str(app.resolve()), "--wae-world", world, *instead]
    return [sys.executable, "-P", "-m", "pytest", *plugin, str(tests), *options]


def _replacement(text: str) -> tuple[str, Path]:
    name, separator, path = text.partition("=")
    if not (name and separator and path):
        raise UsageError(
            f'--with "{text}" is not NAME=FILE',
            hint="For example: --with github=vendor/github.wasm",
        )
    return name, Path(path)


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = Parser("wae test", HELP)
    parser.add_argument("words", nargs="*")
    worlds = parser.add_mutually_exclusive_group()
    for world in ("native", "sandbox"):
        worlds.add_argument(f"--{world}", dest="world", action="store_const", const=world)
    parser.add_argument("--with", action="append", default=[], dest="replacements")
    parser.set_defaults(world="both")
    return parser.parse_args(arguments)
