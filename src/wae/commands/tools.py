"""What the commands about installed tools have in common."""

from __future__ import annotations

import os

from wae.grants import options
from wae.installed import keys as key_words
from wae.installed.compose import compose
from wae.installed.lock import Tool
from wae.runtime import cache, cache_directory
from wae.runtime.engine import Engine


class _Composite:
    """A tool that is not installed yet, with its grants in its bytes."""

    def __init__(self, name: str, wasm: bytes) -> None:
        from hashlib import sha256

        self.name = name
        self.sha256 = sha256(wasm).hexdigest()
        self._wasm = wasm

    def read(self) -> bytes:
        return self._wasm


def compiled(tool: Tool, wasm: bytes) -> None:
    """Composes and compiles a tool, so that what cannot run is not installed. Raises AppError."""
    made = compose(wasm, tool.name, tool.grants, tool.keys)
    cache.component(_Composite(tool.name, made), Engine(), cache_directory.path(os.environ))


def granted_text(tool: Tool) -> str:
    """What a tool may use, in words for people."""
    words = options.shell_line(tool.grants)
    return "; ".join(filter(None, [words, *key_words.sentences(tool.keys)])) or "nothing"


def document(tool: Tool) -> dict[str, object]:
    """A tool as JSON."""
    return {
        "name": tool.name,
        "reference": tool.reference,
        "digest": tool.digest or None,
        "sha256": tool.sha256,
        "granted": list(tool.granted),
        "denied": list(tool.denied),
        "keys": [
            dict(zip(("setting", "origin"), key.split("=", 1), strict=True)) for key in tool.keys
        ],
    }
