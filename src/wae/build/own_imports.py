"""What a component's own files import, kept in the cache: to parse them all is most of a check.

It goes by what is in the files, and by the Python that parses them, alone.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from wae.build import cache as kept
from wae.build.imports import Import, imports
from wae.build.source import Source

Imports: TypeAlias = dict[str, tuple[Import, ...]]

_RECIPE = "2"  # raise it when something else is taken from a file
_FOLDER = "imports"


def own_imports(source: Source, cache: Path) -> Imports:
    """What each Python file imports that is neither included nor of a package."""
    files = {
        file: content
        for file, content in source.files.items()
        if file.endswith(".py") and file not in source.included
    }
    folder, key = cache / _FOLDER, _key(files)
    content = kept.load(folder, source.name, key, ".json")
    if content is not None:
        stored = json.loads(content)
        return {file: tuple(_restored(*each) for each in stored[file]) for file in files}
    parsed = {file: imports(text, PurePosixPath(file).parent.parts) for file, text in files.items()}
    document = {
        file: [(e.module, e.names, e.line, e.lazy, e.optional) for e in each]
        for file, each in parsed.items()
    }
    kept.keep(folder, source.name, key, ".json", json.dumps(document).encode())
    return parsed


def _restored(module: str, names: list[str], line: int, lazy: bool, optional: bool) -> Import:
    return Import(module, tuple(names), line, lazy, optional)


def _key(files: dict[str, bytes]) -> str:
    digests = sorted((file, hashlib.sha256(text).hexdigest()) for file, text in files.items())
    parts = (_RECIPE, sys.version_info[:3], digests)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[: kept.KEY_DIGITS]
