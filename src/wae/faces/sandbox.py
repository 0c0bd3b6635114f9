"""One instance of an app, of which any exported function can be called."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from ctypes import addressof, byref
from typing import Any

from wae.binary.value import Value
from wae.contract.model import Function
from wae.contract.shapes import Handle, Result
from wae.errors import AppError, Closed, Crash, WaeError
from wae.faces.memory import Arguments, read_value
from wae.runtime import capi
from wae.runtime.clock import EPOCH
from wae.runtime.engine import Component, Engine
from wae.runtime.last_words import explain
from wae.runtime.notices import Tail
from wae.runtime.store import MEMORY, NO_DEADLINE, Store
from wae.runtime.wasi import Surroundings, configure_calls


class Limits(Value):
    """What one sandbox may take: seconds for each call, bytes for each linear memory."""

    seconds: float | None = None
    memory: int = MEMORY


class ResultError(WaeError):
    """The function returned the error of its `result`; `value` is its payload, or None."""

    def __init__(self, function: Function, value: Any) -> None:
        super().__init__(f"{function.title} failed: {value}")
        self.function = function
        self.value = value


class Resource:
    """A resource that an app gave away; `close` drops it."""

    def __init__(self, sandbox: Sandbox, shape: Handle, pointer: int) -> None:
        self.sandbox = sandbox
        self.shape = shape
        self.pointer: int | None = pointer

    def forget(self) -> None:
        """It is the app's again."""
        pointer, self.pointer = self.pointer, None
        if pointer is not None:
            self.sandbox.forget(pointer)

    def close(self) -> None:
        """Drops it, once. Raises Crash if its destructor traps."""
        pointer, self.pointer = self.pointer, None
        if pointer is not None and not self.sandbox.dead:
            self.sandbox.drop(pointer)


class Sandbox:
    """An instance in a store of its own. Not for several threads at a time.

    After a trap nothing in it can be called again: it is ``dead``. Raises AppError or Crash where
    the app cannot be instantiated. ``present`` makes what callers get for a resource, ``linker``
    gives it other imports than WASI's.
    """

    def __init__(
        self,
        engine: Engine,
        component: Component,
        given: Surroundings,
        limits: Limits | None = None,
        present: Callable[[Resource], Any] = lambda resource: resource,
        linker: int | None = None,
    ) -> None:
        self.dead = False
        self._present = present
        self._limits = limits or Limits()
        self._library = engine.library
        self._component = component
        self._stderr = Tail()
        config, self._callback = configure_calls(engine.library, given, self._stderr.add)
        self._store = Store(engine, config, self._limits.memory)
        self._exports: dict[tuple[str, str], int] = {}
        try:
            self._start_clock()
            self._instance = self._store.instantiate(component, linker)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Frees everything; the sandbox cannot be used again."""
        if not self.dead:
            self.dead = True
            self._store.close()

    def call(self, function: Function, values: Sequence[Any]) -> Any:
        """What ``function`` returns for the values of its parameters; a result's ok value.

        Raises ResultError for a result's error, Crash if it traps or takes too long; ``debug``
        then has what the app wrote to stderr.
        """
        shapes = [parameter.shape for parameter in function.parameters]
        given: list[Resource] = []
        arguments = Arguments(shapes, values, lambda shape, value: self._lend(shape, value, given))
        result = capi.Value()
        self._start_clock()
        self._invoke(function, arguments, None if function.result is None else byref(result))
        for resource in given:
            resource.forget()
        if function.result is None:
            return None
        value: Any
        try:
            value = read_value(function.result, addressof(result), self._own)
        finally:
            self._library.wasmtime_component_val_delete(byref(result))
        if isinstance(function.result, Result):
            failed: type[Any] = function.result.made[1]
            if isinstance(value, failed):
                raise ResultError(function, value.value)
            return value.value
        return value

    def drop(self, pointer: int) -> None:
        """Drops a resource of this sandbox."""
        try:
            self._store.drop(pointer)
        except Crash as crash:
            raise self._dying(crash) from None

    def forget(self, pointer: int) -> None:
        """Frees what stands for a resource that was given back to the app."""
        self._library.wasmtime_component_resource_any_delete(pointer)

    def _invoke(self, function: Function, arguments: Arguments, place: Any) -> None:
        export = self._export(function)
        try:
            status = self._store.invoke(
                self._instance, export, arguments.pointer, arguments.count, place
            )
        except Crash as crash:
            raise self._dying(crash) from None
        if status is not None:
            raise self._dying(Crash(f"{function.title} ended the app (exit status {status})"))

    def _dying(self, crash: Crash) -> Crash:
        self.close()
        return explain(crash, self._stderr.content)

    def _start_clock(self) -> None:
        seconds = self._limits.seconds
        self._store.set_deadline(NO_DEADLINE if seconds is None else int(seconds / EPOCH) + 1)

    def _export(self, function: Function) -> int:
        key = function.interface, function.name
        if key not in self._exports:
            outer = self._index(None, function.interface) if function.interface else None
            self._exports[key] = self._index(outer, function.name)
        return self._exports[key]

    def _index(self, outer: int | None, name: str) -> int:
        encoded = name.encode()
        index = self._library.wasmtime_component_get_export_index(
            self._component.pointer, outer, encoded, len(encoded)
        )
        if not index:
            raise AppError(f"the app does not export {name}")
        return int(index)

    def _own(self, shape: Handle, pointer: int) -> Any:
        clone = self._library.wasmtime_component_resource_any_clone(pointer)
        return self._present(Resource(self, shape, clone))

    def _lend(self, shape: Handle, value: Resource, given: list[Resource]) -> int:
        """The engine's pointer for a resource; the app keeps those in `given`."""
        name = shape.resource[1]
        if value.sandbox.dead:
            raise Closed(f"the {name} is gone: its instance trapped")
        if value.sandbox is not self:
            raise Closed(f"the {name} belongs to another app")
        if value.pointer is None or value in given:
            raise Closed(f"the {name} is closed")
        if shape.owned:
            given.append(value)
        return value.pointer
