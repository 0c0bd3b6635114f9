"""``wae update [PACKAGE]``: the contracts that an app has from registries."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Mapping

from wae.build.from_registry import Contracts
from wae.build.lock import read_lock, write_lock
from wae.commands.add import document
from wae.commands.arguments import Parser
from wae.errors import UsageError
from wae.harmless import one_line
from wae.manifest import Manifest, load_manifest
from wae.manifest.contracts import ContractEntry
from wae.manifest.finding import manifest_file

HELP = """\
Usage: wae update [OPTION]... [PACKAGE]

Fetches one contract, or all, that [wit] in wae.toml has from registries, in the
versions named there, for builds without a network. What wae.lock pins must not
have changed; what it does not pin yet is pinned. `wae add` changes versions.

Options:
  --app DIR   The app: DIR/wae.toml (default: the nearest, here or above).
  --accept    Accept a version that is another package by now, and pin that.
  --insecure  Use a registry on this machine without TLS.
  --json      Report as JSON on stdout.
  -h, --help  Show this message and exit.

Exits with 4 if the registry requires a login, or denies access.

Examples:
  wae update
  wae update bank:currency
"""


def main(arguments: list[str], *, debug: bool) -> int:
    """Fetches and pins them; returns 0. Raises :class:`wae.errors.WaeError`."""
    options = _parse(arguments)
    manifest = load_manifest(manifest_file(options.app))
    lock = read_lock(manifest.file)
    pins = {}
    for name, entry in _wanted(manifest, options.package).items():
        assert entry.repository is not None
        contracts = Contracts(name, entry.repository, os.environ, options.insecure)
        known = None if options.accept else lock.contracts.get(name)
        pins[name] = contracts.fetch(entry.version, known)
        lock = lock.with_contract(name, pins[name])
    write_lock(manifest.file, lock)
    if options.json:
        print(json.dumps([document(name, pin) for name, pin in pins.items()], indent=2))
    else:
        for name, pin in pins.items():
            print(one_line(f"{name}@{pin.version}: {pin.oci}"))
    return 0


def _wanted(manifest: Manifest, package: str | None) -> Mapping[str, ContractEntry]:
    """The contracts from registries, or the named one. Raises UsageError where there is none."""
    known = {name: entry for name, entry in manifest.contracts.items() if entry.repository}
    if package is None and known:
        return known
    if package in known:
        return {package: known[package]}
    what = f"{package} from" if package else "no contract of"
    hint = f"It has {', '.join(known)}" if known else "Add one: wae add PACKAGE --oci HOST/NAME"
    verb = "does not have" if package else "names"
    raise UsageError(f"{manifest.file} {verb} {what} a registry", hint=hint)


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = Parser("wae update", HELP)
    parser.add_argument("package", nargs="?")
    parser.add_argument("--app")
    parser.add_argument("--accept", action="store_true")
    parser.add_argument("--insecure", action="store_true")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args(arguments)
