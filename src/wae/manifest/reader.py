"""Reads a ``wae.toml``; every mistake is an error with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

from wae.compose.asynchronous import ASYNC, KINDS, SYNC
from wae.compose.floors import NEWER, OLDER, VERSIONS
from wae.compose.graph import AppExport
from wae.manifest.component_table import ComponentTables
from wae.manifest.contracts import BadContract, ContractEntry, read_contract_entries
from wae.manifest.deploy import BadDeploy, DeployRequest, read_deploy
from wae.manifest.extends import KEYS as EXTENDING
from wae.manifest.extends import TABLES, extended
from wae.manifest.lines import find_line
from wae.manifest.model import ComponentEntry, Manifest, ManifestError, OutputOptions
from wae.manifest.outputs import BadOutputs, read_outputs
from wae.manifest.references import BadWish, read_exports
from wae.manifest.run import BadRun, RunRequest, read_run
from wae.manifest.text import read_text
from wae.manifest.tools import with_tools
from wae.manifest.values import Values, is_text

APP_KEYS = (
    "name",
    "version",
    "exports",
    "imports",
    "wit",
    "world",
    "wasi",
    "contracts",
    "shared",
    "outputs",
    "tools",
    "extends",
    "without",
    "replace",
    "consumers",
)
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_WORLD = re.compile(r"[a-zA-Z0-9:-]+:[a-zA-Z0-9-]+/[a-zA-Z0-9-]+(@[0-9A-Za-z.+-]+)?")


def load_manifest(file: Path) -> Manifest:
    """The manifest in ``file``, with its paths made absolute and all that it has of others.

    Raises :class:`ManifestError`.
    """
    return with_tools(extended(_read(file), _read))


def _read(file: Path) -> Manifest:
    try:
        text = read_text(file)
    except (FileNotFoundError, NotADirectoryError):
        place = "this folder" if file.parent == Path() else file.parent
        raise ManifestError(
            f"there is no {file.name} in {place}",
            hint="Name the folder of an app, or begin one: wae new NAME",
        ) from None
    except UnicodeDecodeError:
        raise ManifestError(f"{file} is not UTF-8 text", hint="Save it as UTF-8") from None
    except OSError as error:
        raise ManifestError(f"{file} cannot be read: {error.strerror}") from None
    return parse_manifest(text, file)


def parse_manifest(text: str, file: Path) -> Manifest:
    """The manifest in ``text``; ``file`` tells where it stands."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ManifestError(f"{file}: this is not TOML: {error}") from None
    return _Reader(text, file).manifest(data)


