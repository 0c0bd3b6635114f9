"""``wae deploy REF``: an app on the hosts of a wasmCloud cluster."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from wae.commands.deploy_options import parse_arguments, settings_of
from wae.commands.published import local
from wae.commands.transfer import Bar
from wae.deploy import state as states
from wae.deploy.bus import DEFAULT, connected
from wae.deploy.cluster import Cluster, Host
from wae.deploy.errors import DeployError, Unreachable
from wae.deploy.manifests import KINDS, manifest, secret_name
from wae.deploy.plan import lines, plan
from wae.deploy.rollout import Rollout, RolloutFailed, Served, stop_all
from wae.deploy.settings import Settings
from wae.deploy.state import Deployed
from wae.deploy.watching import Watch
from wae.deploy.workload import Workload
from wae.errors import UsageError
from wae.harmless import one_line
from wae.registry.exchange import Pulled, pull, registry_of
from wae.runtime import terminal

HELP = f"""\
Usage: wae deploy [OPTION]... [REF|DIR]

Runs an app on the hosts of a wasmCloud cluster. The app comes from an OCI
registry, as `wae push` puts it there; its tag is resolved to a digest first.
Options may stand in [deploy] of DIR/wae.toml (default: the nearest),
where `image` is the REF.

The app's bytes say what it gets: the variables that it reads and that are set,
the origins that its policies name, looking up names only with sockets. Each host
tries the new version under a private name before it gets a request; the old one
is stopped once the new one answers everywhere, and stays if anything fails.

Options:
  --app FILE          The app that REF names, as it was pushed: not pulled then.
  --host NAME         The name under which requests come: their Host header.
  --nats URL          The NATS server of the hosts ({DEFAULT}).
  --tls-ca FILE       Certificates of the authority of the NATS server.
  --tls-cert FILE     The certificate to show to it. With --tls-key this is mTLS,
  --tls-key FILE      which every server takes that is not on this machine.
  --group NAME        The hosts' group (default).
  --replicas NUMBER   How many hosts run it (default: all that can be heard).
  --env NAME          Give the app this variable. Without --env and --env-file
                      it gets all that it reads and that are set.
  --env-file FILE     Give it what it reads of the variables in FILE.
  --files DIR         A folder on each host: its files are served, read-only.
  --health PATH       What answers 200 when all is well (/healthz).
  --requests NUMBER   Requests at a time that each host must have room for (16).
  --pool NAME=NUMBER  What the hosts' pool has: core-instances, memories or tables
                      (1000 of each, unless the hosts are told otherwise).
  --warm I,CALLS      Keep I instances, each for CALLS calls: of WASI 0.3 only.
  --watch             Stay, and start it on hosts that come or come back.
  --dry-run           Show what would happen; start and stop nothing.
  --manifest KIND     Print what would be sent: wasmcloud or kubernetes. Asks no
                      host, and with --app no registry either.
  --status            Show where it runs; exits with 1 if that is not everywhere.
  --down              Stop it everywhere.
  --insecure          Use a registry on this machine without TLS.
  -h, --help          Show this message and exit.

Examples:
  wae deploy registry.example/team/app:1.2.0 --host app.example
  wae deploy registry.example/team/app:1.2.0 --host app.example --env GH_TOKEN --watch
  wae deploy --dry-run
  wae deploy registry.example/team/app:1.2.0 --app app.wasm --host app.example \\
    --manifest kubernetes
