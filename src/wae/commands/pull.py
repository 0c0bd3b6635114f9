"""``wae pull REF``: a component out of a registry."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

from wae.atomic_write import write_atomically
from wae.commands.arguments import Parser
from wae.commands.transfer import Bar
from wae.errors import UsageError, WaeError
from wae.harmless import harmless
from wae.inspect.formats import as_json
from wae.inspect.report import inspect_app
from wae.inspect.text import as_text
from wae.registry.exchange import Pulled, pull, registry_of
from wae.registry.reference import parse

HELP = """\
Usage: wae pull [OPTION]... REF

Fetches a component from an OCI registry, checks every byte against its digest,
and shows what it may do, as `wae inspect` does. REF is
HOST[:PORT]/NAME[:TAG][@sha256:DIGEST]; the tag defaults to `latest`.

Credentials are docker's: in $DOCKER_CONFIG/config.json, in
~/.docker/config.json, or from the helper named there.

Options:
  -o, --output FILE  Where to write it (default: last part of NAME with .wasm).
  --insecure         Use a registry on this machine without TLS.
  --json             Report as JSON on stdout.
  -h, --help         Show this message and exit.

Exits with 4 if the registry requires a login, or denies access.

Examples:
  wae pull registry.example/team/dice:1.0.0
  wae pull registry.example/team/dice@sha256:3f78…f2bd -o dice.wasm
  wae pull --insecure localhost:5000/dice
"""


def main(arguments: list[str], *, debug: bool) -> int:
    """Writes the file and tells what it may do; returns 0. Raises :class:`WaeError`."""
    options = _parse(arguments)
    reference = parse(options.reference)
    file = Path(options.output or f"{reference.title}.wasm")
    registry = registry_of(reference, os.environ, insecure=options.insecure)
    pulled = pull(registry, reference, Bar(f"Pulling {reference.title}"))
    _write(file, pulled.wasm, is_named=options.output is not None)
    report = inspect_app(pulled.wasm, reference.title)
    if options.json:
        print(json.dumps(_document(file, pulled, as_json(report)), indent=2))
    else:
        print(harmless(f"{file}: {pulled.reference}\n\n{as_text(report)}"))
    return 0


def _write(file: Path, wasm: bytes, *, is_named: bool) -> None:
    try:
        if not is_named and file.exists() and file.read_bytes() != wasm:
            raise UsageError(f"{file} already exists", hint=f"To replace it: -o {file}")
        write_atomically(file, wasm)
    except OSError as error:
        raise WaeError(f"cannot write {file}: {error.strerror}") from None


def _document(file: Path, pulled: Pulled, report: dict[str, object]) -> dict[str, object]:
    return {
        "file": str(file),
        "reference": str(pulled.reference),
        "annotations": pulled.annotations,
        "app": report,
    }


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = Parser("wae pull", HELP)
    parser.add_argument("reference")
    parser.add_argument("-o", "--output")
    parser.add_argument("--insecure", action="store_true")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args(arguments)
