"""``wae build [DIR] [-o OUT] [--json]``: the components of a manifest, composed into one app."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from pathlib import Path

from wae.build.app import AppBuild, build_app, write_app
from wae.build.command import CommandFailed
from wae.build.lock import write_lock
from wae.build.progress import Progress
from wae.commands.arguments import Parser
from wae.errors import UsageError
from wae.grants.answers import note_build
from wae.harmless import harmless, one_line
from wae.manifest import Manifest, load_manifest
from wae.manifest.finding import manifest_file
from wae.runtime import terminal

HELP = """\
Usage: wae build [DIR] [-o OUT] [--with NAME=FILE]... [--accept] [--json]

Builds the components in DIR/wae.toml (default: the nearest, here or above) and
composes them into one app. Only what changed is rebuilt.

Options:
  -o, --output OUT  The file to write (the app's name with .wasm, in DIR); - is
                    stdout.
  --with NAME=FILE  Use FILE, a component (.wasm), instead of NAME.
                    It gets what the manifest grants NAME, and nothing else,
                    and must export what NAME exports.
  --accept          Accept contracts and components that differ from wae.lock,
                    and update it.
  --json            Report as JSON on stdout.
  -h, --help        Show this message and exit.

Examples:
  wae build
  wae build apps/toolbox -o toolbox.wasm
  wae build --with github=vendor/github.wasm
  wae build --json | jq .sha256
"""

_STDOUT = "-"


def main(arguments: list[str], *, debug: bool) -> int:
    """Builds, writes the app and reports; returns 0. Raises :class:`wae.errors.WaeError`."""
    options = _parse(arguments)
    file = manifest_file(options.folder)
    manifest = load_manifest(file)
    for replacement in options.replacements:
        name, separator, path = replacement.partition("=")
        if not (name and separator and path):
            raise UsageError(
                f'--with "{replacement}" is not NAME=FILE',
                hint="For example: --with github=vendor/github.wasm",
            )
        manifest = manifest.replacing(name, Path(path))
    output = Path(options.output) if options.output else file.parent / f"{manifest.name}.wasm"
    build = _build(manifest, Progress(quiet=options.json), accept=options.accept)
    if options.output == _STDOUT:
        write_lock(file, build.lock)
        sys.stdout.buffer.write(build.binary)
    else:
        write_app(build, output)
    note_build(hashlib.sha256(build.binary).hexdigest(), str(file.resolve()), os.environ)
    if options.json:
        print(json.dumps(_report(build, output), indent=2))
    else:
        _tell(build, output)
    return 0


def _build(manifest: Manifest, progress: Progress, *, accept: bool) -> AppBuild:
    try:
        return build_app(manifest, progress, accept=accept)
    except CommandFailed as error:  # whose words say more than any line of ours
        if error.output:
            terminal.write(harmless(error.output + "\n").encode("utf-8", "replace"))
        raise


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = Parser("wae build", HELP)
    parser.add_argument("folder", nargs="?")
    parser.add_argument("-o", "--output")
    parser.add_argument("--with", action="append", default=[], dest="replacements")
    parser.add_argument("--accept", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    if options.json and options.output == _STDOUT:
        raise UsageError("--json does not go with --output -", hint="Write the app to a file")
    return options


def _report(build: AppBuild, output: Path) -> dict[str, object]:
    return {
        "app": build.manifest.name,
        "version": build.manifest.version,
        "output": str(output),
        "size": len(build.binary),
        "sha256": hashlib.sha256(build.binary).hexdigest(),
        "saved_by_sharing": build.saved,
        "components": [
            {
                "name": name,
                "size": len(built.binary),
                "cached": not built.seconds,
                "seconds": round(built.seconds, 1),
            }
            for name, built in build.components.items()
        ],
        "imports": list(build.plan.roots),
        "exports": list(build.plan.exports),
    }


def _tell(build: AppBuild, output: Path) -> None:
    for name, built in build.components.items():
        how = f"built in {built.seconds:.1f} s" if built.seconds else "unchanged"
        print(f"  {name:<12} {_megabytes(len(built.binary)):>8}  {how}", file=sys.stderr)
    for name, built in build.components.items():
        if built.unlinked:
            print(_unlinked(name, built.unlinked), file=sys.stderr)
    for name, built in build.components.items():
        if built.is_other:
            print(_other(name), file=sys.stderr)
    size, saved = _megabytes(len(build.binary)), _megabytes(build.saved)
    print(
        f"{one_line(str(output))}: {size}, {len(build.plan.instances)} instances "
        f"({saved} saved by sharing core modules)",
        file=sys.stderr,
    )


def _unlinked(name: str, reason: str) -> str:
    return (
        f'note: component "{name}" works, but starts slower than it could: its core modules cannot '
        f"be linked ({one_line(reason)})"
    )


def _other(name: str) -> str:
    return (
        f'note: component "{name}" is not the one in wae.lock: the same sources gave another, as '
        "other tools do, or such as never give the same. Accept it: wae build --accept"
    )


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
