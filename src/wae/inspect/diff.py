"""What a change of an app lets it do that it could not do before: the lines to read in a review."""

from __future__ import annotations

from dataclasses import dataclass

from wae.compose.policy import Policy
from wae.inspect.report import AppReport, InstanceReport


@dataclass(frozen=True)
class Change:
    """``added`` or not (taken away): that ``who`` ``can`` do ``what``."""

    added: bool
    who: str
    can: str
    what: str

    def line(self) -> str:
        return f"{'+' if self.added else '-'} {self.who} {self.can} {self.what}"


def diff_apps(old: AppReport, new: AppReport) -> list[Change]:
    """All differences in authority, those that are new first; code alone makes no difference."""
    before, after = _rights(old), _rights(new)
    added = [Change(True, *right) for right in sorted(after - before)]
    removed = [Change(False, *right) for right in sorted(before - after)]
    return added + removed


def _rights(report: AppReport) -> set[tuple[str, str, str]]:
    rights = {("the app", "imports", name) for name in report.other_imports}
    rights |= {("the app", "exports", name) for name in report.exports}
    for instance in report.instances:
        if not instance.is_denial:
            rights |= _instance_rights(instance)
    return rights


def _instance_rights(instance: InstanceReport) -> set[tuple[str, str, str]]:
    name = instance.name
    rights = {(name, "holds", capability) for capability in instance.capabilities}
    for capability, holders in instance.through.items():
        rights |= {(name, "asks for", f"{capability} of {holder}") for holder in holders}
    rights |= {(name, "reads", variable) for variable in instance.variables or ()}
    if instance.policy:
        rights |= {(name, "reaches", host) for host in instance.policy.hosts}
        rights |= {(name, "sends", setting) for setting in _settings(instance.policy)}
    return rights


def _settings(policy: Policy) -> tuple[str, ...]:
    auth = policy.auth
    return (*auth.bearer, *auth.user, *auth.password) if auth else ()
