"""An app that is another one but for some of its components: `extends`, `without`, `replace` and
`consumers` in `[app]`.

It has a name of its own, and may have another version, `wasi`, `contracts`, `[run]` and `[deploy]`,
and more components and `exports`; all else is the other app's. So whatever that app grants, this
one grants to components of the same names or to nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from wae.compose.graph import APP
from wae.manifest.finding import MANIFEST
from wae.manifest.model import ComponentEntry, Manifest, ManifestError
from wae.manifest.origin import DEFAULTS

KEYS = (
    "name",
    "version",
    "exports",
    "wasi",
    "contracts",
    "extends",
    "without",
    "replace",
    "consumers",
)
"""What `[app]` may have then."""

TABLES = ("app", "components", "deploy", "run")

Read = Callable[[Path], Manifest]
"""Reads one manifest, by itself."""


def extended(manifest: Manifest, read: Read, above: tuple[Path, ...] = ()) -> Manifest:
    """The manifest with all that it has of the one that it extends, if it does.

    Raises :class:`wae.manifest.ManifestError` for one that is not there or extends this one, and
    for components to leave out that are not there, or that others name, and for more components
    that are there or name some that are not.
    """
    if manifest.extends is None:
        return manifest
    file = _file(manifest.extends)
    chain = (*above, manifest.file)
    if file.resolve() in {each.resolve() for each in chain}:
        shown = " → ".join(str(each) for each in (*chain, file))
        raise manifest.error_at("app", f"it extends itself: {shown}", "", "extends")
    if not file.is_file():
        hint = f"Name the {MANIFEST} of another app"
        raise manifest.error_at("app", f"there is no {file}", hint, "extends")
    base = extended(read(file), read, chain)
    _check(manifest, base)
    kept = {name: e for name, e in base.components.items() if name not in manifest.without}
    left_out = {
        name: replace(e, file=e.file or base.file)
        for name, e in base.components.items()
        if name in manifest.without
    }
    return replace(
        base,
        file=manifest.file,
        name=manifest.name,
        version=manifest.version or base.version,
        wasi=manifest.wasi or base.wasi,
        contract_kind=manifest.contract_kind or base.contract_kind,
        exports=(*(each for each in base.exports if each.component in kept), *manifest.exports),
        components={
            **{name: _entry(e, base.file, kept, manifest) for name, e in kept.items()},
            **manifest.components,
        },
        run=manifest.run or base.run,
        deploy=manifest.deploy,
        bases=base.files,
        left_out={**base.left_out, **left_out},
        extends=manifest.extends,
        without=manifest.without,
        replace=manifest.replace,
        consumers=manifest.consumers,
    )


def _file(named: Path) -> Path:
    return named if named.suffix == ".toml" else named / MANIFEST


def _entry(
    entry: ComponentEntry, file: Path, kept: Iterable[str], manifest: Manifest
) -> ComponentEntry:
    """An entry whose table is in ``file``, with nobody that is left out among its consumers, and
    with those that ``manifest`` adds; made of another source, if that names one."""
    consumers = entry.consumers
    if consumers is not None:
        consumers &= {*kept, *DEFAULTS}
        consumers |= {*manifest.consumers.get(entry.name, ())}
    entry = replace(entry, consumers=consumers, file=entry.file or file)
    source = manifest.replace.get(entry.name)
    if source is None:
        return entry
    return replace(entry, source=source, path=None, given=None, sha256=None, build=None)


def _check(manifest: Manifest, base: Manifest) -> None:
    for key, what in (("without", "leave out"), ("replace", "replace")):
        for name in getattr(manifest, key):
            if name not in base.components or (key == "replace" and name in manifest.without):
                raise manifest.error_at(
                    "app",
                    f'{base.file} has no component "{name}" to {what}',
                    f"Components: {', '.join(base.components)}",
                    key,
                )
    for name in manifest.components:
        if name in base.components:
            raise manifest.error_at(
                f"components.{name}",
                f'{base.file} has a component "{name}" already',
                "Give this one another name, or name its folder in replace",
            )
    known = {*base.components, *manifest.components} - {*manifest.without}
    for name, entry in manifest.components.items():
        for key, names in (
            ("consumers", entry.consumers or ()),
            ("imports", [wire.component for wire in entry.wiring.values()]),
        ):
            for other in sorted({*names} - {*known, *DEFAULTS, APP}):
                raise manifest.error_at(
                    f"components.{name}", f'there is no component "{other}"', "", key
                )
    _check_consumers(manifest, base)
    exported = [*base.exports, *manifest.exports]
    if all(each.component in manifest.without for each in exported):
        raise manifest.error_at(
            "app",
            "all that the app exports is left out",
            f"{base.file} exports {', '.join(each.component for each in base.exports)}",
            "without",
        )
    for name, entry in base.components.items():
        for interface, wire in entry.wiring.items():
            if name not in manifest.without and wire.component in manifest.without:
                raise needed(manifest, wire.component, name, interface)


def _check_consumers(manifest: Manifest, base: Manifest) -> None:
    """Only components of its own become consumers, and only of what not everybody may import."""
    for name, consumers in manifest.consumers.items():
        strangers = [other for other in consumers if other not in manifest.components]
        if name not in base.components or name in manifest.without:
            problem = f'{base.file} has no component "{name}" to add consumers to'
        elif base.components[name].consumers is None:
            problem = f'every component may import "{name}" already'
        elif strangers:
            problem = f'"{strangers[0]}" is no component that this app adds'
        else:
            continue
        raise manifest.error_at("app", problem, "", "consumers")


def needed(manifest: Manifest, left_out: str, name: str, interface: str) -> ManifestError:
    """The error for a component that is left out, and of which another one needs an interface."""
    return manifest.error_at(
        "app",
        f'"{left_out}" is left out, but "{name}" imports {interface} from it',
        f"Leave out {name} as well, or keep {left_out}",
        "without",
    )
