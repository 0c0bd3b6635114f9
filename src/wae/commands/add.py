"""``wae add PACKAGE[@VERSION] --oci REPOSITORY``: a contract from a registry into an app."""

from __future__ import annotations

import argparse
import json
import os

from wae.atomic_write import write_atomically
from wae.build.edit_contracts import with_contract
from wae.build.from_registry import Contracts
from wae.build.lock import ContractPin, read_lock, write_lock
from wae.build.tools import BuildError
from wae.commands.arguments import Parser
from wae.errors import UsageError
from wae.harmless import one_line
from wae.manifest import Manifest, load_manifest
from wae.manifest.contracts import PACKAGE, VERSION, read_repository
from wae.manifest.finding import manifest_file
from wae.manifest.reader import parse_manifest
from wae.manifest.text import read_text
from wae.registry.reference import Reference

HELP = """\
Usage: wae add [OPTION]... PACKAGE[@VERSION]

Adds a contract from an OCI registry to an app: fetches the WIT package, writes it
to [wit] in wae.toml, and pins it by its digest in wae.lock. From then on builds
need no network. Without VERSION it is the newest one.

A contract that is there already gets the other version, or place.

Options:
  --oci REPOSITORY  Where it is published: HOST[:PORT]/NAME. Needed for a contract
                    that [wit] does not have from a registry yet.
  --app DIR         The app: DIR/wae.toml (default: the nearest, here or above).
  --insecure        Use a registry on this machine without TLS.
  --json            Report as JSON on stdout.
  -h, --help        Show this message and exit.

Exits with 4 if the registry requires a login, or denies access.

Examples:
  wae add bank:currency@0.1.0 --oci registry.example/bank/currency
  wae add bank:currency
"""


def main(arguments: list[str], *, debug: bool) -> int:
    """Adds it and tells what it is; returns 0. Raises :class:`wae.errors.WaeError`."""
    options = _parse(arguments)
    name, version = _package(options.package)
    manifest = load_manifest(manifest_file(options.app))
    repository = _repository(options, name, manifest)
    contracts = Contracts(name, repository, os.environ, options.insecure)
    version = version or contracts.newest()
    lock = read_lock(manifest.file)
    pin = contracts.fetch(version, lock.contracts.get(name))
    _write(manifest, name, repository, version)
    write_lock(manifest.file, lock.with_contract(name, pin))
    if options.json:
        print(json.dumps(document(name, pin), indent=2))
    else:
        print(one_line(f"{name}@{version}: {pin.oci}"))
    return 0


def document(name: str, pin: ContractPin) -> dict[str, str]:
    """A contract and what pins it, as JSON."""
    return {"package": name, "version": pin.version, "reference": pin.oci, "sha256": pin.sha256}


def _write(manifest: Manifest, name: str, repository: Reference, version: str) -> None:
    """Changes the manifest, whole or not at all, if it can still be read then."""
    try:
        text = read_text(manifest.file)
        edited = with_contract(text, name, repository.name, version)
        parse_manifest(edited, manifest.file)
        if edited != text:
            write_atomically(manifest.file, edited.encode())
    except OSError as error:
        raise BuildError(f"{manifest.file} cannot be written: {error.strerror}") from None
    except BuildError as error:
        raise BuildError(f"{manifest.file}: {error.message}", hint=error.hint) from None


def _package(text: str) -> tuple[str, str]:
    """Name and version, which may be empty."""
    name, at, version = text.partition("@")
    if not PACKAGE.fullmatch(name) or (at and not VERSION.fullmatch(version)):
        raise UsageError(
            f"{text} is not a WIT package", hint="Write NAMESPACE:NAME, or NAMESPACE:NAME@0.1.0"
        )
    return name, version


def _repository(options: argparse.Namespace, name: str, manifest: Manifest) -> Reference:
    if options.oci:
        return read_repository(options.oci)
    entry = manifest.contracts.get(name)
    if entry is None or entry.repository is None:
        raise UsageError(
            f"{manifest.file} does not say from which registry {name} comes",
            hint="Name its place there: --oci HOST/NAME",
        )
    return entry.repository


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = Parser("wae add", HELP)
    parser.add_argument("package")
    parser.add_argument("--oci")
    parser.add_argument("--app")
    parser.add_argument("--insecure", action="store_true")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args(arguments)
