"""An installed tool, wherever an app is expected: what was granted is in the bytes that run."""

from __future__ import annotations

import os
from collections.abc import Mapping

from wae.errors import AppError, UsageError
from wae.grants.granted import GrantedApp
from wae.grants.granted import grant as grant_app
from wae.grants.wrapped import RECIPE
from wae.installed import lock, place
from wae.installed.lock import Tool
from wae.runtime.app import TOOLBOX, BundledApp, FileApp
from wae.runtime.app import find_app as find_other
from wae.runtime.eviction import GRANTED
from wae.runtime.private_files import kept

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wae.grants.granted import Refusal
    from wae.grants.model import Grants
    from wae.runtime.app import App


def find_app(name: str, where: str) -> App:
    """The app that a command or `wae.load` names: an installed tool, the toolbox, or a file.

    ``where`` is the cache folder. Raises AppError.
    """
    if name != TOOLBOX and place.has(name, os.environ):
        tool = lock.read(os.environ).get(name)
        if tool is not None:
            return InstalledTool(tool, os.environ, where)
    return find_other(name, where)


def grant(
    app: App,
    grants: Grants,
    environ: Mapping[str, str],
    where: str,
    refusal: Refusal | None = None,
) -> GrantedApp:
    """`wae.grants.granted.grant`, but an installed tool has what it was granted then, no more.

    Raises UsageError for a tool that is to get something else.
    """
    if not isinstance(app, InstalledTool):
        return grant_app(app, grants, environ, where, refusal)
    if not grants.is_nothing:
        raise UsageError(
            f"{app.name} has what it was granted when it was installed",
            hint=f"To give it more: wae upgrade {app.name}",
        )
    return app.granted()


class InstalledTool(FileApp):
    """A tool as it was published; ``where`` is the cache folder.

    Raises AppError for one whose file is not the one that was installed.
    """

    def __init__(self, tool: Tool, environ: Mapping[str, str], where: str) -> None:
        super().__init__(place.path(tool.name, environ), where)
        self.name = tool.name
        self._tool = tool
        self._cache = where
        if self.sha256 != tool.sha256:
            raise AppError(
                f"the file of {tool.name} is not the one that was installed: hash mismatch",
                hint=f"wae remove {tool.name}, and install it again",
            )

    def granted(self) -> GrantedApp:
        """It, with what it was granted, and what its instances get of this process."""
        return _GrantedTool(self._tool, self, self._cache)


class _GrantedTool(GrantedApp):
    def __init__(self, tool: Tool, source: InstalledTool, where: str) -> None:
        grants = tool.grants
        # Read by the `settings` of its `wae:http`; a filter keeps them from the tool itself.
        grants.variables |= dict.fromkeys(tool.settings)
        composite = _Composite(tool, source, where)
        super().__init__(source, composite, grants, place.data_name(tool.name))
        self._tool = tool

    @property
    def settled(self) -> tuple[str, ...]:
        """Nothing: another process knows it by its name."""
        return ()

    def with_denials(self, wasm: bytes) -> bytes:
        """A part of the tool, held to the same grants."""
        return _composed(self._tool, wasm)


class _Composite:
    """The tool with its grants in its bytes. To compose it takes longer than to run it, so its
    digest is noted in the cache folder, for this wae and this toolbox, whose `wae:http` it has."""

    def __init__(self, tool: Tool, source: FileApp, where: str) -> None:
        self.name = tool.name
        self._tool = tool
        self._source = source
        self._wasm: bytes | None = None
        self.sha256 = kept(note_of(tool), where, f"{RECIPE} {_toolbox()}", self._digest, str)

    def read(self) -> bytes:
        """The composite's binary. Raises AppError."""
        if self._wasm is None:
            self._wasm = _composed(self._tool, self._source.read())
        return self._wasm

    def _digest(self) -> str:
        return _sha256(self.read())


def _composed(tool: Tool, wasm: bytes) -> bytes:
    from wae.installed.compose import compose  # which takes longer to import than the rest

    return compose(wasm, tool.name, tool.grants, tool.keys)


def note_of(tool: Tool) -> str:
    """The name of the note with its composite's digest: another for all that this depends on."""
    words = "\n".join((tool.name, tool.sha256, *tool.granted, "", *tool.keys))
    return _sha256(words.encode("utf-8", "surrogateescape")) + GRANTED


def _toolbox() -> str:
    try:
        return BundledApp().sha256
    except AppError:  # then there is no wae:http to compose with
        return ""


def _sha256(content: bytes) -> str:
    from hashlib import sha256  # few calls need it, and it takes 2 ms

    return sha256(content).hexdigest()