class _Reader(Values):
    def manifest(self, data: dict[str, Any]) -> Manifest:
        self.known(data, "", ("app", "components", "deploy", "run", "wit"))
        app = self.table(data, "app")
        self.known(app, "app", APP_KEYS)
        if "extends" in app:
            return self.extending(data, app)
        for key, what in (
            ("without", "leave out of"),
            ("replace", "replace in"),
            ("consumers", "add consumers to in"),
        ):
            if key in app:
                raise self.fail(
                    "app",
                    key,
                    f"{key} names what to {what} another app, but there is no extends",
                    'For example: extends = "../toolbox/wae.toml"',
                )
        components = self.table(data, "components")
        exports = self.exports(app)
        if not exports:
            raise self.fail("app", None, "[app] names no exports", 'For example: exports = ["cli"]')
        return Manifest(
            file=self.file,
            name=self.title(app),
            version=self.text_value(app, "app", "version"),
            exports=exports,
            imports=self.texts(app, "app", "imports"),
            wit=self.folders(app),
            world=self.world(app),
            wasi=self.wasi(app),
            contract_kind=self.contract_kind(app),
            shared=tuple(self.file.parent / name for name in self.texts(app, "app", "shared")),
            components=self.components(components, components),
            outputs=self.outputs(app),
            tools=self.tools(app),
            run=self.run(self.table(data, "run")) if "run" in data else None,
            deploy=self.deploy(self.table(data, "deploy")) if "deploy" in data else None,
            contracts=self.dependencies(self.table(data, "wit")) if "wit" in data else {},
        )

    def extending(self, data: dict[str, Any], app: dict[str, Any]) -> Manifest:
        """A manifest that says how it differs from another one, and nothing else."""
        for key in data:
            if key not in TABLES:
                raise self.fail(
                    key,
                    None,
                    f"an app that extends another one has no [{key}] of its own",
                    f"It may have [{'], ['.join(TABLES)}]",
                )
        for key in app:
            if key not in EXTENDING:
                raise self.fail(
                    "app",
                    key,
                    f"an app that extends another one has no {key} of its own",
                    f"Keys: {', '.join(EXTENDING)}",
                )
        return Manifest(
            file=self.file,
            name=self.title(app),
            version=self.text_value(app, "app", "version") if "version" in app else "",
            exports=self.exports(app),
            imports=(),
            wit=(),
            components=self.components(data.get("components", {}), None),
            run=self.run(self.table(data, "run")) if "run" in data else None,
            deploy=self.deploy(self.table(data, "deploy")) if "deploy" in data else None,
            extends=self.file.parent / self.text_value(app, "app", "extends"),
            without=self.texts(app, "app", "without"),
            wasi=self.wasi(app) if "wasi" in app else "",
            contract_kind=self.contract_kind(app) if "contracts" in app else "",
            replace=self.replacements(app),
            consumers=self.more_consumers(app),
        )

    def components(
        self, entries: dict[str, Any], known: Collection[str] | None
    ) -> dict[str, ComponentEntry]:
        """The tables of components; ``known`` are all of the app, if that is certain."""
        tables = ComponentTables(self.text, self.file, known)
        for name in entries:
            if not _NAME.fullmatch(name):
                raise self.fail(
                    f"components.{name}",
                    None,
                    f'"{name}" is not a component name',
                    "Use lower-case words, joined by -",
                )
        return {name: tables.read(name, entry) for name, entry in entries.items()}

    def exports(self, app: dict[str, Any]) -> tuple[AppExport, ...]:
        try:
            return read_exports(app.get("exports", []))
        except BadWish as error:
            raise self.fail("app", "exports", error.problem, error.hint) from None

    def more_consumers(self, app: dict[str, Any]) -> dict[str, tuple[str, ...]]:
        """Who else may import components of another app, by their names."""
        table = app.get("consumers", {})
        if not isinstance(table, dict) or not all(
            isinstance(names, list) and all(map(is_text, names)) for names in table.values()
        ):
            raise self.fail(
                "app",
                "consumers",
                "consumers must be a table of component = list of components",
                'For example: consumers = { openai = ["chat-stream"] }',
            )
        return {name: tuple(names) for name, names in table.items()}

    def replacements(self, app: dict[str, Any]) -> dict[str, Path]:
        """The folders of other components, by the names of those that they replace."""
        table = app.get("replace", {})
        if not isinstance(table, dict) or not all(map(is_text, table.values())):
            raise self.fail(
                "app",
                "replace",
                "replace must be a table of component = folder",
                'For example: replace = { password = "../passwords" }',
            )
        return {name: self.file.parent / folder for name, folder in table.items()}

    def title(self, app: dict[str, Any]) -> str:
        """The app's name."""
        title = self.text_value(app, "app", "name")
        if not _NAME.fullmatch(title):
            raise self.fail(
                "app", "name", f'"{title}" is not a name', "Use lower-case words, joined by -"
            )
        return title

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
        names = (wit,) if is_text(wit) else self.texts(app, "app", "wit")
        return tuple(self.file.parent / name for name in names)

    def world(self, app: dict[str, Any]) -> str:
        """The world that the app is to fit; empty where it names none."""
        name = self.text_value(app, "app", "world") if "world" in app else ""
        if name and not _WORLD.fullmatch(name):
            raise self.fail(
                "app", "world", f'"{name}" is not a world', "For example: wasi:http/proxy"
            )
        return name

    def wasi(self, app: dict[str, Any]) -> str:
        """The newest WASI that whoever runs the app has."""
        version = app.get("wasi", OLDER)
        if version not in VERSIONS:
            known = " or ".join(f'"{each}"' for each in VERSIONS)
            raise self.fail(
                "app", "wasi", f"wasi must be {known}", f'For example: wasi = "{NEWER}"'
            )
        return str(version)

    def contract_kind(self, app: dict[str, Any]) -> str:
        """Whether the functions of contracts are synchronous, as they are written, or all wait."""
        kind = app.get("contracts", SYNC)
        if kind not in KINDS:
            known = " or ".join(f'"{each}"' for each in KINDS)
            raise self.fail(
                "app",
                "contracts",
                f"contracts must be {known}",
                f'For example: contracts = "{ASYNC}"',
            )
        return str(kind)

    def tools(self, app: dict[str, Any]) -> Path | None:
        """The folder of the team's own tools, if there is one."""
        return self.file.parent / self.text_value(app, "app", "tools") if "tools" in app else None

    def run(self, table: dict[str, Any]) -> RunRequest:
        try:
            return read_run(table)
        except BadRun as error:
            raise self.fail("run", error.key, error.problem, error.hint) from None

    def deploy(self, table: dict[str, Any]) -> DeployRequest:
        try:
            return read_deploy(table)
        except BadDeploy as error:
            inline = find_line(self.text, f"deploy.{error.key}")
            if inline > 1:
                raise self.fail(f"deploy.{error.key}", None, error.problem, error.hint) from None
            raise self.fail("deploy", error.key, error.problem, error.hint) from None

    def outputs(self, app: dict[str, Any]) -> dict[str, OutputOptions]:
        try:
            return read_outputs(app.get("outputs", {}))
        except BadOutputs as error:
            inline = "outputs" in app and find_line(self.text, "app.outputs") == 1
            table, key = ("app", "outputs") if inline else ("app.outputs", error.command)
            raise self.fail(table, key, error.problem, error.hint) from None
