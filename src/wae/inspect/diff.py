"""What a change of an app lets it do that it could not do before: the lines to read in a review."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wae.compose.capabilities import ALWAYS
from wae.compose.policy import Policy
from wae.inspect.report import AppReport, InstanceReport
from wae.inspect.shown import shown

APP = "the app"
_HARMLESS = ("exports", "is", "uses", "runs")  # facts that are no authority of their own
_KINDS = ("holds", "reaches", "sends", "reads", "asks for", "imports", *_HARMLESS)


@dataclass(frozen=True)
class Change:
    """``added`` or not (taken away): that ``who`` ``can`` do ``what``."""

    added: bool
    who: str
    can: str
    what: str

    @property
    def more(self) -> bool:
        """Whether somebody can do more than before."""
        return self.added and self.can not in _HARMLESS

    def line(self) -> str:
        return f"{'+' if self.added else '-'} {shown(self.who)} {self.can} {shown(self.what)}"


def diff_apps(old: AppReport, new: AppReport) -> list[Change]:
    """All differences: first what can be done that could not, then other additions, then losses."""
    before, after = _facts(old), _facts(new)
    added = [Change(True, *fact) for fact in after - before]
    removed = [Change(False, *fact) for fact in before - after]
    return sorted(added, key=_rank) + sorted(removed, key=_rank)


def _rank(change: Change) -> tuple[int, bool, str, str]:
    """What weighs most comes first: what somebody has itself, then what it asks others for."""
    return (_KINDS.index(change.can), change.what in ALWAYS, change.who, change.what)


def diff_json(changes: list[Change]) -> list[dict[str, object]]:
    return [{**change.__dict__, "more": change.more} for change in changes]


def diff_text(changes: list[Change]) -> str:
    """The changes by what they mean to a reviewer, new authority first and marked with ``!``."""
    if not changes:
        return "The same app: the same instances, code and authority."
    more = [change for change in changes if change.more]
    less = [c for c in changes if not c.added and c.can not in _HARMLESS]
    rest = [c for c in changes if c.can in _HARMLESS and c.can != "runs"]
    code = _code(changes)
    groups = {
        "More than before:": [f"! {change.line()}" for change in more],
        "Less than before:": [f"  {change.line()}" for change in less],
        "Besides:": [f"  {change.line()}" for change in rest],
        "Other code:": [f"  {line}" for line in code],
    }
    if not more:
        groups = {"Nobody can do more than before.": [], **groups}
    return "\n\n".join(
        "\n".join([title, *lines])
        for title, lines in groups.items()
        if lines or title.endswith(".")
    )


def _code(changes: list[Change]) -> list[str]:
    """Whose code is another, from which digest to which."""
    new = {c.who: c.what for c in changes if c.can == "runs" and c.added}
    old = {c.who: c.what for c in changes if c.can == "runs" and not c.added}
    return [
        f"~ {shown(who)} {old[who][:16]}... is now {new[who][:16]}..." for who in new if who in old
    ]


def _facts(report: AppReport) -> set[tuple[str, str, str]]:
    facts = {(APP, "imports", name) for name in report.other_imports}
    facts |= {(APP, "exports", name) for name in report.exports}
    facts |= {(APP, "uses", f"WASI {version}") for version in report.wasi}
    quiet = {"root", *(instance.name for instance in report.instances if instance.is_quiet)}
    for instance in report.instances:
        if instance.role != "denial":
            facts |= {(instance.name, *fact) for fact in _instance_facts(instance, quiet)}
    return facts


def _instance_facts(instance: InstanceReport, quiet: set[str]) -> set[tuple[str, str]]:
    facts = {("is", "an instance")}
    facts |= {("holds", capability) for capability in instance.capabilities}
    for capability, holders in instance.through.items():
        if capability in ALWAYS and capability in instance.capabilities:
            continue  # another's clock shows no other time
        facts |= {("asks for", f"{capability} of {holder}") for holder in holders}
    for name, givers in instance.givers.items():
        facts |= {("imports", f"{name} of {giver}") for giver in givers if giver not in quiet}
    if not instance.is_limit:  # a limit is all in what it lets its consumer do
        facts |= {("runs", instance.sha256), *_bounds(instance)}
    return facts


def _bounds(instance: InstanceReport) -> Iterable[tuple[str, str]]:
    """What it may read, reach and send; without a limit that is anything."""
    if instance.variables is not None:
        yield from (("reads", variable) for variable in instance.variables)
    elif "environment" in instance.capabilities and not instance.wires_only:
        yield "reads", "any variable"
    if instance.policy:
        yield from (("reaches", host) for host in instance.policy.hosts)
        yield from (("sends", setting) for setting in _settings(instance.policy))
    elif "http" in instance.capabilities and not instance.wires_only:
        yield "reaches", "any host"


def _settings(policy: Policy) -> tuple[str, ...]:
    auth = policy.auth
    return (*auth.bearer, *auth.user, *auth.password) if auth else ()
