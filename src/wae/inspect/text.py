"""Reports for people: who may do what as a table, then what stands behind each row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from textwrap import wrap

from wae.compose.capabilities import ALWAYS, GRANTS, is_wasi
from wae.compose.generate.policy import Policy, is_policy
from wae.inspect.access import access
from wae.inspect.printable import printable
from wae.inspect.report import AppReport, InstanceReport

COLUMNS = (*GRANTS, *ALWAYS)
_WIDTH = 85


def as_text(report: AppReport) -> str:
    """The report, without a newline at its end.

    Generated stand-ins that hold nothing are only counted, and limits are told with the instance
    that they limit.
    """
    rows = [i for i in _tree(report, None) if not i.is_quiet]
    lines = [
        f"{printable(report.name)}: {_size(report.size)}, sha256:{report.sha256}",
        *_labelled([("imports", ", ".join(_imports(report)) or "nothing")]),
        *_labelled(_exports(report)),
        *_labelled([("takes", _footprint(report))]),
        "",
        *_table(rows, {instance.name: instance for instance in report.instances}),
        "",
        "some: within limits, see below; proved: whatever its code does; promised: by its code.",
        'asks: can ask an instance that holds it, or more of it than "some". ".": none of these.',
        "Read from the bytes, which were not validated.",
    ]
    limited = {i.name: _limited(report, i.name) for i in report.instances if i.is_limit}
    quiet = {i.name for i in report.instances if i.is_quiet}
    for instance in rows:
        facts = [*_bounds(instance), *_asks(instance, limited), *_contracts(instance, quiet)]
        lines += ["", _title(instance), *_labelled(facts)]
    lines += ["", *_rest(report, len(limited))]
    return "\n".join(lines).rstrip()


def _tree(report: AppReport, within: str | None) -> Iterator[InstanceReport]:
    """Consumers before their providers, and each before its parts."""
    for instance in reversed(report.instances):
        if instance.within == within:
            yield instance
            yield from _tree(report, instance.name)


def _limited(report: AppReport, limit: str) -> list[str]:
    return [i.name for i in report.instances if any(limit in who for who in i.givers.values())]


def _imports(report: AppReport) -> list[str]:
    others = [name for name in report.imports if not is_wasi(name)]
    return [f"WASI {', '.join(map(printable, report.wasi))}"] * bool(report.wasi) + [
        printable(name) for name in others
    ]


def _exports(report: AppReport) -> Iterator[tuple[str, str]]:
    yield from (("exports", line) for line in by_implementer(report) or ["none"])
    for one, other in report.confusable:
        yield "exports", f"{printable(one)} and {printable(other)}: a runtime may confuse the two"


def _footprint(report: AppReport) -> str:
    """What a host that keeps these in a pool has to have for each request that it answers."""
    own = report.footprint
    cores = _counted(own.core_instances, "core instance", "core instances")
    most = own.core_instances + report.adapters
    more = f" (up to {most} with what engines add)" if report.adapters else ""
    memories = _counted(own.memories, "memory", "memories")
    tables = _counted(own.tables, "table", "tables")
    return f"{cores}{more}, {memories}, {tables} per instance of the app"


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def by_implementer(report: AppReport) -> list[str]:
    """The exports in lines, those of the same instances together."""
    groups: dict[str, list[str]] = {}
    for name, export in report.exports.items():
        own = [origin.name for origin in export.origins if origin.name not in ("", name)]
        whom = _list(dict.fromkeys(origin.instance for origin in export.origins))
        whose = f" (its {_list(dict.fromkeys(own))})" if own else ""
        by = f" of {whom}{whose}" if export.origins else ", nothing to call"
        groups.setdefault(by, []).append(name)
    return [f"{_list(names)}{by}" for by, names in groups.items()]


def _table(rows: list[InstanceReport], instances: Mapping[str, InstanceReport]) -> list[str]:
    others = any(_unknown((*row.capabilities, *row.through)) for row in rows)
    table = [["", *COLUMNS, *(["other"] if others else [])]]
    for row in rows:
        cells = [access(row, capability, instances).cell for capability in COLUMNS]
        table.append([printable(row.name), *cells, *([_other(row)] if others else [])])
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return [
        "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in table
    ]


def _other(row: InstanceReport) -> str:
    return "holds" if _unknown(row.capabilities) else "asks" if _unknown(row.through) else "."


def _unknown(capabilities: Iterable[str]) -> list[str]:
    return [printable(name) for name in capabilities if name not in COLUMNS]


def _title(instance: InstanceReport) -> str:
    return f"{printable(instance.name)}: {_size(instance.size)}, sha256:{instance.sha256[:16]}..."


def _bounds(instance: InstanceReport) -> Iterator[tuple[str, str]]:
    if instance.wires_only:
        yield "parts", "it only wires its parts together: what it holds, they hold, or it hands on"
    if instance.variables is not None:
        yield "environment", f"only {_list(instance.variables)} (proved by its filter)"
    if instance.origins is not None:
        yield "http", f"only {_list(instance.origins)} (proved by its gate)"
    if instance.policy:
        hosts = _list(instance.policy.reached)
        yield "http", f"by its policy only {hosts} (promised: its own code has to keep to it)"
        yield from (("http", line) for line in _credential(instance.policy))
    elif any(is_policy(name) for name in instance.givers):
        yield "http", "its policy cannot be proved, so take it as any host"
    if unknown := _unknown(instance.capabilities):
        yield "other", f"{', '.join(unknown)}: what it allows is unknown"


def _asks(instance: InstanceReport, limited: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Whom it may ask for what, directly or not; what everybody has is left out.

    What a limit holds, is asked of the instances that it limits.
    """
    asks: dict[str, list[str]] = {}
    for capability, holders in instance.through.items():
        for holder in holders:
            for who in limited.get(holder, [holder]):
                if who != instance.name and capability not in ALWAYS:
                    asks.setdefault(who, []).append(capability)
    for who, capabilities in asks.items():
        yield "asks", f"{printable(who)} for {_list(capabilities)}"


