"""Which components have a gate before ``wasi:http``, and what may pass it."""

from __future__ import annotations

from collections.abc import Mapping

from wae.compose.capabilities import is_wasi
from wae.compose.generate.gate import is_outgoing
from wae.compose.generate.policy import Policy, is_policy
from wae.compose.graph import ComponentSpec, PlanError
from wae.compose.origins import BadEntry, Pattern, parse_entry
from wae.compose.providers import Providers
from wae.compose.world import is_value_type


def gates(
    specs: Mapping[str, ComponentSpec], providers: Providers
) -> dict[str, tuple[Pattern, ...]]:
    """What may pass, for each component that has hosts and sends its requests itself.

    One that has hosts for its own instance of another component (of ``wae:http``) reaches them by
    that, and gets no second way. Raises :class:`PlanError` for hosts that no gate can keep.
    """
    patterns = {}
    for spec in specs.values():
        if spec.policy is None:
            continue
        if "http" in spec.grants:
            raise PlanError(
                spec.name,
                f'"{spec.name}" is granted "http", which is every host, and has hosts',
                hint='Remove "http" from its grants, or hosts',
            )
        if any(map(is_outgoing, spec.type.imports)) and not _has_provider(spec, providers):
            patterns[spec.name] = _patterns(spec, spec.policy)
    return patterns


def _has_provider(spec: ComponentSpec, providers: Providers) -> bool:
    chosen = [
        providers.choose(spec, wanted)
        for wanted, item in spec.type.imports.items()
        if not is_wasi(wanted) and not is_policy(wanted) and not is_value_type(item)
    ]
    return any(
        offer is not None
        and offer.spec.per_consumer
        and any(map(is_policy, offer.spec.type.imports))
        for offer in chosen
    )


def _patterns(spec: ComponentSpec, policy: Policy) -> tuple[Pattern, ...]:
    sends = f'"{spec.name}" sends its requests itself, by wasi:http'
    if policy.auth is not None:
        raise PlanError(
            spec.name,
            f"{sends}, so auth cannot be added to them",
            hint="Remove auth, or let it import wae:http/client",
        )
    return tuple(_pattern(spec, entry, sends) for entry in policy.reached)


def _pattern(spec: ComponentSpec, entry: str, sends: str) -> Pattern:
    if entry.startswith("$"):
        raise PlanError(
            spec.name,
            f"{sends}: its hosts cannot follow the setting {entry}",
            hint="Write the origin, or let it import wae:http/client",
        )
    try:
        return parse_entry(entry)
    except BadEntry as error:
        raise PlanError(
            spec.name,
            f'"{spec.name}" has the host "{entry}", which cannot be read: {error}',
            hint='For example: hosts = ["api.example.org", "http://localhost:8080"]',
        ) from None
