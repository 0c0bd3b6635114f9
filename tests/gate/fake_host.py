"""A gate alone, between a host that takes any text at all and whoever calls `handle`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from tests.gate.asker import asker
from wasmtime import Engine, Store
from wasmtime.component import Component, Linker, ResourceHost, ResourceType, Variant

from wae.binary.decode import decode_component
from wae.binary.types import Interface
from wae.compose.generate.gate import gate_component
from wae.compose.origins import parse_entry

HANDLER, TYPES = "wasi:http/outgoing-handler@0.2.9", "wasi:http/types@0.2.9"
ENGINE = Engine()
REQUEST, FIELDS, OPTIONS, FUTURE = range(1, 5)
RESOURCES = {
    "outgoing-request": REQUEST,
    "fields": FIELDS,
    "request-options": OPTIONS,
    "future-incoming-response": FUTURE,
}
METHODS = ("get", "head", "post", "put", "delete", "connect", "options", "trace", "patch")
DENIED = "HTTP-request-denied"


@dataclass(frozen=True)
class Request:
    """What a gate can see of a request; a method or scheme that WASI does not name is `other`."""

    scheme: str | None = "https"
    authority: str | None = "api.example"
    path: str | None = "/"
    method: str = "get"
    headers: tuple[tuple[str, bytes], ...] = ()


def interfaces() -> dict[str, Interface]:
    """The interfaces of wasi:http as a component imports them."""
    imports = decode_component(asker()).imports
    return {name: item for name, item in imports.items() if isinstance(item, Interface)}


def gate(hosts: Iterable[str]) -> bytes:
    return gate_component(HANDLER, TYPES, interfaces(), map(parse_entry, hosts), "gate of x")


class Gate:
    """A gate in a sandbox. `dropped` are the resources that it dropped, in order."""

    def __init__(self, hosts: Iterable[str]) -> None:
        self.request = Request()
        self.dropped: list[str] = []
        self.passed: list[tuple[int, bool]] = []  # the request handed on, and whether with options
        self.failure: Variant | None = None
        self.store = Store(ENGINE)
        component = Component(ENGINE, gate(hosts))
        linker = Linker(ENGINE)
        with linker.root() as root:
            with root.add_instance(TYPES) as types:
                for name, number in RESOURCES.items():
                    types.add_resource(name, ResourceType.host(number), self._drop(name))
                for name, read in self._reads().items():
                    types.add_func(f"[method]{name}", self._of_borrowed(read))
            with root.add_instance(HANDLER) as handler:
                handler.add_func("handle", self._handle)
        instance = linker.instantiate(self.store, component)
        index = instance.get_export_index(self.store, "handle")
        assert index is not None
        actual = instance.get_func(self.store, index)
        assert actual is not None
        self.handle = actual

    def asks(self, request: Request, *, options: bool = False) -> str:
        """ "passed", or the error; everything is dropped or handed on, as the answer says."""
        self.request = request
        self.dropped.clear()
        self.passed.clear()
        given = self._own(REQUEST, 7)
        more = self._own(OPTIONS, 8) if options else None
        answer = self.handle(self.store, given, more)
        self.handle.post_return(self.store)
        if isinstance(answer, Variant):  # an error-code
            return str(answer.tag)
        assert answer.owned
        answer.drop(self.store)
        return "passed"

    def _own(self, number: int, rep: int) -> Any:
        return ResourceHost.own(rep, number).to_any(self.store)

    def _drop(self, name: str) -> Any:
        return lambda _store, _rep: self.dropped.append(name)

    def _reads(self) -> dict[str, Callable[[], Any]]:
        return {
            "outgoing-request.method": self._method,
            "outgoing-request.scheme": self._scheme,
            "outgoing-request.authority": lambda: self.request.authority,
            "outgoing-request.path-with-query": lambda: self.request.path,
            "outgoing-request.headers": lambda: self._own(FIELDS, 9),
            "fields.entries": lambda: [*self.request.headers],
        }

    def _of_borrowed(self, read: Callable[[], Any]) -> Any:
        def function(store: Any, borrowed: Any) -> Any:
            borrowed.drop(store)
            return read()

        return function

    def _method(self) -> Variant:
        method = self.request.method
        return Variant(method) if method in METHODS else Variant("other", method)

    def _scheme(self) -> Variant | None:
        scheme = self.request.scheme
        if scheme is None:
            return None
        return Variant(scheme.upper()) if scheme in ("http", "https") else Variant("other", scheme)

    def _handle(self, _store: Any, request: Any, options: Any) -> Any:
        self.passed.append((request.to_host(self.store).rep, options is not None))
        return self.failure or self._own(FUTURE, 10)
