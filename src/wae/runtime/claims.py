"""Functions that an app's team calls harmless: they change nothing and tell nobody but their own
service, so that anybody may have them called (decision 14).

`wae build` takes them from `[chat] harmless` of each tool.toml, and keeps them in the app, in the
custom section `wae:harmless`: a JSON list of `INTERFACE#NAME`. It is a claim, and no proof.
"""

from __future__ import annotations

import json

from wae.binary.sections import custom_sections

SECTION = "wae:harmless"

_LARGEST = 1 << 20


def read(wasm: bytes) -> frozenset[str]:
    """Those that a component names; none where it has no such section, or a damaged one.

    Raises BinaryError for no component.
    """
    for content in custom_sections(wasm, SECTION, _LARGEST):
        try:
            names = json.loads(bytes(content))
        except (ValueError, RecursionError):
            continue
        if isinstance(names, list):
            return frozenset(name for name in names if isinstance(name, str))
    return frozenset()
