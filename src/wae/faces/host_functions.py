"""Functions of this process as imports of a component: values come in and go out as its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from ctypes import byref, c_void_p
from typing import Any, TypeAlias

from wae.contract.model import Function
from wae.errors import EngineError
from wae.faces.memory import VALUE, Arguments, read_value
from wae.runtime import capi
from wae.runtime.engine import Engine

Answer: TypeAlias = Callable[[Function, list[Any]], Any]
"""What a function returns for its arguments: a value of its result's shape."""


class HostFunctions:
    """A linker that has ``functions`` beside WASI; ``answer`` is called for each of their calls.

    An exception in it traps, and is in ``raised`` until it is taken.
    """

    def __init__(self, engine: Engine, functions: Iterable[Function], answer: Answer) -> None:
        self._library = engine.library
        self._answer = answer
        self._callbacks: list[Any] = []  # the engine calls them as long as the linker lives
        self.raised: BaseException | None = None
        self.linker = engine.new_linker()
        named: dict[str, list[Function]] = {}
        for function in functions:
            named.setdefault(function.interface, []).append(function)
        root = self._library.wasmtime_component_linker_root(self.linker)
        for interface, members in named.items():
            self._add(root, interface, members)
        self._library.wasmtime_component_linker_instance_delete(root)

    def take_raised(self) -> BaseException | None:
        raised, self.raised = self.raised, None
        return raised

    def _add(self, root: int, interface: str, members: list[Function]) -> None:
        library, place = self._library, root
        if interface:
            inner, name = c_void_p(), interface.encode()
            self._expect(
                library.wasmtime_component_linker_instance_add_instance(
                    root, name, len(name), byref(inner)
                )
            )
            assert inner.value is not None
            place = inner.value
        for function in members:
            callback, name = self._callback(function), function.name.encode()
            self._expect(
                library.wasmtime_component_linker_instance_add_func(
                    place, name, len(name), callback, None, None
                )
            )
        if interface:
            library.wasmtime_component_linker_instance_delete(place)

    def _callback(self, function: Function) -> Any:
        def call(
            _data: object,
            _context: object,
            _type: object,
            values: int,
            count: int,
            results: int,
            _: int,
        ) -> int:
            try:
                shapes = [parameter.shape for parameter in function.parameters]
                given = [
                    read_value(s, values + VALUE * n, _no_handle) for n, s in enumerate(shapes)
                ]
                found = self._answer(function, given)
                if function.result is not None:
                    self._give([function.result], [found], results)
            except BaseException as error:
                self.raised = error
                made: int = self._library.wasmtime_error_new(
                    b"an import of the host raised an error"
                )
                return made
            return 0

        callback = capi.HostCallback(call)
        self._callbacks.append(callback)
        return callback

    def _give(self, shapes: list[Any], values: list[Any], place: int) -> None:
        """Lays values out in memory of the engine's own, which it frees."""
        laid = Arguments(shapes, values, _no_handle)
        self._library.wasmtime_component_val_clone(laid.pointer, place)

    def _expect(self, error: int | None) -> None:
        if error:
            raise EngineError(capi.take_error(self._library, error)[0])


def _no_handle(shape: object, value: Any) -> Any:
    raise EngineError("resources cannot be passed to functions of the host")
