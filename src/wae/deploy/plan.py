"""What a deployment would give an app, before anybody is sent anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from wae.deploy import pool
from wae.deploy.allowed import ANY, allowed_hosts
from wae.deploy.errors import DeployError
from wae.deploy.needs import Needs, needs_of
from wae.deploy.settings import Settings
from wae.deploy.variables import Variables, choose
from wae.deploy.workload import Workload
from wae.inspect.report import inspect_app
from wae.registry.exchange import Pulled

_TOKEN = "WAE_TOKEN"


@dataclass(frozen=True)
class Plan:
    workload: Workload
    needs: Needs
    variables: Variables
    requests: int


def plan(settings: Settings, pulled: Pulled, environ: Mapping[str, str]) -> Plan:
    """The plan for an app as it came out of its registry.

    Raises :class:`DeployError` for an app that cannot be served so, UsageError for settings that do
    not fit it.
    """
    needs = needs_of(inspect_app(pulled.wasm, settings.name))
    if settings.warm is not None and needs.handler != "handler":
        raise DeployError(
            f"hosts keep no instances of {settings.name}, which exports no wasi:http/handler@0.3",
            hint="Deploy it without --warm",
        )
    if settings.files and not needs.files:
        raise DeployError(f"nothing in {settings.name} reads files, so --files would do nothing")
    pool.check(needs, settings.requests, settings.pool)
    variables = choose(needs, settings.variables, settings.file, environ)
    workload = Workload(
        settings.name,
        str(pulled.reference),
        settings.host,
        needs.handler,
        variables.values,
        allowed_hosts(needs, variables.values),
        lookups=needs.sockets,
        interfaces=needs.interfaces,
        folder=settings.files,
        warm=settings.warm,
    )
    return Plan(workload, needs, variables, settings.requests)


def lines(made: Plan) -> Iterator[str]:
    """The plan for people: names of settings, and never their values."""
    workload, needs = made.workload, made.needs
    yield f"{workload.id}: {workload.image}"
    yield f"  answers     {workload.host}, by wasi:http/{workload.handler}"
    yield f"  reads       {', '.join(sorted(workload.values)) or 'no variable'}"
    if made.variables.left_out:
        yield f"  left out    {', '.join(made.variables.left_out)}, which nothing in it reads"
    hosts = ", ".join(workload.allowed)
    yield f"  reaches     {'everything, by HTTP' if hosts == ANY else hosts or 'nothing by HTTP'}"
    if workload.lookups:
        yield "  looks up    any name: it holds sockets"
    if workload.interfaces:
        names = (f"{p}/{name}" for p, own in workload.interfaces.items() for name in own)
        yield f"  asks for    {', '.join(names)}"
    if workload.folder:
        yield f"  serves      files in {workload.folder} of each host, read-only"
    each = ", ".join(f"{number} {name}" for name, number in pool.taken(needs).items())
    yield f"  takes       {each.replace('-', ' ')} for each of {made.requests} concurrent requests"
    yield from _warnings(made)


def _warnings(made: Plan) -> Iterator[str]:
    needs, values = made.needs, made.workload.values
    if _TOKEN in needs.variables and not values.get(_TOKEN):
        others = " with these settings" if values else ""
        yield f"wae: without {_TOKEN}, anyone can call {made.workload.host}{others}"
    if needs.any_variable and not values:
        yield "wae: it may read any variable, so it gets only those of --env and --env-file"
