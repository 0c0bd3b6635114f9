"""Reads a ``wae.toml``; every mistake is an error with its line."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

from wae.compose.capabilities import GRANTS
from wae.compose.generate.policy import Auth, Policy
from wae.compose.graph import Wire
from wae.manifest.auth import BadAuth, read_auth
from wae.manifest.contracts import BadContract, ContractEntry, read_contract_entries
from wae.manifest.lines import find_line
from wae.manifest.model import ComponentEntry, Manifest, ManifestError, OutputOptions
from wae.manifest.origin import DEFAULTS, KEYS, BadOrigin, read_origin
from wae.manifest.outputs import BadOutputs, read_outputs
from wae.manifest.references import BadWish, read_exports, read_wiring
from wae.manifest.run import BadRun, RunRequest, read_run
from wae.manifest.tools import with_tools

APP_KEYS = ("name", "version", "exports", "imports", "wit", "world", "shared", "outputs", "tools")
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
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_WORLD = re.compile(r"[a-zA-Z0-9:-]+:[a-zA-Z0-9-]+/[a-zA-Z0-9-]+(@[0-9A-Za-z.+-]+)?")


def load_manifest(file: Path) -> Manifest:
    """The manifest in ``file``, with its paths made absolute. Raises :class:`ManifestError`."""
    try:
        text = file.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        place = "this folder" if file.parent == Path() else file.parent
        raise ManifestError(
            f"there is no {file.name} in {place}",
            hint="Name the folder of an app, or begin one: wae new NAME",
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ManifestError(f"{file} cannot be read: {error}") from None
    return with_tools(parse_manifest(text, file))


def parse_manifest(text: str, file: Path) -> Manifest:
    """The manifest in ``text``; ``file`` tells where it stands."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ManifestError(f"{file}: this is not TOML: {error}") from None
    return _Reader(text, file).manifest(data)


