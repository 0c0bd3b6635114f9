"""What `wae inspect` tells of instances and exports, in the terms of what is true."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tests.truth.authority import ALL, Authority, lacks, reach
from tests.truth.components import Instance
from tests.truth.graphs import Graph

from wae.inspect.access import access
from wae.inspect.authority import authority
from wae.inspect.exports import ROOT, Origin
from wae.inspect.report import AppReport, InstanceReport

EVERYTHING = frozenset({ALL})


def told(instance: InstanceReport, instances: Mapping[str, InstanceReport]) -> Authority:
    """What the report lets nobody miss: the cells of its row, and of the rows that it refers to."""
    if instance.role == "denial":  # which is only counted
        return {}
    if instance.variables is not None and instance.role is not None:
        return {"environment": frozenset(instance.variables)}
    found = dict.fromkeys((*instance.capabilities, *instance.through), EVERYTHING)
    has = access(instance, "environment", instances)
    if has.limit or has.asks and not has.holds:
        variables = frozenset(instance.variables or ())
        for name in has.asks:
            other = instances[name]
            limited = other.role is not None and other.variables is not None
            variables |= frozenset(other.variables or ()) if limited else EVERYTHING
        found["environment"] = variables
    return found


def understated(graph: Graph, report: AppReport) -> list[str]:
    """Where the report tells less than is true, in lines."""
    instances = {instance.name: instance for instance in report.instances}
    waiting: dict[str, list[InstanceReport]] = {}
    for instance in report.instances:
        waiting.setdefault(instance.sha256, []).append(instance)
    lines = []
    for number, true in enumerate(graph.instances):
        if number == 0 and not true.has_code:
            continue  # the app itself, which only wires: its instances tell
        row = waiting[true.sha256].pop(0) if waiting.get(true.sha256) else None
        if row is None:
            if true.code:
                lines.append(f"instance {number} is not there")
            continue
        missing = lacks(told(row, instances), _all(true))
        if missing:
            lines.append(f"{row.name} ({row.role}): {_text(missing)}")
    for name, truth in graph.exports.items():
        members = truth if isinstance(truth, dict) else {name: truth}
        for function, target in members.items():
            assert not isinstance(target, dict)
            reported = _union(report.exports[name].of(function), instances)
            missing = lacks(reported, reach(target))
            if missing:
                lines.append(f"export {name} {function}: {_text(missing)}")
    return lines


def _all(true: Instance) -> Authority:
    found: Authority = {}
    for code in true.code:
        for capability, variables in reach(code).items():
            found[capability] = found.get(capability, frozenset()) | variables
    return found


def _union(origins: Iterable[Origin], instances: Mapping[str, InstanceReport]) -> Authority:
    found: Authority = {}
    for origin in origins:
        if origin.instance == ROOT:
            capability = authority(origin.name)
            one = {capability: EVERYTHING} if capability else {}
        else:
            one = told(instances[origin.instance], instances)
        for capability, variables in one.items():
            found[capability] = found.get(capability, frozenset()) | variables
    return found


def _text(missing: Authority) -> str:
    return "; ".join(f"{name} {', '.join(sorted(of))}" for name, of in sorted(missing.items()))
