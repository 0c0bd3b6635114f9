"""The components that come with wae: what a manifest means by ``wae:http`` and ``wae:settings``.

Whoever has ``hosts`` and imports ``wae:http/client`` need say no more: the two are added, with
exactly what the policies of the app need. What the manifest has of its own goes before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from wae.binary.versions import split
from wae.compose.contracts import exported, wire_of
from wae.compose.generate.policy import Policy, is_policy
from wae.compose.graph import ComponentSpec, PlanError
from wae.compose.world import forms
from wae.manifest.model import ComponentEntry, Manifest
from wae.manifest.origin import HTTP, PREFIX, SETTINGS

_INSECURE = "WAE_INSECURE_ORIGINS"  # which `http` looks up before it sends a credential


def missing(manifest: Manifest, specs: Collection[ComponentSpec]) -> dict[str, ComponentEntry]:
    """The components of wae's own that ``specs`` import and nobody among them exports, by name.

    Raises :class:`PlanError` for a component that asks for settings itself: the manifest has to say
    which.
    """
    http = _importers(manifest, specs, HTTP)
    entries = {}
    if http:
        name = _free(HTTP, manifest)
        entries[name] = ComponentEntry(
            name,
            _line(manifest, http[0]),
            given=HTTP,
            grants=frozenset(["http"]),
            per_consumer=True,
        )
    asking = _importers(manifest, specs, SETTINGS)
    if asking and not any(_is_given(manifest, spec, HTTP) for spec in asking):
        raise PlanError(
            asking[0].name,
            f'"{asking[0].name}" imports {PREFIX}{SETTINGS}, which hands out settings to those '
            "only that the manifest names",
            hint=f'Add [components.{SETTINGS}] with source = "{PREFIX}{SETTINGS}", '
            f'environment = ["NAME"], consumers = ["{asking[0].name}"]',
        )
    if (http or asking) and not _is_exported(specs, SETTINGS):
        asks = [*entries, *(spec.name for spec in asking)]
        policies = [spec.policy for spec in specs if spec.policy is not None]
        name = _free(SETTINGS, manifest)
        entries[name] = ComponentEntry(
            name,
            _line(manifest, (http or asking)[0]),
            given=SETTINGS,
            consumers=frozenset(asks),
            variables=settings_of(policies),
        )
    return entries


def settings_of(policies: Iterable[Policy]) -> tuple[str, ...]:
    """The settings that policies name: all that `wae:settings` has to read for them."""
    names: set[str] = set()
    for policy in policies:
        names |= {host[1:] for host in policy.reached if host.startswith("$")}
        if policy.auth is not None:
            names |= {*policy.auth.settings, _INSECURE}
    return tuple(sorted(names))


def _importers(
    manifest: Manifest, specs: Iterable[ComponentSpec], given: str
) -> list[ComponentSpec]:
    """Who imports an interface of a package and has nobody to ask for it."""
    specs = [*specs]
    if _is_exported(specs, given):
        return []
    return [
        spec
        for spec in specs
        if any(
            _is_of(wanted, given)
            and not is_policy(wanted)
            and wire_of(spec, wanted) is None
            and not {*forms(wanted)} & {*manifest.imports}
            for wanted in spec.type.imports
        )
    ]


def _is_exported(specs: Iterable[ComponentSpec], given: str) -> bool:
    return any(_is_of(export, given) for spec in specs for export in exported(spec))


def _is_of(interface: str, given: str) -> bool:
    return split(interface)[0].startswith(f"{PREFIX}{given}/")


def _is_given(manifest: Manifest, spec: ComponentSpec, given: str) -> bool:
    return manifest.components[spec.name].given == given


def _free(name: str, manifest: Manifest) -> str:
    return f"wae-{name}" if name in manifest.components else name


def _line(manifest: Manifest, spec: ComponentSpec) -> int:
    return manifest.components[spec.name].line