class _Reader:
    def __init__(self, text: str, file: Path) -> None:
        self.text = text
        self.file = file

    def fail(self, table: str, key: str | None, message: str, hint: str = "") -> ManifestError:
        line = find_line(self.text, table, key)
        return ManifestError(f"{self.file}:{line}: {message}", hint=hint)

    def manifest(self, data: dict[str, Any]) -> Manifest:
        self.known(data, "", ("app", "components", "run", "wit"))
        app = self.table(data, "app")
        self.known(app, "app", APP_KEYS)
        components = self.components = self.table(data, "components")
        for name in components:
            if not _NAME.fullmatch(name):
                raise self.fail(
                    f"components.{name}",
                    None,
                    f'"{name}" is not a component name',
                    "Use lower-case words, joined by -",
                )
        try:
            exports = read_exports(app.get("exports", []))
        except BadWish as error:
            raise self.fail("app", "exports", error.problem, error.hint) from None
        if not exports:
            raise self.fail("app", None, "[app] names no exports", 'For example: exports = ["cli"]')
        title = self.text_value(app, "app", "name")
        if not _NAME.fullmatch(title):
            raise self.fail(
                "app", "name", f'"{title}" is not a name', "Use lower-case words, joined by -"
            )
        return Manifest(
            file=self.file,
            name=title,
            version=self.text_value(app, "app", "version"),
            exports=exports,
            imports=self.texts(app, "app", "imports"),
            wit=self.folders(app),
            world=self.world(app),
            shared=tuple(self.file.parent / name for name in self.texts(app, "app", "shared")),
            components={name: self.component(name, entry) for name, entry in components.items()},
            outputs=self.outputs(app),
            tools=self.tools(app),
            run=self.run(self.table(data, "run")) if "run" in data else None,
            contracts=self.dependencies(self.table(data, "wit")) if "wit" in data else {},
        )

    def dependencies(self, table: dict[str, Any]) -> dict[str, ContractEntry]:
        """The contracts of ``[wit]``, each with its line."""
        try:
            entries = read_contract_entries(table, self.file.parent)
        except BadContract as error:
            line = self.line_of_contract(error.name)
            message = f"{self.file}:{line}: {error.problem}"
            raise ManifestError(message, hint=error.hint) from None
        return {n: replace(e, line=self.line_of_contract(n)) for n, e in entries.items()}

    def line_of_contract(self, name: str) -> int:
        own = find_line(self.text, f"wit.{name}")
        return own if own > 1 else find_line(self.text, "wit", name)

    def folders(self, app: dict[str, Any]) -> tuple[Path, ...]:
        """``wit``: one folder, or a list of them."""
        wit = app.get("wit", [])
        names = (wit,) if _is_text(wit) else self.texts(app, "app", "wit")
        return tuple(self.file.parent / name for name in names)

    def world(self, app: dict[str, Any]) -> str:
        """The world that the app is to fit; empty where it names none."""
        name = self.text_value(app, "app", "world") if "world" in app else ""
        if name and not _WORLD.fullmatch(name):
            raise self.fail(
                "app", "world", f'"{name}" is not a world', "For example: wasi:http/proxy"
            )
        return name

    def tools(self, app: dict[str, Any]) -> Path | None:
        """The folder of the team's own tools, if there is one."""
        return self.file.parent / self.text_value(app, "app", "tools") if "tools" in app else None

    def run(self, table: dict[str, Any]) -> RunRequest:
        try:
            return read_run(table)
        except BadRun as error:
            raise self.fail("run", error.key, error.problem, error.hint) from None

    def outputs(self, app: dict[str, Any]) -> dict[str, OutputOptions]:
        try:
            return read_outputs(app.get("outputs", {}))
        except BadOutputs as error:
            inline = "outputs" in app and find_line(self.text, "app.outputs") == 1
            table, key = ("app", "outputs") if inline else ("app.outputs", error.command)
            raise self.fail(table, key, error.problem, error.hint) from None

    def component(self, name: str, entry: Any) -> ComponentEntry:
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
                raise self.fail(
                    table, "auth", "auth without hosts: nobody would get it", "Add hosts"
                )
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
                "the grant of the whole environment and a list of variables",
                'Remove "environment" from the grants, or the list',
            )
        return self.texts(entry, table, "environment")

    def consumers(self, entry: dict[str, Any], table: str) -> frozenset[str] | None:
        names = self.texts(entry, table, "consumers")
        for name in names:
            if name not in self.components and name not in DEFAULTS:
                raise self.fail(table, "consumers", f'there is no component "{name}"')
        return frozenset(names) if "consumers" in entry else None

    def wiring(self, entry: dict[str, Any], table: str) -> dict[str, Wire]:
        """``imports = { "wae:http/client" = "NAME" }``: what meets an import."""
        try:
            return read_wiring(entry.get("imports", {}), self.components)
        except BadWish as error:
            raise self.fail(table, "imports", error.problem, error.hint) from None

    # Values

    def known(self, data: dict[str, Any], table: str, keys: tuple[str, ...]) -> None:
        for key in data:
            if key not in keys:
                place = f"[{table}]" if table else "the manifest"
                where = table or key
                raise self.fail(
                    where, key, f'{place} has no key "{key}"', f"Keys: {', '.join(keys)}"
                )

    def table(self, data: dict[str, Any], key: str) -> dict[str, Any]:
        value = data.get(key)
        if not isinstance(value, dict):
            missing = f"[{key}] is missing" if value is None else f"{key} is no table"
            raise self.fail(key, None, missing, f"Write [{key}] and its keys below")
        return value

    def text_value(self, data: dict[str, Any], table: str, key: str) -> str:
        value = data.get(key)
        if not isinstance(value, str) or not value:
            missing = f"[{table}] needs {key}" if value is None else f"{key} must be text"
            raise self.fail(table, key, missing, f'For example: {key} = "…"')
        return value

    def texts(self, data: dict[str, Any], table: str, key: str) -> tuple[str, ...]:
        value = data.get(key, [])
        if not isinstance(value, list) or not all(map(_is_text, value)):
            raise self.fail(
                table, key, f"{key} must be a list of texts", f'For example: {key} = ["…"]'
            )
        return tuple(value)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value != ""
