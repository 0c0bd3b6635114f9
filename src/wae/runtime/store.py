"""A store with its limits, the instance in it, and calls of that."""

from ctypes import byref, c_void_p

from wae.errors import AppError, Crash, EngineError
from wae.runtime import capi
from wae.runtime.engine import Component, Engine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MEMORY = 1 << 30
"""Bytes that each linear memory of an app may grow to."""

_NO_LIMIT = -1
_U8, _RESULT = 2, 19
_NO_LOOP = "called without a running event loop"  # wasmtime's words for an async call in a blocking


NO_DEADLINE = 1 << 62
"""Epochs that nobody lives to see the end of."""

_BUSY = "cannot add seals to the memfd"
"""Of a memory's image, which Linux does not let wasmtime seal while it looks at one of its pages
itself, to move it for example (EBUSY, fcntl(2)). The next try finds it free."""


class Store:
    """A fresh store that owns the given `wasi_config_t`; `close` frees everything in it.

    `memory` is how many bytes each linear memory may grow to.
    """

    def __init__(self, engine: Engine, wasi_config: int, memory: int = MEMORY) -> None:
        self._engine = engine
        self._library = engine.library
        self._store = self._library.wasmtime_store_new(engine.pointer, None, None)
        self._context = self._library.wasmtime_store_context(self._store)
        self._library.wasmtime_store_limiter(self._store, memory, *[_NO_LIMIT] * 4)
        self._expect(self._library.wasmtime_context_set_wasi(self._context, wasi_config))
        self._library.wasmtime_context_set_wasi_http(self._context)
        self._async: dict[int, bool] = {}  # by export index
        self.set_deadline(NO_DEADLINE)

    def close(self) -> None:
        """Frees the store; it must not be used again."""
        self._library.wasmtime_store_delete(self._store)

    def instantiate(self, component: Component, linker: "int | None" = None) -> capi.Instance:
        """A new instance of `component`, with WASI 0.2 and `wasi:http` for its imports.

        With a `linker` it has what that has. Raises AppError if it imports anything else, Crash
        if it traps already here.
        """
        library = self._library
        instance = capi.Instance()
        for last in (False, False, True):
            error = library.wasmtime_component_linker_instantiate(
                linker or self._engine.linker(), self._context, component.pointer, byref(instance)
            )
            if not error:
                break
            text, _ = capi.take_error(library, error)
            if "wasm trap" in text:
                raise _crash(text)
            if last or _BUSY not in text:
                raise _not_here(text)
        return instance

    def set_deadline(self, epochs: int) -> None:
        """Traps what runs when so many epochs of the engine have ended, if it has deadlines."""
        self._library.wasmtime_context_set_epoch_deadline(self._context, epochs)

    def call(self, instance: capi.Instance, export: int) -> int:
        """Calls the command at the export index and returns the exit code.

        That is its `u8`; 0 or 1 for a `result`; or what it passed to `wasi:cli/exit`. Raises
        Crash if it traps, AppError if it is no function or returns anything else.
        """
        value = capi.Value()
        status = self.invoke(instance, export, None, 0, byref(value))
        return _exit_code(value) if status is None else status

    def invoke(
        self, instance: capi.Instance, export: int, arguments: "Any", count: int, result: "Any"
    ) -> "int | None":
        """Calls the function at the export index with `count` values at `arguments`.

        `result` is where its result goes, None if it has none. Returns the status if the app
        ended itself by `wasi:cli/exit`, else None. Raises Crash if it traps, AppError if there
        is no such function.
        """
        library = self._library
        func = capi.Func()
        if not library.wasmtime_component_instance_get_func(
            byref(instance), self._context, export, byref(func)
        ):
            raise AppError("the app's command is not a function")
        call = self._await if self._is_async(func, export) else library.wasmtime_component_func_call
        given = byref(func), self._context, arguments, count, result, result is not None
        error = call(*given)
        if not error:
            return None
        text, status = capi.take_error(library, error)
        if status is None:
            raise _crash(text)
        return status

    def _is_async(self, func: capi.Func, export: int) -> bool:
        if export not in self._async:
            library = self._library
            kind = library.wasmtime_component_func_type(byref(func), self._context)
            self._async[export] = library.wasmtime_component_func_type_async(kind)
            library.wasmtime_component_func_type_delete(kind)
        return self._async[export]

    def _await(self, *given: "Any") -> "int | None":
        """Calls a function that may wait for others, and waits for it: its error, if any.

        Each poll lets every task of the app run until all of them wait. What they wait for is
        WASI 0.2's, whose functions block; so there is nothing to do in between.
        """
        library, error = self._library, c_void_p()
        future = library.wasmtime_component_func_call_async(*given, byref(error))
        while not library.wasmtime_call_future_poll(future):
            pass
        library.wasmtime_call_future_delete(future)
        return error.value

    def drop(self, resource: int) -> None:
        """Drops a resource that the app gave away. Raises Crash if its destructor traps."""
        error = self._library.wasmtime_component_resource_any_drop(self._context, resource)
        self._library.wasmtime_component_resource_any_delete(resource)
        if error:
            raise _crash(capi.take_error(self._library, error)[0])

    def _expect(self, error: "int | None") -> None:
        if error:
            raise EngineError(capi.take_error(self._library, error)[0])


def _exit_code(value: capi.Value) -> int:
    first: int = value.words[0] & 0xFF
    if value.kind == _U8:
        return first
    if value.kind == _RESULT:
        return 0 if first else 1
    raise AppError("the app's command returns neither an exit code nor a result")


def _not_here(text: str) -> AppError:
    """From wasmtime's message about an app that cannot be instantiated."""
    reason = text.strip().partition("\n")[0]
    name = reason.partition("imports instance `")[2].partition("`")[0]
    if name.startswith("wasi:") and name.partition("@")[2].startswith("0.3."):
        return AppError(
            f"the app imports {name}, and the wasmtime package has no WASI 0.3 yet",
            hint="The wasmtime command has it: wasmtime run",
            debug=text,
        )
    return AppError(f"the app cannot run here: {reason}", debug=text)


def _crash(text: str) -> Crash:
    """From wasmtime's message: frames first, then the cause after "Caused by:"."""
    cause = text.rpartition("Caused by:")[2].strip().removeprefix("wasm trap: ")
    if _NO_LOOP in cause:
        cause = "a synchronous function called an async one, which only an async function may"
    return Crash(
        f"the app crashed ({cause})", hint="Run again with --debug to see its traceback", debug=text
    )