"""

_AGAIN = 1.0


def main(arguments: list[str], *, debug: bool) -> int:
    """Deploys, or does what was asked for instead; returns the exit code.

    Raises :class:`wae.errors.WaeError`.
    """
    parsed = parse_arguments(arguments, HELP, KINDS)
    settings = settings_of(parsed)
    if parsed.status:
        return asyncio.run(_status(settings))
    if parsed.down:
        return asyncio.run(_down(settings))
    made = plan(settings, _app(settings, parsed.component, parsed.manifest), os.environ)
    for line in lines(made):
        terminal.line(line)
    if parsed.manifest:
        _print_manifest(parsed.manifest, settings, made.workload)
        return 0
    if not settings.address.is_mutual and made.workload.values:
        terminal.line("wae: these settings are sent over NATS in plain text, without mTLS")
    if parsed.dry_run:
        return asyncio.run(_show(settings, made.workload))
    return asyncio.run(_deploy(settings, made.workload, stays=parsed.watch))


def _app(settings: Settings, file: str | None, manifest: str | None) -> Pulled:
    """The app: in a file, else out of its registry."""
    reference = settings.reference
    if file is not None:
        return local(Path(file), reference)
    if manifest and reference.digest:
        raise UsageError(
            f"--manifest needs the bytes of {reference} and does not fetch them",
            hint=f"Fetch them, then name the file: wae pull {reference.at(reference.digest)} "
            f"-o {reference.title}.wasm, then --app {reference.title}.wasm",
        )
    if manifest:
        terminal.line(
            f"wae: asking {reference.registry} what {reference} is; with --app FILE, nobody is"
        )
    registry = registry_of(reference, os.environ, insecure=settings.insecure)
    return pull(registry, reference, Bar(f"Pulling {reference.title}"))


def _print_manifest(kind: str, settings: Settings, workload: Workload) -> None:
    print(manifest(kind, workload, settings.group, settings.replicas))
    if kind == "kubernetes" and workload.values:
        names = ", ".join(sorted(workload.values))
        terminal.line(f"wae: the Secret {secret_name(workload)} has to have {names}")


async def _deploy(settings: Settings, workload: Workload, *, stays: bool) -> int:
    before = states.read(settings.key, os.environ)
    async with connected(settings.address) as bus:
        cluster = Cluster(bus, settings.group)
        chosen, leaving = await _chosen(cluster, settings, before)
        hosts = tuple(host.id for host in chosen)
        # Noted first: whatever ends this, the next time knows of it.
        ids = tuple(wid for wid in before.ids if wid != workload.id)
        both = (*hosts, *(host.id for host in leaving))
        states.write(settings.key, Deployed((*ids, workload.id), both), os.environ)
        rollout = Rollout(cluster, workload, settings.health, ids)
        try:
            done = await rollout.run(chosen)
        except RolloutFailed:
            states.write(settings.key, before, os.environ)
            raise
        await rollout.leave(leaving)
        states.write(settings.key, Deployed((workload.id,), hosts), os.environ)
        for served in done:
            _tell(served, workload)
    if stays:
        terminal.line("wae: watching for hosts (Ctrl-C ends it)")
        await _watch(settings, workload, chosen)
    return 0


async def _watch(settings: Settings, workload: Workload, serving: list[Host]) -> None:
    """Watches until something else is deployed; whenever NATS is lost, it is looked for again."""

    def planned() -> tuple[str, ...]:
        return states.read(settings.key, os.environ).ids

    def report(what: Served | RolloutFailed) -> None:
        _tell(what, workload)
        if isinstance(what, Served):
            states.add_host(settings.key, what.host.id, os.environ)

    is_lost = False
    while workload.id in planned():
        try:
            async with connected(settings.address) as bus:
                if is_lost:
                    terminal.line(f"wae: NATS at {settings.address.url} is back")
                is_lost = False
                cluster = Cluster(bus, settings.group)
                rollout = Rollout(cluster, workload, settings.health)
                watch = Watch(cluster, rollout, settings.replicas, report, planned)
                await watch.run(serving)
        except Unreachable as error:
            if not is_lost:
                terminal.line(error.line())
            is_lost = True
            await asyncio.sleep(_AGAIN)
    terminal.line(f"wae: {workload.id} should no longer run, and is not watched")


async def _chosen(
    cluster: Cluster, settings: Settings, before: Deployed
) -> tuple[list[Host], list[Host]]:
    """The hosts that are to run it: those that do already, then the others by their names; and
    those that are to run it no more."""
    answering = await cluster.hosts(before.hosts, settings.replicas)
    ordered = sorted(answering.values(), key=lambda h: (h.id not in before.hosts, h.name, h.id))
    number = settings.replicas or len(ordered)
    return ordered[:number], [host for host in ordered[number:] if host.id in before.hosts]


async def _show(settings: Settings, workload: Workload) -> int:
    before = states.read(settings.key, os.environ)
    async with connected(settings.address) as bus:
        cluster = Cluster(bus, settings.group)
        chosen, leaving = await _chosen(cluster, settings, before)
        for host in chosen:
            state = await cluster.state(host, workload.id)
            what = "has it already" if state.is_running else "would start it"
            print(one_line(f"{host.name} {what}"))
    for host in leaving:
        print(one_line(f"{host.name} would no longer run it"))
    for wid in before.ids:
        if wid != workload.id:
            print(one_line(f"{wid} would be stopped"))
    return 0


async def _status(settings: Settings) -> int:
    known = _known(settings)
    everywhere = True
    async with connected(settings.address) as bus:
        cluster = Cluster(bus, settings.group)
        answering = await cluster.hosts(known.hosts, len(known.hosts))
        for host in sorted(answering.values(), key=lambda host: (host.name, host.id)):
            for wid in known.ids:
                state = await cluster.state(host, wid)
                everywhere &= state.is_running or wid != known.ids[-1] or host.id not in known.hosts
                print(one_line(f"{host.name} {wid} {state}"))
    return 0 if everywhere else 1


async def _down(settings: Settings) -> int:
    known = _known(settings)
    async with connected(settings.address) as bus:
        cluster = Cluster(bus, settings.group)
        hosts = [*(await cluster.hosts(known.hosts, settings.replicas)).values()]
        await stop_all(cluster, hosts, known.ids)
    for host in sorted(hosts, key=lambda host: (host.name, host.id)):
        print(one_line(f"{host.name} runs {settings.name} no more"))
    states.write(settings.key, Deployed(), os.environ)
    return 0


def _known(settings: Settings) -> Deployed:
    known = states.read(settings.key, os.environ)
    if not known.ids:
        raise DeployError(
            f"nothing was deployed from here as {settings.name} on the group {settings.group} "
            f"of {settings.address.url}"
        )
    return known


def _tell(what: Served | RolloutFailed, workload: Workload) -> None:
    if isinstance(what, Served):
        how = "has it already" if what.seconds is None else f"serves it after {what.seconds:.1f} s"
        print(one_line(f"{what.host.name} {how}: {workload.id}"), flush=True)
    else:
        terminal.line(what.line())
