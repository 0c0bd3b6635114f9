"""Calls the functions of a component through wasmtime's component API."""

from typing import Any

from wasmtime import Engine, Store, WasiConfig
from wasmtime.component import Component, FuncType, Linker

ENGINE = Engine()


class Running:
    """An instance of a component.

    With `environment` it runs on wasmtime's WASI, and `stderr` has what it writes there; else
    whatever it imports traps when called.
    """

    def __init__(self, binary: bytes, environment: dict[str, str] | None = None) -> None:
        component = Component(ENGINE, binary)
        self.stderr = b""
        linker = Linker(ENGINE)
        self.store = Store(ENGINE)
        if environment is None:
            linker.define_unknown_imports_as_traps(component)
        else:
            linker.add_wasip2()
            config = WasiConfig()
            config.env = list(environment.items())
            config.stderr_custom = self._write
            self.store.set_wasi(config)
        self.instance = linker.instantiate(self.store, component)

    def call(self, function: str, *arguments: Any, interface: str | None = None) -> Any:
        """Calls a function of the root, or of one of the interfaces that are exported."""
        actual = self._function(function, interface)
        result = actual(self.store, *arguments)
        actual.post_return(self.store)
        return result

    def _write(self, content: bytes) -> int:
        self.stderr += content
        return len(content)

    def type(self, function: str, interface: str | None = None) -> FuncType:
        actual: FuncType = self._function(function, interface).type(self.store)
        return actual

    def _function(self, function: str, interface: str | None) -> Any:
        inside = None
        if interface is not None:
            inside = self.instance.get_export_index(self.store, interface)
            assert inside is not None, interface
        index = self.instance.get_export_index(self.store, function, inside)
        assert index is not None, function
        return self.instance.get_func(self.store, index)
