"""What the cache keeps of an installed tool, and how it goes: compiled code, and what was noted."""

from __future__ import annotations

import re
from collections.abc import Mapping

from wae.errors import AppError, CacheError
from wae.installed import place
from wae.installed.app import InstalledTool, note_of
from wae.installed.lock import Tool
from wae.runtime import cache_directory, digest
from wae.runtime.eviction import SLICES, states
from wae.runtime.private_files import read_note, remove

_LONGEST = 8 << 20
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


def kept_of(tool: Tool, environ: Mapping[str, str]) -> set[str]:
    """The digests by which the cache knows a tool that is there: its own, that of what runs instead
    of it, and those of the parts of that."""
    where = cache_directory.path(environ)
    try:
        composite = InstalledTool(tool, environ, where).granted().app.sha256
        with cache_directory.open_private(where) as folder:
            parts, _ = read_note(composite + SLICES, folder.descriptor, _LONGEST)
    except (AppError, CacheError):
        return {tool.sha256}  # of what is damaged; what nobody uses any more goes by itself
    return {tool.sha256, composite, note_of(tool)[:64], *_SHA256.findall(parts)}


def forget(tool: Tool, digests: set[str], environ: Mapping[str, str]) -> None:
    """Removes what is known by these digests from the cache, as far as that is possible."""
    where = cache_directory.path(environ)
    digest.forget(place.path(tool.name, environ), where)
    try:
        with cache_directory.open_private(where) as folder:
            for name in states(folder):
                if name[:64] in digests:
                    remove(name, folder.descriptor)
    except (CacheError, OSError):
        return
