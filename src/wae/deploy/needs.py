"""What a host has to give an app, read from the app's bytes alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wae.binary.versions import split
from wae.deploy.errors import DeployError
from wae.inspect.report import AppReport, InstanceReport

HANDLERS = {"wasi:http/incoming-handler": "incoming-handler", "wasi:http/handler": "handler"}
"""The exports by which wasmCloud serves an app, and what its host interface is called."""

# What every host gives every workload; `localResources` limits it.
_ALWAYS = ("wasi:cli", "wasi:clocks", "wasi:filesystem", "wasi:http", "wasi:io", "wasi:random")
_SOCKETS = "wasi:sockets"


@dataclass(frozen=True)
class Needs:
    """``handler``   how it is called: `incoming-handler` (WASI 0.2) or `handler` (0.3)
    ``variables``    that some instance may read; ``any_variable``: one may read all there are
    ``hosts``        entries of policies and gates; ``any_host``: some instance has neither
    ``interfaces``   of the host, beside those that every workload has, by package
    ``most_cores``   core instances with what engines add, and the rest, for each request
    """

    handler: str
    variables: tuple[str, ...]
    any_variable: bool
    hosts: tuple[str, ...]
    any_host: bool
    sockets: bool
    files: bool
    interfaces: dict[str, tuple[str, ...]]
    most_cores: int
    memories: int
    tables: int


def needs_of(report: AppReport) -> Needs:
    """What the app needs. Raises :class:`DeployError` for one that answers no requests."""
    rows = [i for i in report.instances if not i.is_limit and not i.wires_only]
    return Needs(
        handler=_handler(report),
        variables=_unique(name for row in rows for name in row.variables or ()),
        any_variable=any("environment" in i.capabilities and i.variables is None for i in rows),
        hosts=_unique(host for row in rows for host in _hosts(row) or ()),
        any_host=any("http" in row.capabilities and _hosts(row) is None for row in rows),
        sockets=any("sockets" in row.capabilities for row in rows),
        files=any("files" in row.capabilities for row in rows),
        interfaces=_interfaces(report.imports),
        most_cores=report.footprint.core_instances + report.adapters,
        memories=report.footprint.memories,
        tables=report.footprint.tables,
    )


def _handler(report: AppReport) -> str:
    names = {split(name)[0] for name in report.exports}
    for export, handler in HANDLERS.items():
        if export in names:
            return handler
    raise DeployError(
        f"{report.name} answers no requests: it exports neither {' nor '.join(HANDLERS)}",
        hint="`wae serve` serves the functions of any app, on one machine",
    )


def _hosts(row: InstanceReport) -> tuple[str, ...] | None:
    """The hosts to which an instance is limited; None for no limit."""
    if row.policy is not None:
        return row.policy.reached
    return row.origins


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names)))


def _interfaces(imports: Iterable[str]) -> dict[str, tuple[str, ...]]:
    wanted: dict[str, set[str]] = {}
    for package, interface in _parsed(imports):
        if package not in (*_ALWAYS, _SOCKETS):
            wanted.setdefault(package, set()).add(interface)
    return {package: tuple(sorted(wanted[package])) for package in sorted(wanted)}


def _parsed(imports: Iterable[str]) -> Iterator[tuple[str, str]]:
    for name in imports:
        package, slash, interface = split(name)[0].partition("/")
        if slash:
            yield package, interface
