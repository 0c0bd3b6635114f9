"""Reports as JSON."""

from __future__ import annotations

from collections.abc import Mapping

from wae.compose.generate.policy import Auth, Policy
from wae.inspect.access import LIMITED, access
from wae.inspect.report import AppReport, InstanceReport


def as_json(report: AppReport) -> dict[str, object]:
    """The report as plain data; its keys only ever grow in number."""
    instances = {instance.name: instance for instance in report.instances}
    return {
        "app": report.name,
        "size": report.size,
        "sha256": report.sha256,
        "wasi": list(report.wasi),
        "imports": list(report.imports),
        "other_imports": list(report.other_imports),
        "exports": list(report.exports),
        "implemented_by": {
            name: [
                {"instance": origin.instance, "export": origin.name} for origin in export.origins
            ]
            for name, export in report.exports.items()
        },
        "confusable_exports": [list(pair) for pair in report.confusable],
        "shared_modules": {
            "count": len(report.shared_modules),
            "size": sum(report.shared_modules),
        },
        "footprint": {
            "core_instances": report.footprint.core_instances,
            "most_core_instances": report.footprint.core_instances + report.adapters,
            "memories": report.footprint.memories,
            "tables": report.footprint.tables,
        },
        "instances": [_instance_json(instance, instances) for instance in report.instances],
    }


def _instance_json(
    instance: InstanceReport, instances: Mapping[str, InstanceReport]
) -> dict[str, object]:
    return {
        "name": instance.name,
        "component": instance.component,
        "size": instance.size,
        "sha256": instance.sha256,
        "capabilities": list(instance.capabilities),
        "through": {name: list(holders) for name, holders in instance.through.items()},
        "hosts": list(instance.policy.hosts) if instance.policy else [],
        "anonymous_hosts": list(instance.policy.anonymous_hosts) if instance.policy else [],
        "hosts_proved": instance.policy is not None,
        "origins": None if instance.origins is None else list(instance.origins),
        "variables": None if instance.variables is None else list(instance.variables),
        "limits": _limits(instance, instances),
        "credential": _credential(instance.policy),
        "imports": instance.imports,
        "exports": list(instance.exports),
        "within": instance.within,
        "wires_only": instance.wires_only,
        "generated": instance.role,
    }


def _limits(instance: InstanceReport, instances: Mapping[str, InstanceReport]) -> dict[str, object]:
    """On what each limit rests, and who can be asked for more than it lets through."""
    limits = {name: access(instance, name, instances) for name in LIMITED}
    return {
        name: {"rests_on": one.limit, "asks_for_more": list(one.asks)}
        for name, one in limits.items()
        if one.limit
    }


def _credential(policy: Policy | None) -> dict[str, object] | None:
    """The names of the settings that a credential is made of, by scheme."""
    if policy is None or policy.auth is None:
        return None
    credential: dict[str, object] = {}
    if (header := policy.auth.header) is not None:
        held = {"name": header.name, "key": list(header.key), "hosts": list(header.hosts)}
        credential = {"header": held}
    return _authorization(policy.auth) | credential


def _authorization(auth: Auth) -> dict[str, object]:
    if auth.bearer:
        return {"bearer": list(auth.bearer)}
    if not auth.user:
        return {}
    names: dict[str, object] = {
        "user": list(auth.user),
        "password": list(auth.password),
    }
    if auth.login is None:
        return {"basic": names}
    login = {"url": auth.login, "register": auth.register}
    return {"login": {**login, **names, "tokens": list(auth.tokens)}}
