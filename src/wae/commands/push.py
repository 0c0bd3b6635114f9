"""``wae push APP.wasm|DIR REF``: a component, or a contract, into a registry."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable
from pathlib import Path

from wae.commands import published
from wae.commands.arguments import Parser
from wae.commands.transfer import Bar
from wae.compose.changes import BREAKING, Change, Surface, changes
from wae.errors import UsageError
from wae.registry.client import Registry
from wae.registry.errors import NoArtifact, RegistryError
from wae.registry.exchange import pull, push, registry_of
from wae.registry.layout import TITLE, VERSION, Artifact, artifact, digest
from wae.registry.reference import LATEST, Reference, parse
from wae.registry.versions import is_version, predecessor, tag_of
from wae.runtime import terminal

HELP = """\
Usage: wae push [OPTION]... APP.wasm|DIR REF

Publishes a component to an OCI registry, in the CNCF's layout for wasm, which
other tools and wasmCloud hosts can pull, too. REF is HOST[:PORT]/NAME[:TAG]; the
tag defaults to `latest`. The same component always has the same digest.

A folder of WIT files is published as the WIT package that it holds, for `wae add`,
`wkg` and others; its tag is the package's version.

A version such as 1.2.0 must not break callers of its newest predecessor on the
same track, and is never replaced. Any other tag moves, but must not break
callers of what it names now.

Credentials are docker's: in $DOCKER_CONFIG/config.json, in
~/.docker/config.json, or from the helper named there.

Options:
  --force     Push even if that breaks callers or replaces a version.
  --insecure  Use a registry on this machine without TLS.
  --json      Report as JSON on stdout.
  -h, --help  Show this message and exit.

Exits with 4 if the registry requires a login, or denies access.

Examples:
  wae push app.wasm registry.example/team/app:1.2.0
  wae push --insecure app.wasm localhost:5000/app
  wae push wit/currency registry.example/bank/currency
"""

_MOST_LISTED = 3

Contract = Callable[[bytes, str], Surface]
"""What callers have of some bytes; the text says whose they are."""


def main(arguments: list[str], *, debug: bool) -> int:
    """Publishes, and prints the reference by digest; returns 0. Raises :class:`WaeError`."""
    options = _parse(arguments)
    reference, wasm, made, contract = _published(Path(options.app), parse(options.reference))
    registry = registry_of(reference, os.environ, push=True, insecure=options.insecure)
    compared = "" if options.force else _check(registry, reference, made, wasm, contract)
    is_new = push(registry, reference, made, wasm, Bar(f"Pushing {reference.title}"))
    pushed = reference.at(made.digest)
    if not is_new:
        terminal.line(f"{reference.registry} had the component already")
    if options.json:
        print(json.dumps(_document(reference, made, compared), indent=2))
    else:
        print(pushed)
    return 0


def _published(place: Path, reference: Reference) -> tuple[Reference, bytes, Artifact, Contract]:
    """What is published as what: a component, or the WIT package in a folder."""
    from wae.build.against import contract_of

    if place.is_dir():
        return _package(place, reference)
    if not reference.tag and not reference.digest:
        reference = reference.tagged(LATEST)
    wasm = published.read(place)
    return reference, wasm, published.as_published(wasm), contract_of


def _package(folder: Path, reference: Reference) -> tuple[Reference, bytes, Artifact, Contract]:
    """Raises UsageError where the tag is another version than the package's."""
    from wae.build.against import contract_of_package
    from wae.build.wit_package import encode

    package, wasm = encode(folder)
    if not package.version:
        raise UsageError(
            f"{package.identity} in {folder} has no version", hint="Give it one: package NAME@0.1.0"
        )
    if not reference.tag and not reference.digest:
        reference = reference.tagged(tag_of(package.version))
    if is_version(reference.tag) and reference.tag != tag_of(package.version):
        raise UsageError(
            f"{folder} holds {package.identity}, which is not version {reference.tag}",
            hint="Leave out the tag: it is the package's version then",
        )
    made = artifact(wasm, {TITLE: package.name, VERSION: package.version})
    return reference, wasm, made, contract_of_package


def _check(
    registry: Registry, reference: Reference, made: Artifact, wasm: bytes, contract: Contract
) -> str:
    """The tag whose callers were looked after. Raises :class:`RegistryError` if they break, or if
    a version would be replaced."""
    if not reference.tag:
        return ""
    tags = registry.tags()
    if is_version(reference.tag) and reference.tag in tags:
        there = digest(registry.manifest(reference))
        if there != made.digest:
            raise RegistryError(
                f"{reference} is published already, as {there}",
                hint="Publish another version, or replace this one with --force",
            )
    before = predecessor(reference.tag, tags)
    if not before:
        return ""
    older = reference.tagged(before)
    try:
        old = pull(registry, older).wasm
    except NoArtifact:  # it was deleted just now
        return ""
    broken = [
        change
        for change in changes(contract(old, str(older)), contract(wasm, "the component"))
        if change.kind == BREAKING
    ]
    if broken:
        raise RegistryError(
            f"{reference} would break callers of {before}: {_listed(broken)}",
            hint="Publish it on another track, as 2.0.0 after 1.9.0, or with --force",
        )
    return before


def _listed(broken: list[Change]) -> str:
    named = [f"{change.title} {change.detail}".strip() for change in broken[:_MOST_LISTED]]
    more = len(broken) - len(named)
    return "; ".join([*named, *([f"and {more} more"] if more else [])])


def _document(reference: Reference, made: Artifact, compared: str) -> dict[str, object]:
    return {
        "reference": str(reference.at(made.digest)),
        "tag": reference.tag or None,
        "digest": made.digest,
        "component": made.layer.digest,
        "size": made.layer.size,
        "compared": compared or None,
    }


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = Parser("wae push", HELP)
    parser.add_argument("app")
    parser.add_argument("reference")
    parser.add_argument("--force", action="store_true")
    parser.add_argument("--insecure", action="store_true")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args(arguments)
