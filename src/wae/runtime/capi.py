"""The functions of wasmtime's C API that wae calls, and their signatures.

Every pointer is a `c_void_p`, so that Python sees plain integers (None for NULL). Signatures
are those of wasmtime 50 (`wasm.h`, `wasi.h`, `wasmtime.h`, `wasmtime/component.h`).
"""

from ctypes import (
    CDLL,
    CFUNCTYPE,
    PyDLL,
    Structure,
    byref,
    c_bool,
    c_char_p,
    c_int,
    c_int64,
    c_size_t,
    c_ssize_t,
    c_uint8,
    c_uint32,
    c_uint64,
    c_void_p,
    string_at,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class ByteVec(Structure):
    """`wasm_byte_vec_t`: bytes that the library allocated."""

    _fields_ = (("size", c_size_t), ("data", c_void_p))


class Instance(Structure):
    """`wasmtime_component_instance_t`: an index into a store."""

    _fields_ = (("store_id", c_uint64), ("index", c_uint32))


class FuncInstance(Structure):
    """The first member of `wasmtime_component_func_t`; its own padding matters."""

    _fields_ = (("store_id", c_uint64), ("index", c_uint32))


class Func(Structure):
    """`wasmtime_component_func_t`: an index into a store."""

    _fields_ = (("instance", FuncInstance), ("index", c_uint32), ("data", c_void_p))


class Value(Structure):
    """`wasmtime_component_val_t`: a kind byte and a union of at most three words.

    Of the union only the first byte is read here: a `u8`, or the `is_ok` of a `result`.
    """

    _fields_ = (("kind", c_uint8), ("words", c_uint64 * 3))


WriteCallback = CFUNCTYPE(c_ssize_t, c_void_p, c_void_p, c_size_t)
"""`(data, bytes, count) -> count written`, or a negative errno."""

HostCallback = CFUNCTYPE(
    c_size_t, c_void_p, c_void_p, c_void_p, c_void_p, c_size_t, c_void_p, c_size_t
)
"""`(data, context, type, arguments, count, results, count) -> wasmtime_error_t`, or 0."""

Destructor = CFUNCTYPE(c_size_t, c_void_p, c_void_p, c_uint32)
"""`(data, context, representation) -> wasmtime_error_t`, or 0."""

_P = c_void_p
_SIGNATURES: "dict[str, tuple[Any, ...]]" = {
    # name: (result, *arguments)
    "wasm_config_new": (_P,),
    "wasmtime_config_strategy_set": (None, _P, c_uint8),
    "wasmtime_config_max_wasm_stack_set": (None, _P, c_size_t),
    "wasmtime_config_async_stack_size_set": (None, _P, c_size_t),
    "wasmtime_config_epoch_interruption_set": (None, _P, c_bool),
    "wasmtime_engine_increment_epoch": (None, _P),
    "wasm_engine_new": (_P,),
    "wasm_engine_new_with_config": (_P, _P),
    "wasm_engine_delete": (None, _P),
    "wasmtime_component_new": (_P, _P, c_char_p, c_size_t, _P),
    "wasmtime_component_serialize": (_P, _P, _P),
    "wasmtime_component_deserialize_file": (_P, _P, c_char_p, _P),
    "wasmtime_component_get_export_index": (_P, _P, _P, c_char_p, c_size_t),
    "wasmtime_component_linker_new": (_P, _P),
    "wasmtime_component_linker_add_wasip2": (_P, _P),
    "wasmtime_component_linker_add_wasi_http": (_P, _P),
    "wasmtime_component_linker_instantiate": (_P, _P, _P, _P, _P),
    "wasmtime_component_linker_root": (_P, _P),
    "wasmtime_component_linker_instance_add_instance": (_P, _P, c_char_p, c_size_t, _P),
    "wasmtime_component_linker_instance_add_func": (
        *(_P, _P, c_char_p, c_size_t, HostCallback, _P, _P),
    ),
    "wasmtime_component_linker_instance_add_resource": (
        *(_P, _P, c_char_p, c_size_t, _P, Destructor, _P, _P),
    ),
    "wasmtime_component_linker_instance_delete": (None, _P),
    "wasmtime_component_linker_delete": (None, _P),
    "wasmtime_component_instance_get_func": (c_bool, _P, _P, _P, _P),
    "wasmtime_component_func_call": (_P, _P, _P, _P, c_size_t, _P, c_size_t),
    "wasmtime_component_func_call_async": (_P, _P, _P, _P, c_size_t, _P, c_size_t, _P),
    "wasmtime_call_future_poll": (c_bool, _P),
    "wasmtime_call_future_delete": (None, _P),
    "wasmtime_component_func_type": (_P, _P, _P),
    "wasmtime_component_func_type_async": (c_bool, _P),
    "wasmtime_component_func_type_delete": (None, _P),
    "wasmtime_component_val_delete": (None, _P),
    "wasmtime_component_val_clone": (None, _P, _P),
    "wasmtime_component_resource_any_clone": (_P, _P),
    "wasmtime_component_resource_any_drop": (_P, _P, _P),
    "wasmtime_component_resource_any_delete": (None, _P),
    "wasmtime_component_resource_any_to_host": (_P, _P, _P, _P),
    "wasmtime_component_resource_host_new": (_P, c_bool, c_uint32, c_uint32),
    "wasmtime_component_resource_host_rep": (c_uint32, _P),
    "wasmtime_component_resource_host_to_any": (_P, _P, _P, _P),
    "wasmtime_component_resource_host_delete": (None, _P),
    "wasmtime_component_resource_type_new_host": (_P, c_uint32),
    "wasmtime_component_resource_type_delete": (None, _P),
    "wasmtime_store_new": (_P, _P, _P, _P),
    "wasmtime_store_context": (_P, _P),
    "wasmtime_store_limiter": (None, _P, c_int64, c_int64, c_int64, c_int64, c_int64),
    "wasmtime_store_delete": (None, _P),
    "wasmtime_context_set_epoch_deadline": (None, _P, c_uint64),
    "wasmtime_context_set_wasi": (_P, _P, _P),
    "wasmtime_context_set_wasi_http": (None, _P),
    "wasi_config_new": (_P,),
    "wasi_config_set_argv": (c_bool, _P, c_size_t, _P),
    "wasi_config_set_env": (c_bool, _P, c_size_t, _P, _P),
    "wasi_config_inherit_stdin": (None, _P),
    "wasi_config_inherit_stdout": (None, _P),
    "wasi_config_set_stderr_custom": (None, _P, WriteCallback, _P, _P),
    "wasi_config_inherit_network": (None, _P),
    "wasi_config_allow_ip_name_lookup": (None, _P, c_bool),
    "wasi_config_preopen_dir": (c_bool, _P, c_char_p, c_char_p, c_bool),
    "wasmtime_error_new": (_P, c_char_p),
    "wasmtime_error_message": (None, _P, _P),
    "wasmtime_error_exit_status": (c_bool, _P, _P),
    "wasmtime_error_delete": (None, _P),
    "wasm_byte_vec_delete": (None, _P),
}


_QUICK = frozenset(
    (
        "wasmtime_component_get_export_index",
        "wasmtime_component_instance_get_func",
        "wasmtime_component_func_type",
        "wasmtime_component_func_type_async",
        "wasmtime_component_func_type_delete",
        "wasmtime_component_val_delete",
        "wasmtime_component_resource_any_clone",
        "wasmtime_component_resource_any_delete",
        "wasmtime_store_context",
        "wasmtime_context_set_epoch_deadline",
    )
)
"""Functions that take less time than letting another thread have the interpreter (and waiting for
one's turn again), wait for nothing and call nobody back."""


class Library:
    """The shared library at `path`; its functions are attributes, declared when first used."""

    def __init__(self, path: str) -> None:
        self._dll = CDLL(path)
        self._quick = PyDLL(path, handle=self._dll._handle)

    def __getattr__(self, name: str) -> "Any":
        result, *arguments = _SIGNATURES[name]
        function = getattr(self._quick if name in _QUICK else self._dll, name)
        function.restype = result
        function.argtypes = arguments
        setattr(self, name, function)
        return function


def take_bytes(library: Library, vector: ByteVec) -> bytes:
    """Copies the bytes of `vector` out of the library's memory and frees them there."""
    content = string_at(vector.data, vector.size) if vector.size else b""
    library.wasm_byte_vec_delete(byref(vector))
    return content


def take_error(library: Library, error: int) -> "tuple[str, int | None]":
    """Reads and frees a `wasmtime_error_t`: its message, and the status if it is an exit."""
    status = c_int()
    exited = library.wasmtime_error_exit_status(error, byref(status))
    message = ByteVec()
    library.wasmtime_error_message(error, byref(message))
    text = take_bytes(library, message).decode("utf-8", "replace")
    library.wasmtime_error_delete(error)
    return text, status.value if exited else None


def string_array(strings: "list[bytes]") -> "Any":
    """A C array of NUL-terminated strings, alive as long as the value returned."""
    return (c_char_p * len(strings))(*strings)
