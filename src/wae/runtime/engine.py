"""The engine: makes components into machine code and loads such code again.

The one seam between wae and wasmtime; the same settings compile and run. Code for a command line
has no epoch interruption: there is no deadline, and the checks would slow every loop. Code that
serves many callers has, so that none can take a sandbox for ever.

There are two compilers: Cranelift, and the baseline compiler Winch, which takes a third of the time
and whose code is somewhat slower. An engine loads code of its own compiler alone.
"""

import os
from ctypes import byref, c_void_p

from wae.errors import AppError, ArtifactRefused, EngineError
from wae.runtime import cache_directory, capi
from wae.runtime.library import identity, library_path, package_folder

WASM_STACK = 32 << 20
"""Bytes of native stack for wasm frames.

CPython in a guest watches only its own stack, in linear memory; with this much native stack that
one ends first, so deeply nested data is a RecursionError there and not a trap here.
"""

HOST_STACK = 8 << 20
"""Bytes of stack for the host's functions, beyond those for wasm frames."""


_CRANELIFT, _WINCH = 1, 2
"""`wasmtime_strategy_enum` (wasmtime/config.h)."""


class Component:
    """A compiled component; it lives as long as the process."""

    def __init__(self, pointer: int) -> None:
        self.pointer = pointer


class Engine:
    """wasmtime, without its Python package. Raises EngineError if it is not there or not fit.

    `deadlines`: its code can be interrupted when an epoch ends. `baseline`: whether the compiler is
    the baseline one; None leaves that open until `choose`. `identity` tells code of this wasmtime
    from that of any other.
    """

    def __init__(self, *, deadlines: bool = False, baseline: "bool | None" = False) -> None:
        self.deadlines = deadlines
        self.baseline = baseline
        path = library_path(package_folder())
        self.identity = identity(path, cache_directory.path(os.environ))
        self.library = capi.Library(path)
        self._pointer: int | None = None
        self._linker: int | None = None

    @property
    def pointer(self) -> int:
        """The `wasm_engine_t`, made when it is first needed."""
        if self._pointer is None:
            self._pointer = self._new()
        return self._pointer

    def choose(self, *, baseline: bool) -> None:
        """Settles which compiler it has; what another one compiled must not be used any more."""
        if self._pointer is not None and self.baseline != baseline:
            self.library.wasm_engine_delete(self._pointer)
            self._pointer = self._linker = None
        self.baseline = baseline

    def _new(self) -> int:
        config = self.library.wasm_config_new()
        self.library.wasmtime_config_strategy_set(config, _WINCH if self.baseline else _CRANELIFT)
        self.library.wasmtime_config_max_wasm_stack_set(config, WASM_STACK)
        # wasmtime insists that a fiber's stack is larger than what wasm may use of it.
        self.library.wasmtime_config_async_stack_size_set(config, WASM_STACK + HOST_STACK)
        self.library.wasmtime_config_epoch_interruption_set(config, self.deadlines)
        pointer: int = self.library.wasm_engine_new_with_config(config)
        return pointer

    def linker(self) -> int:
        """A `wasmtime_component_linker_t` with WASI 0.2 and `wasi:http`; the engine's."""
        if self._linker is None:
            self._linker = self.new_linker()
        return self._linker

    def new_linker(self) -> int:
        """Another one like it, to which its owner may add."""
        linker: int = self.library.wasmtime_component_linker_new(self.pointer)
        for add in ("wasip2", "wasi_http"):
            function = getattr(self.library, f"wasmtime_component_linker_add_{add}")
            error = function(linker)
            if error:
                raise EngineError(capi.take_error(self.library, error)[0])
        return linker

    def compile(self, wasm: bytes) -> Component:
        """Compiles a component's binary, on all cores. Raises AppError if it is not one."""
        out = c_void_p()
        error = self.library.wasmtime_component_new(self.pointer, wasm, len(wasm), byref(out))
        if error:
            text, _ = capi.take_error(self.library, error)
            cause = text.strip().rpartition("\n")[2].strip()
            raise AppError(f"wasmtime cannot compile the app: {cause}", debug=text)
        return Component(_pointer(out))

    def serialize(self, component: Component) -> bytes:
        """The machine code of `component`, for `load` by the same engine on the same CPU."""
        out = capi.ByteVec()
        error = self.library.wasmtime_component_serialize(component.pointer, byref(out))
        if error:
            raise AppError(capi.take_error(self.library, error)[0])
        return capi.take_bytes(self.library, out)

    def load(self, code: int) -> Component:
        """Maps machine code that `serialize` made, from the open file `code`.

        The file is trusted: it is native code. It is named by its descriptor, so that what is
        loaded is what was judged, whatever its path leads to by now. Raises ArtifactRefused if it
        was made by another version, with other settings, or for CPU features that this CPU does
        not have.
        """
        out = c_void_p()
        path = f"/dev/fd/{code}".encode()
        error = self.library.wasmtime_component_deserialize_file(self.pointer, path, byref(out))
        if error:
            text, _ = capi.take_error(self.library, error)
            raise ArtifactRefused(f"compiled code cannot be loaded: {text}")
        return Component(_pointer(out))


def _pointer(out: c_void_p) -> int:
    assert out.value is not None
    return out.value
