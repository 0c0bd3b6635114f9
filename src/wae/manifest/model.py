"""What a ``wae.toml`` says, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from wae.compose.asynchronous import SYNC
from wae.compose.floors import OLDER
from wae.compose.generate.policy import Policy
from wae.compose.graph import APP, AppExport, Wire
from wae.errors import WaeError
from wae.manifest.contracts import ContractEntry
from wae.manifest.deploy import DeployRequest
from wae.manifest.lines import find_line, says
from wae.manifest.origin import BuildCommand
from wae.manifest.run import RunRequest
from wae.manifest.text import read_text


class ManifestError(WaeError):
    """The manifest cannot be followed; the message begins with its file and line."""


@dataclass(frozen=True)
class ComponentEntry:
    """One ``[components.NAME]`` table: a ``source`` folder, with the command that ``build``s it if
    it is not Python; the ``path`` of a .wasm; or a component that is ``given`` with wae.

    A ``path`` without ``sha256`` was named on the command line; it ``replaces`` what the manifest
    has. ``tool`` is the folder with what the app's own team says of it (`[app] tools`), whoever
    makes the component. ``file`` is the manifest that has the table, if the app only extends that.
    """

    name: str
    line: int
    source: Path | None = None
    path: Path | None = None
    given: str | None = None
    sha256: str | None = None
    build: BuildCommand | None = None
    grants: frozenset[str] = frozenset()
    policy: Policy | None = None
    per_consumer: bool = False
    consumers: frozenset[str] | None = None
    variables: tuple[str, ...] | None = None
    wiring: dict[str, Wire] = field(default_factory=dict)
    replaces: ComponentEntry | None = None
    tool: Path | None = None
    file: Path | None = None


@dataclass(frozen=True)
class OutputOptions:
    """The options of one command that take a value: the name of a file to write, or another.

    ``reads``    name files to read, wherever those are.
    ``folders``  name folders to write files in.
    ``here``     write files in the current folder where none of ``folders`` is given.
    ``asks``     where no option names a file to write, it asks for one in the current folder.
    """

    files: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    here: tuple[str, ...] = ()
    asks: bool = False


@dataclass(frozen=True)
class Manifest:
    """``extends`` another manifest, ``without`` some of its components; ``replace`` has the folders
    of others for some, and ``consumers`` who else may import them.

    ``bases`` are all manifests that it extends, the nearest first, and ``left_out`` what is not in
    it of theirs.
    """

    file: Path
    name: str
    version: str
    exports: tuple[AppExport, ...]
    imports: tuple[str, ...]
    wit: tuple[Path, ...]
    world: str = ""
    wasi: str = OLDER
    contract_kind: str = SYNC
    shared: tuple[Path, ...] = ()
    components: dict[str, ComponentEntry] = field(default_factory=dict)
    outputs: dict[str, OutputOptions] = field(default_factory=dict)
    tools: Path | None = None
    run: RunRequest | None = None
    deploy: DeployRequest | None = None
    contracts: dict[str, ContractEntry] = field(default_factory=dict)
    extends: Path | None = None
    without: tuple[str, ...] = ()
    replace: dict[str, Path] = field(default_factory=dict)
    consumers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    bases: tuple[Path, ...] = ()
    left_out: dict[str, ComponentEntry] = field(default_factory=dict)

    @property
    def files(self) -> tuple[Path, ...]:
        """All manifests that say what this app is."""
        return (self.file, *self.bases)

    def error_at(
        self, table: str, message: str, hint: str = "", key: str | None = None
    ) -> ManifestError:
        """An error at one of the tables, or at a key of it."""
        file = next((each for each in self.files if says(each, table, key)), self.file)
        line = find_line(read_text(file), table, key)
        return ManifestError(f"{file}:{line}: {message}", hint=hint)

    def contract_error(self, entry: ContractEntry, message: str, hint: str = "") -> ManifestError:
        """An error at an entry of ``[wit]``."""
        return ManifestError(f"{self.files[-1]}:{entry.line}: {message}", hint=hint)

    def replacing(self, name: str, path: Path) -> Manifest:
        """This manifest with the .wasm file ``path`` instead of component ``name``.

        Its grants, hosts and wiring stay as they are, and so does what it is to export. Raises
        :class:`ManifestError` for a name that is no component.
        """
        if name not in self.components:
            raise ManifestError(
                f'{self.file} has no component "{name}"',
                hint=f"Components: {', '.join(self.components)}",
            )
        known = self.components[name]
        entry = replace(
            known, source=None, given=None, build=None, path=path, sha256=None, replaces=known
        )
        return replace(self, components={**self.components, name: entry})

    def error(self, component: str, message: str, hint: str = "") -> ManifestError:
        """An error at a component's table, or at ``[app]`` for a name that is no component."""
        entry = self.components.get(component, self.left_out.get(component))
        if entry is None:
            key = "imports" if component == APP else "exports"
            return self.error_at("app", message, hint, key)
        return ManifestError(f"{entry.file or self.file}:{entry.line}: {message}", hint=hint)
