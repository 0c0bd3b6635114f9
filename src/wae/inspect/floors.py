"""Recognizes generated floors: interfaces of WASI 0.3, made of what WASI 0.2 has."""

from __future__ import annotations

from wae.compose.generate import httpfloor, pollfloor
from wae.compose.generate.floor import TITLE, floor
from wae.compose.generate.standard import among
from wae.inspect.generated import Declared, Generated


def read_floor(component: bytes, declared: Declared) -> Generated | None:
    """The floor that a component is; None if it is not exactly one that we generate.

    Its title says under which interface; nothing else has these bytes, the title among them.
    """
    if component in (httpfloor.binary(), pollfloor.binary()):
        return Generated("floor", 1, calls=frozenset(declared.imports))
    made = floor(declared.title.removeprefix(TITLE), among(declared.imports))
    if made.binary != component:
        return None
    return Generated("floor", 1, calls=frozenset(declared.imports))
