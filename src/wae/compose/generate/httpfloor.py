"""The floor under ``wasi:http/client`` of WASI 0.3, made of ``wasi:http`` and ``wasi:io`` of 0.2.

It is one component, the same for every app: ``http_floor/component.wasm``, which
``scripts/http-floor`` makes of the WAT and the WIT beside it.
"""

from __future__ import annotations

from wae.compose.generate.packaged import Packaged

CLIENT, TYPES = INTERFACES = ("wasi:http/client@0.3", "wasi:http/types@0.3")

_FLOOR = Packaged("http_floor")
binary, imported, interfaces = _FLOOR.binary, _FLOOR.imported, _FLOOR.exported
