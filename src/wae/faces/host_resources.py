"""Objects of this process as resources of components, by wasmtime's C API.

A handle that a component owns is a number here, by which its object is kept until the component
drops the handle or gives it back. Sources: the component model's ``CanonicalABI.md`` (Resource
state), ``wasmtime/component/val.h``.
"""

from __future__ import annotations

from collections.abc import Callable
from ctypes import byref, c_void_p
from typing import Any

from wae.contract.shapes import Handle
from wae.errors import EngineError
from wae.faces.memory import Lend, Take
from wae.runtime import capi


class HostResources:
    """``dropped`` is called with the object of each handle that a component drops.

    An exception in it traps, after ``failed`` was told of it.
    """

    def __init__(
        self,
        library: capi.Library,
        dropped: Callable[[object], None],
        failed: Callable[[BaseException], int],
    ) -> None:
        self._library = library
        self._dropped = dropped
        self._failed = failed
        self._kinds: dict[tuple[str, str], int] = {}
        self._held: dict[int, object] = {}
        self._last = 0
        self._destructor = capi.Destructor(self._destroy)  # lives as long as the linker

    def define(self, place: int, interface: str, name: str) -> None:
        """Puts a resource into the interface's instance ``place`` of a linker."""
        kind = self._kinds[interface, name] = len(self._kinds)
        made, label = self._library.wasmtime_component_resource_type_new_host(kind), name.encode()
        error = self._library.wasmtime_component_linker_instance_add_resource(
            place, label, len(label), made, self._destructor, None, None
        )
        self._library.wasmtime_component_resource_type_delete(made)
        self._expect(error)

    def take(self, context: int) -> Take:
        """What turns the engine's pointer for a handle into its object; an owned one is given
        back by that."""

        def take(shape: Handle, pointer: int) -> object:
            host = c_void_p()
            self._expect(
                self._library.wasmtime_component_resource_any_to_host(context, pointer, byref(host))
            )
            number = self._library.wasmtime_component_resource_host_rep(host)
            self._library.wasmtime_component_resource_host_delete(host)
            return self._held.pop(number) if shape.owned else self._held[number]

        return take

    def lend(self, context: int, made: list[int]) -> Lend:
        """What gives a component a handle for an object: the engine's pointer, which whoever uses
        it frees; it is in ``made``, too."""

        def lend(shape: Handle, value: Any) -> int:
            self._last += 1
            self._held[self._last] = value
            kind, pointer = self._kinds[shape.resource], c_void_p()
            host = self._library.wasmtime_component_resource_host_new(True, self._last, kind)
            error = self._library.wasmtime_component_resource_host_to_any(
                context, host, byref(pointer)
            )
            self._library.wasmtime_component_resource_host_delete(host)
            self._expect(error)
            assert pointer.value is not None
            made.append(pointer.value)
            return pointer.value

        return lend

    def forget(self) -> None:
        """Forgets all handles: their sandbox is gone."""
        self._held.clear()

    def _destroy(self, _data: object, _context: object, number: int) -> int:
        try:
            self._dropped(self._held.pop(number))
        except BaseException as error:
            return self._failed(error)
        return 0

    def _expect(self, error: int | None) -> None:
        if error:
            raise EngineError(capi.take_error(self._library, error)[0])
