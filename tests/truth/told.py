"""What `wae inspect` tells of instances and exports, in the terms of what is true."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from tests.truth.authority import ALL, Answer, Authority, Truth, lacks, reach
from tests.truth.graphs import Graph
from tests.truth.shapes import POLICY
from tests.truth.steps import Instance

from wae.compose.generate.policy import is_policy
from wae.inspect.access import PROVED, access
from wae.inspect.authority import authority
from wae.inspect.exports import ROOT, Origin
from wae.inspect.report import AppReport, InstanceReport

EVERYTHING = frozenset({ALL})


# The capabilities of which there are limits, and what a report says one lets through.
LIMITS: dict[str, Callable[[InstanceReport], tuple[str, ...] | None]] = {
    "environment": lambda instance: instance.variables,
    "http": lambda instance: instance.origins,
}


def told(instance: InstanceReport, instances: Mapping[str, InstanceReport]) -> Authority:
    """What the report lets nobody miss: the cells of its row, and of the rows that it refers to.

    What is only promised limits nothing.
    """
    if instance.role in ("denial", "policy"):  # which is only counted
        return {}
    own = {name: limit(instance) for name, limit in LIMITS.items()}
    if instance.role is not None:
        return {name: frozenset(names) for name, names in own.items() if names is not None}
    actual = dict.fromkeys((*instance.capabilities, *instance.through), EVERYTHING)
    for name, limit in LIMITS.items():
        has = access(instance, name, instances)
        if has.limit == PROVED or not has.limit and has.asks and not has.holds:
            extent = frozenset(own[name] or ())
            for other in map(instances.__getitem__, has.asks):
                names = limit(other)
                extent |= EVERYTHING if other.role is None or names is None else frozenset(names)
            actual[name] = extent
    return actual


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
        lines += [f"{row.name}: {line}" for line in _false(row, true, instances)]
    for name, truth in graph.exports.items():
        members = truth if isinstance(truth, dict) else {name: truth}
        for function, target in members.items():
            assert not isinstance(target, dict)
            reported = _union(report.exports[name].of(function), instances)
            missing = lacks(reported, reach(target))
            if missing:
                lines.append(f"export {name} {function}: {_text(missing)}")
    return lines


def _false(
    row: InstanceReport, true: Instance, instances: Mapping[str, InstanceReport]
) -> Iterator[str]:
    """What the report says of http that is not so, whatever it says beside that."""
    if access(row, "http", instances).limit == PROVED:
        if row.origins is None:
            yield "its hosts are proved by nothing but a policy"
        if any(one.handed_by_root("sockets") for one in true.code):
            yield "its origins are proved, but it has sockets"
    if row.policy is not None:
        answers = [_answers(truth) for name, truth in true.given.items() if is_policy(name)]
        if not answers or any(
            hosts is None or not hosts <= {*row.policy.hosts} for hosts in answers
        ):
            yield "its policy may answer other hosts"


def _answers(truth: Truth) -> frozenset[str] | None:
    """The hosts that a policy's instance answers; None for anything at all."""
    target = truth.get(POLICY) if isinstance(truth, dict) else truth
    return target.hosts if isinstance(target, Answer) else None


def _all(true: Instance) -> Authority:
    actual: Authority = {}
    for code in true.code:
        for capability, extent in reach(code).items():
            actual[capability] = actual.get(capability, frozenset()) | extent
    return actual


def _union(origins: Iterable[Origin], instances: Mapping[str, InstanceReport]) -> Authority:
    actual: Authority = {}
    for origin in origins:
        if origin.instance == ROOT:
            capability = authority(origin.name)
            one = {capability: EVERYTHING} if capability else {}
        else:
            one = told(instances[origin.instance], instances)
        for capability, extent in one.items():
            actual[capability] = actual.get(capability, frozenset()) | extent
    return actual


def _text(missing: Authority) -> str:
    return "; ".join(f"{name} {', '.join(sorted(of))}" for name, of in sorted(missing.items()))
