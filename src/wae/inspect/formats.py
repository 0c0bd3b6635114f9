"""Reports as JSON and as text."""

from __future__ import annotations

from wae.compose.policy import Policy
from wae.inspect.report import AppReport, InstanceReport


def as_json(report: AppReport) -> dict[str, object]:
    """The report as plain data; its keys only ever grow in number."""
    return {
        "app": report.name,
        "size": report.size,
        "sha256": report.sha256,
        "wasi": list(report.wasi),
        "imports": list(report.imports),
        "other_imports": list(report.other_imports),
        "exports": list(report.exports),
        "shared_modules": {
            "count": len(report.shared_modules),
            "size": sum(report.shared_modules),
        },
        "instances": [_instance_json(instance) for instance in report.instances],
    }


def _instance_json(instance: InstanceReport) -> dict[str, object]:
    return {
        "name": instance.name,
        "component": instance.component,
        "size": instance.size,
        "sha256": instance.sha256,
        "capabilities": list(instance.capabilities),
        "through": {name: list(holders) for name, holders in instance.through.items()},
        "hosts": list(instance.policy.hosts) if instance.policy else [],
        "variables": None if instance.variables is None else list(instance.variables),
        "credential": _credential(instance.policy),
        "imports": instance.imports,
        "exports": list(instance.exports),
    }


def _credential(policy: Policy | None) -> dict[str, object] | None:
    """The names of the settings that a credential is made of, by scheme."""
    if policy is None or policy.auth is None:
        return None
    if policy.auth.bearer:
        return {"bearer": list(policy.auth.bearer)}
    return {"basic": {"user": list(policy.auth.user), "password": list(policy.auth.password)}}


def as_text(report: AppReport) -> str:
    """The report for people: a table of the instances, denials left out but counted."""
    shown = [i for i in reversed(report.instances) if not i.is_denial]
    rows = [("INSTANCE", "HOLDS", "ASKS OTHERS FOR")]
    rows += [(i.name, ", ".join(i.capabilities) or "–", _through(i)) for i in shown]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    lines = [
        f"{report.name}: {report.size / 1e6:.1f} MB, sha256:{report.sha256}",
        f"imports WASI {', '.join(report.wasi) or 'nothing'}"
        + "".join(f", {name}" for name in report.other_imports),
        f"exports {', '.join(report.exports)}",
        "",
        *(f"{a:<{widths[0]}}  {b:<{widths[1]}}  {c}".rstrip() for a, b, c in rows),
    ]
    for instance in shown:
        if instance.policy:
            lines += ["", f"{instance.name} reaches only {', '.join(instance.policy.hosts)}"]
            lines += _sends(instance.policy)
        if instance.variables is not None:
            names = ", ".join(instance.variables) or "none"
            lines += ["", f"{instance.name} reads only these environment variables: {names}"]
    denials = len(report.instances) - len(shown)
    if denials:
        lines += [
            "",
            f"{denials} more instances stand in for what was not granted: they hold nothing.",
        ]
    if report.shared_modules:
        size = sum(report.shared_modules) / 1e6
        lines.append(f"{len(report.shared_modules)} core modules ({size:.1f} MB) are shared.")
    return "\n".join(lines)


def _through(instance: InstanceReport) -> str:
    return "; ".join(
        f"{name} ({', '.join(holders)})"
        for name, holders in instance.through.items()
        if name not in instance.capabilities
    )


def _sends(policy: Policy) -> list[str]:
    if policy.auth is None:
        return []
    names = policy.auth.bearer or (*policy.auth.user, *policy.auth.password)
    scheme = "Bearer" if policy.auth.bearer else "Basic"
    return [f"  and sends them, as {scheme}, the first of {', '.join(names)} that is set"]
