"""WASI's interfaces, and denials of them that run."""

from typing import Any

import dummy
import wasi
from running import Running

from wae.binary.decode import decode_component
from wae.binary.types import Interface
from wae.compose.generate.denial import denial
from wae.compose.interfaces import Interfaces

OPEN = ("wasi:io/error", "wasi:io/poll", "wasi:clocks/", "wasi:random/")
STREAMS = ("wasi:io/streams", "wasi:cli/stderr")
AT = "@0.2.9"


def every() -> dict[str, Interface]:
    lines = "\n".join(f"import {name}{AT};" for name in wasi.interfaces())
    imports = decode_component(wasi.component(lines, "0.2.9")).imports
    return {name: item for name, item in imports.items() if isinstance(item, Interface)}


def running(interfaces: Interfaces, open_ones: tuple[str, ...] = OPEN) -> Running:
    """The denial of everything but `open_ones` to a component `p`, on wasmtime's WASI."""
    made = denial("p", [n for n in interfaces if not n.startswith(open_ones)], interfaces)
    assert "" == dummy.problem(made.binary)
    return Running(made.binary, {"SECRET": "x"})


def call(denied: Running, interface: str, function: str, *arguments: Any) -> Any:
    return denied.call(function, *arguments, interface=interface + AT)
