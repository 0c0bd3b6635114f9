"""Interfaces of this process as imports of a component: values come in and go out as its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from ctypes import byref, c_void_p
from typing import Any, TypeAlias

from wae.contract.model import Function, Interface
from wae.contract.shapes import Shape
from wae.errors import EngineError
from wae.faces.host_resources import HostResources
from wae.faces.memory import VALUE, Arguments, read_value
from wae.runtime import capi
from wae.runtime.engine import Engine

Answer: TypeAlias = Callable[[Function, list[Any]], Any]
"""What a function returns for its arguments: a value of its result's shape."""


class HostFunctions:
    """A linker that has ``interfaces`` beside WASI; ``answer`` is called for each of their calls,
    ``dropped`` with each of their resources that is dropped.

    An exception in it traps, and is in ``raised`` until it is taken.
    """

    def __init__(
        self,
        engine: Engine,
        interfaces: Iterable[Interface],
        answer: Answer,
        dropped: Callable[[object], None],
    ) -> None:
        self._library = engine.library
        self._answer = answer
        self._callbacks: list[Any] = []  # the engine calls them as long as the linker lives
        self.raised: BaseException | None = None
        self.resources = HostResources(engine.library, dropped, self._fail)
        self.linker = engine.new_linker()
        root = self._library.wasmtime_component_linker_root(self.linker)
        for interface in interfaces:
            self._add(root, interface)
        self._library.wasmtime_component_linker_instance_delete(root)

    def take_raised(self) -> BaseException | None:
        raised, self.raised = self.raised, None
        return raised

    def _add(self, root: int, interface: Interface) -> None:
        library, place = self._library, root
        if interface.name:
            inner, name = c_void_p(), interface.name.encode()
            self._expect(
                library.wasmtime_component_linker_instance_add_instance(
                    root, name, len(name), byref(inner)
                )
            )
            assert inner.value is not None
            place = inner.value
        for resource in interface.resources:
            self.resources.define(place, interface.name, resource)
        for function in interface.functions.values():
            callback, name = self._callback(function), function.name.encode()
            self._expect(
                library.wasmtime_component_linker_instance_add_func(
                    place, name, len(name), callback, None, None
                )
            )
        if interface.name:
            library.wasmtime_component_linker_instance_delete(place)

    def _callback(self, function: Function) -> Any:
        def call(
            _data: object,
            context: int,
            _type: object,
            values: int,
            count: int,
            results: int,
            _: int,
        ) -> int:
            try:
                take = self.resources.take(context)
                shapes = [parameter.shape for parameter in function.parameters]
                given = [read_value(s, values + VALUE * n, take) for n, s in enumerate(shapes)]
                result = self._answer(function, given)
                if function.result is not None:
                    self._give(context, function.result, result, results)
            except BaseException as error:
                return self._fail(error)
            return 0

        callback = capi.HostCallback(call)
        self._callbacks.append(callback)
        return callback

    def _give(self, context: int, shape: Shape, value: Any, place: int) -> None:
        """Lays a value out in memory of the engine's own, which it frees."""
        made: list[int] = []
        try:
            laid = Arguments([shape], [value], self.resources.lend(context, made))
            self._library.wasmtime_component_val_clone(laid.pointer, place)
        finally:
            for pointer in made:
                self._library.wasmtime_component_resource_any_delete(pointer)

    def _fail(self, error: BaseException) -> int:
        self.raised = error
        trap: int = self._library.wasmtime_error_new(b"an import of the host raised an error")
        return trap

    def _expect(self, error: int | None) -> None:
        if error:
            raise EngineError(capi.take_error(self._library, error)[0])
