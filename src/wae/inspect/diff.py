"""What a change of an app lets it do that it could not do before: the lines to read in a review."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wae.compose.capabilities import ALWAYS
from wae.compose.generate.policy import Policy
from wae.inspect.access import PROMISED, access
from wae.inspect.exports import ROOT, ExportReport
from wae.inspect.printable import printable
from wae.inspect.report import AppReport, InstanceReport

APP = "the app"
_FILE = f"~ {APP} "
_HARMLESS = ("exports", "is", "gets", "uses", "runs")  # facts that are no authority of their own
_PROMISES = "only promises to keep to"
_WITHOUT_KEY = "reaches without a key"
_KINDS = (
    "holds",
    "reaches",
    _WITHOUT_KEY,
    "sends",
    "reads",
    _PROMISES,
    "asks for",
    "imports",
    *_HARMLESS,
)


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
        return (
            f"{'+' if self.added else '-'} {printable(self.who)} {self.can} {printable(self.what)}"
        )


def diff_apps(old: AppReport, new: AppReport) -> list[Change]:
    """All differences: first what can be done that could not, then other additions, then losses.

    None only where both are the same file, byte for byte.
    """
    before, after = _facts(old), _facts(new)
    for name in before.keys() ^ after.keys():  # with one that comes or goes, so does all of it
        for facts in (before, after):
            facts[name] = {fact for fact in facts.get(name, set()) if fact[0] != "gets"}
    changes = [
        Change(added, who, *fact)
        for added, ours, theirs in ((True, after, before), (False, before, after))
        for who, facts in ours.items()
        for fact in facts - theirs.get(who, set())
    ]
    return sorted(changes, key=_rank)


def _rank(change: Change) -> tuple[bool, int, bool, str, str]:
    """What weighs most comes first: what somebody has itself, then what it asks others for."""
    return (
        not change.added,
        _KINDS.index(change.can),
        change.what in ALWAYS,
        change.who,
        change.what,
    )


def diff_json(changes: list[Change]) -> list[dict[str, object]]:
    return [{**change.__dict__, "more": change.more} for change in changes]


def diff_text(changes: list[Change]) -> str:
    """The changes by what they mean to a reviewer, new authority first and marked with ``!``."""
    if not changes:
        return "The same app: the same file, byte for byte."
    more = [change for change in changes if change.more]
    less = [c for c in changes if not c.added and c.can not in _HARMLESS]
    rest = [c for c in changes if c.can in _HARMLESS and c.can != "runs"]
    groups = {
        "More than before:": [f"! {change.line()}" for change in more],
        "Less than before:": [f"  {change.line()}" for change in less],
        "Besides:": [f"  {change.line()}" for change in rest],
        "Other code:": [f"  {line}" for line in _code(changes) if not line.startswith(_FILE)],
        "Another file:": [f"  {line}" for line in _code(changes) if line.startswith(_FILE)],
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
        f"~ {printable(who)} {old[who][:16]}... is now {new[who][:16]}..."
        for who in new
        if who in old
    ]


def _facts(report: AppReport) -> dict[str, set[tuple[str, str]]]:
    """What is true of the app and of each instance, as what it ``can`` and ``what``."""
    app = {("imports", name) for name in report.other_imports}
    app |= {("exports", _exported(name, export)) for name, export in report.exports.items()}
    app |= {("uses", f"WASI {version}") for version in report.wasi}
    app |= {("gets", f"{name} from outside") for name in report.imports}
    app.add(("runs", report.sha256))
    quiet = {ROOT, *(instance.name for instance in report.instances if instance.is_quiet)}
    instances = {instance.name: instance for instance in report.instances}
    return {APP: app} | {
        name: _instance_facts(instance, quiet, instances) for name, instance in instances.items()
    }


def _exported(name: str, export: ExportReport) -> str:
    origins = [f"{o.name} of {o.instance}" if o.name else o.instance for o in export.origins]
    return f"{name} of {', '.join(origins)}" if origins else name


def _instance_facts(
    instance: InstanceReport, quiet: set[str], instances: Mapping[str, InstanceReport]
) -> set[tuple[str, str]]:
    facts = {("is", f"a generated {instance.role}" if instance.role else "an instance")}
    facts |= {("holds", capability) for capability in instance.capabilities}
    for capability, holders in instance.through.items():
        if capability in ALWAYS and capability in instance.capabilities:
            continue  # another's clock shows no other time
        facts |= {("asks for", f"{capability} of {holder}") for holder in holders}
    for name, givers in instance.givers.items():
        for giver in givers:
            facts.add(("gets" if giver in quiet else "imports", f"{name} of {giver}"))
    facts.add(("runs", instance.sha256))
    if not instance.is_limit:  # a limit is all in what it lets its consumer do
        facts |= {*_bounds(instance)}
    if access(instance, "http", instances).limit == PROMISED:
        facts.add((_PROMISES, "its hosts"))
    return facts


def _bounds(instance: InstanceReport) -> Iterable[tuple[str, str]]:
    """What it may read, reach and send; without a limit that is anything."""
    if instance.variables is not None:
        yield from (("reads", variable) for variable in instance.variables)
    elif "environment" in instance.capabilities and not instance.wires_only:
        yield "reads", "any variable"
    if instance.policy:
        yield from (("reaches", host) for host in instance.policy.hosts)
        yield from ((_WITHOUT_KEY, host) for host in instance.policy.anonymous_hosts)
        yield from (("sends", setting) for setting in _settings(instance.policy))
    elif instance.origins is not None:
        yield from (("reaches", origin) for origin in instance.origins)
    elif "http" in instance.capabilities and not instance.wires_only:
        yield "reaches", "any host"


def _settings(policy: Policy) -> tuple[str, ...]:
    return policy.auth.settings if policy.auth else ()
