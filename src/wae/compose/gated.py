"""Which components have a gate before ``wasi:http``, and what may pass it."""

from __future__ import annotations

from collections.abc import Mapping

from wae.compose.capabilities import is_wasi
from wae.compose.generate.gate import is_outgoing
from wae.compose.generate.policy import Policy, is_policy
from wae.compose.graph import Part, PlanError
from wae.compose.origins import BadEntry, Pattern, parse_entry
from wae.compose.providers import Providers
from wae.compose.world import is_value_type


def gates(parts: Mapping[str, Part], providers: Providers) -> dict[str, tuple[Pattern, ...]]:
    """What may pass, for each component that has hosts and sends its requests itself.

    One that has hosts for its own instance of another component (of ``wae:http``) reaches them by
    that, and gets no second way. Raises :class:`PlanError` for hosts that no gate can keep.
    """
    found = {}
    for part in parts.values():
        if part.policy is None:
            continue
        if "http" in part.grants:
            raise PlanError(
                part.name,
                f'"{part.name}" is granted "http", which is every host, and has hosts',
                hint='Remove "http" from its grants, or hosts',
            )
        if any(map(is_outgoing, part.type.imports)) and not _has_provider(part, providers):
            found[part.name] = _patterns(part, part.policy)
    return found


def _has_provider(part: Part, providers: Providers) -> bool:
    chosen = [
        providers.choose(part, wanted)
        for wanted, item in part.type.imports.items()
        if not is_wasi(wanted) and not is_policy(wanted) and not is_value_type(item)
    ]
    return any(
        offer is not None
        and offer.part.per_consumer
        and any(map(is_policy, offer.part.type.imports))
        for offer in chosen
    )


def _patterns(part: Part, policy: Policy) -> tuple[Pattern, ...]:
    sends = f'"{part.name}" sends its requests itself, by wasi:http'
    if policy.auth is not None:
        raise PlanError(
            part.name,
            f"{sends}: nobody can add auth to them",
            hint="Remove auth, or let it import wae:http/client",
        )
    return tuple(_pattern(part, entry, sends) for entry in policy.reached)


def _pattern(part: Part, entry: str, sends: str) -> Pattern:
    if entry.startswith("$"):
        raise PlanError(
            part.name,
            f"{sends}: its hosts cannot follow the setting {entry}",
            hint="Write the origin, or let it import wae:http/client",
        )
    try:
        return parse_entry(entry)
    except BadEntry as error:
        raise PlanError(
            part.name,
            f'"{part.name}" has the host "{entry}", which cannot be read: {error}',
            hint='For example: hosts = ["api.example.org", "http://localhost:8080"]',
        ) from None
