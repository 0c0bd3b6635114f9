"""Which wasmtime a shared library is: what it writes into the code that it compiles.

A package's metadata is a name that somebody gave to a folder. The header of compiled code is what
the library itself looks at before it loads such code.
"""

import struct
from ctypes import byref, c_void_p

from wae.errors import EngineError
from wae.runtime import capi, digest

SECTION = b".wasmtime.engine"
"""Of the ELF file that compiled code is: a byte for the format, the length of the version, the
version, settings (wasmtime, crates/wasmtime/src/engine/serialization.rs)."""

_FORMAT = 0
_EMPTY = b"\0asm\x0d\0\1\0"
_ELF64 = b"\x7fELF\2\1"
_DIGITS = 16


def of_library(path: str) -> str:
    """The version that the library at `path` writes, and the start of its SHA-256: `50-1f2e…`.

    The version alone is only a major one, and the next release may compile otherwise. Raises
    EngineError if the library cannot be loaded or is none of wasmtime's.
    """
    try:
        code = _compiled(capi.Library(path))
        version = written_version(code)
    except (OSError, AttributeError, ValueError) as error:
        raise EngineError(f"{path} is not a wasmtime library: {error}") from error
    return f"{version}-{digest.of_content(path)[:_DIGITS]}"


def written_version(code: bytes) -> str:
    """The version of wasmtime in the header of compiled code. Raises ValueError if it has none."""
    content = _section(code, SECTION)
    if len(content) < 2 or content[0] != _FORMAT:
        raise ValueError("it writes compiled code in a format that wae does not know")
    version = content[2 : 2 + content[1]].decode("ascii")
    if not version or version.strip("0123456789."):
        raise ValueError(f"it calls its version {version!r}")
    return version


def _compiled(library: capi.Library) -> bytes:
    engine = library.wasm_engine_new()
    component = c_void_p()
    error = library.wasmtime_component_new(engine, _EMPTY, len(_EMPTY), byref(component))
    if error:
        raise ValueError(capi.take_error(library, error)[0])
    code = capi.ByteVec()
    error = library.wasmtime_component_serialize(component, byref(code))
    if error:
        raise ValueError(capi.take_error(library, error)[0])
    return capi.take_bytes(library, code)


def _section(elf: bytes, name: bytes) -> bytes:
    """The content of a section in a 64-bit little-endian ELF file (System V ABI, chapter 4)."""
    if not elf.startswith(_ELF64):
        raise ValueError("what it compiles is not an ELF file")
    try:
        (table,) = struct.unpack_from("<Q", elf, 40)
        size, count, names = struct.unpack_from("<HHH", elf, 58)
        sections = [struct.unpack_from("<II16xQQ", elf, table + i * size) for i in range(count)]
        start = sections[names][2]
    except (struct.error, IndexError, OverflowError) as error:
        raise ValueError("what it compiles is an incomplete ELF file") from error
    for name_offset, _, offset, length in sections:
        if elf[start + name_offset :].startswith(name + b"\0"):
            return elf[offset : offset + length]
    return b""
