"""A table ``[components.NAME]`` of a ``wae.toml``: what a component is, and what it gets."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

from wae.compose.capabilities import GRANTS
from wae.compose.generate.policy import Auth, Policy
from wae.compose.graph import Wire
from wae.manifest.auth import BadAuth, read_auth
from wae.manifest.lines import find_line
from wae.manifest.model import ComponentEntry
from wae.manifest.origin import DEFAULTS, KEYS, BadOrigin, read_origin
from wae.manifest.references import BadWish, read_wiring
from wae.manifest.values import Values

COMPONENT_KEYS = (
    *KEYS,
    "grants",
    "hosts",
    "anonymous_hosts",
    "auth",
    "instance",
    "consumers",
    "environment",
    "imports",
)


class ComponentTables(Values):
    """Those of one manifest, which has the ``components`` of these names. Without them it is not
    known yet which there are, and any may be named."""

    def __init__(self, text: str, file: Path, components: Collection[str] | None) -> None:
        super().__init__(text, file)
        self.components = components

    def read(self, name: str, entry: Any) -> ComponentEntry:
        """The component ``name``. Raises :class:`ManifestError`."""
        table = f"components.{name}"
        if not isinstance(entry, dict):
            raise self.fail(
                "components",
                name,
                f'component "{name}" must be a table',
                f"Write [components.{name}] and its keys below",
            )
        self.known(entry, table, COMPONENT_KEYS)
        try:
            origin = read_origin(name, entry, self.file.parent)
        except BadOrigin as error:
            raise self.fail(table, error.key, error.problem, error.hint) from None
        if origin.given:
            entry = {**DEFAULTS[origin.given], **entry}
        return ComponentEntry(
            name=name,
            line=find_line(self.text, table),
            source=origin.source,
            path=origin.path,
            given=origin.given,
            sha256=origin.sha256,
            build=origin.build,
            grants=self.grants(entry, table),
            policy=self.policy(entry, table),
            per_consumer=self.per_consumer(entry, table),
            consumers=self.consumers(entry, table),
            variables=self.variables(entry, table),
            wiring=self.wiring(entry, table),
        )

    def grants(self, entry: dict[str, Any], table: str) -> frozenset[str]:
        grants = self.texts(entry, table, "grants")
        for grant in grants:
            if grant not in GRANTS:
                raise self.fail(
                    table, "grants", f'there is no grant "{grant}"', f"Grants: {', '.join(GRANTS)}"
                )
        return frozenset(grants)

    def policy(self, entry: dict[str, Any], table: str) -> Policy | None:
        if "hosts" not in entry:
            if "auth" in entry:
                raise self.fail(table, "auth", "auth has no effect without hosts", "Add hosts")
            if "anonymous_hosts" in entry:
                raise self.fail(
                    table, "anonymous_hosts", "anonymous_hosts without hosts", "Name them in hosts"
                )
            return None
        hosts = self.texts(entry, table, "hosts")
        anonymous = self.texts(entry, table, "anonymous_hosts")
        return Policy(hosts, self.auth(entry, table, hosts), anonymous)

    def auth(self, entry: dict[str, Any], table: str, hosts: tuple[str, ...]) -> Auth | None:
        if "auth" not in entry:
            return None
        try:
            return read_auth(entry["auth"], hosts)
        except BadAuth as error:
            raise self.fail(table, "auth", error.problem, error.hint) from None

    def per_consumer(self, entry: dict[str, Any], table: str) -> bool:
        value = entry.get("instance", "shared")
        if value not in ("shared", "per-consumer"):
            raise self.fail(
                table,
                "instance",
                f'there is no instance "{value}"',
                'Write instance = "shared" or instance = "per-consumer"',
            )
        return bool(value == "per-consumer")

    def variables(self, entry: dict[str, Any], table: str) -> tuple[str, ...] | None:
        if "environment" not in entry:
            return None
        if "environment" in entry.get("grants", ()):
            raise self.fail(
                table,
                "environment",
                "both the whole environment and a list of variables are granted",
                'Remove "environment" from the grants, or the list',
            )
        return self.texts(entry, table, "environment")

    def consumers(self, entry: dict[str, Any], table: str) -> frozenset[str] | None:
        names = self.texts(entry, table, "consumers")
        for name in names:
            if self.components is None:
                break
            if name not in self.components and name not in DEFAULTS:
                raise self.fail(table, "consumers", f'there is no component "{name}"')
        return frozenset(names) if "consumers" in entry else None

    def wiring(self, entry: dict[str, Any], table: str) -> dict[str, Wire]:
        """``imports = { "wae:http/client" = "NAME" }``: what meets an import."""
        try:
            return read_wiring(entry.get("imports", {}), self.components)
        except BadWish as error:
            raise self.fail(table, "imports", error.problem, error.hint) from None