def _contracts(instance: InstanceReport, quiet: set[str]) -> Iterator[tuple[str, str]]:
    """What it imports of other instances, by who gives it, and what it exports."""
    contracts: dict[tuple[str, ...], list[str]] = {}
    for name, givers in instance.givers.items():
        if not quiet.union({"root"}).issuperset(givers):
            contracts.setdefault(givers, []).append(name)
    for givers, names in contracts.items():
        yield "imports", f"{_list(names)} of {_list(givers)}"
    if instance.exports:
        yield "exports", _list(instance.exports)


def _credential(policy: Policy) -> Iterator[str]:
    if policy.anonymous_hosts:
        yield f"sends no credential to {_list(policy.anonymous_hosts)}"
    if policy.auth and policy.auth.bearer:
        yield f"sends them, as Bearer, the first that is set of {_list(policy.auth.bearer)}"
    elif policy.auth and policy.auth.user:
        user, password = _list(policy.auth.user), _list(policy.auth.password)
        whom = f"{policy.auth.login}, for a token," if policy.auth.login else "them, as Basic,"
        yield f"sends {whom} the first that is set of {user}, and of {password}"
        if policy.auth.tokens:
            yield f"where these are not set, sends {_list(policy.auth.tokens)} as Bearer"
        if policy.auth.register:
            yield f"may put these into a body for {policy.auth.register}"
    if policy.auth and (header := policy.auth.header):
        whom, key = _list(header.hosts), _list(header.key)
        yield f"sends {whom}, as {header.name}, the first that is set of {key}"


def _rest(report: AppReport, limits: int) -> Iterator[str]:
    if denials := _count(report, "denial"):
        what = "instance stands in" if denials == 1 else "instances stand in"
        holds = "it holds" if denials == 1 else "they hold"
        yield f"{denials} more {what} for what was not granted: {holds} nothing."
    if limits:
        what = "only limits others, which its" if limits == 1 else "only limit others, which their"
        yield f"{limits} more {what} bytes prove."
    if floors := [each for each in report.instances if each.role == "floor"]:
        what, holds = ("lets", "it holds") if len(floors) == 1 else ("let", "they hold")
        held = sorted({"clocks"}.union(*(each.capabilities for each in floors)))
        yield (
            f"{len(floors)} more {what} components wait side by side, by what WASI 0.2 has: "
            f"{holds} nothing but {' and '.join(held)}."
        )
    if shared := report.shared_modules:
        what = "core module ({}) is" if len(shared) == 1 else "core modules ({}) are"
        yield f"{len(shared)} {what.format(_size(sum(shared)))} kept once for all."


def _count(report: AppReport, role: str) -> int:
    return sum(instance.role == role for instance in report.instances)


def _labelled(facts: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Facts in lines that are not too long, each label once."""
    before = ""
    for label, fact in facts:
        for line in wrap(fact, _WIDTH, break_long_words=False, break_on_hyphens=False):
            yield f"  {label if label != before else '':<11}  {line}"
            before = label


def _list(names: Iterable[str]) -> str:
    return ", ".join(map(printable, names)) or "none"


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{size / 1e3:.1f} kB"
