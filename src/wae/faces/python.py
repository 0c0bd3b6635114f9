"""An app's contract as a Python object: ``wae.load("app.wasm").password.generator.generate(…)``."""

from __future__ import annotations

import inspect
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace, TracebackType
from typing import Any

from wae.contract.model import Function, Interface
from wae.contract.names import attribute, class_name, interface_parts
from wae.contract.shapes import Enumeration, Flags, Handle, Option, Record, Shape, Variant
from wae.errors import UsageError
from wae.faces.coerce import coerce
from wae.faces.opened import open_app, read_app
from wae.faces.sandbox import Limits, Resource, Sandbox
from wae.grants.keywords import from_python, in_python
from wae.grants.model import Grants
from wae.runtime.clock import Clock
from wae.runtime.threads import deep_threads


def load(
    path: str | Path,
    *,
    timeout: float | None = None,
    memory: int = 1 << 30,
    env: Iterable[str] | Mapping[str, str | None] = (),
    dirs: Iterable[str | Path] = (),
    data: bool = False,
    net: bool = False,
    http: bool | Iterable[str] = False,
    allow_all: bool = False,
    deny_rest: bool = False,
) -> Any:
    """An :class:`App`: the one in the file ``path``, or the packaged toolbox for ``"toolbox"``.

    ``timeout`` limits each call, in seconds; ``memory`` each linear memory, in bytes.

    The app gets nothing of this process but what the others say, as the options of `wae run` do:
    ``env`` names variables, or maps them to values; ``dirs`` are folders, as `PATH[=NAME][:rw]`;
    ``data`` is a private folder at `/data`; ``net`` the network; ``http`` origins for HTTP, or True
    for any; ``allow_all`` all that wae has. ``deny_rest`` denies what the app asks for beyond,
    which is an error otherwise. The packaged toolbox has what its composition gives each part.

    What it has depends on the file, so type checkers take it for anything; `wae stubs` makes a type
    to annotate it with. Raises :class:`wae.errors.AppError` for what is no app,
    :class:`wae.errors.UsageError` if it asks for what it was not given.
    """
    grants = from_python(
        env=env,
        dirs=dirs,
        data=data,
        net=net,
        http=http,
        allow_all=allow_all,
        deny_rest=deny_rest,
    )
    return App(str(path), Limits(timeout, memory), grants)


class App:
    """A loaded app. Its packages are attributes, their interfaces attributes of these.

    Calls may come from several threads: one runs at a time. After a trap, which raises
    :class:`wae.errors.Crash`, the next call gets a new instance. Use it as a context manager, or
    call :meth:`close`.
    """

    def __init__(self, path: str, limits: Limits, grants: Grants) -> None:
        app, contract = read_app(path)
        deadlines = limits.seconds is not None
        self._opened = open_app(app, contract, grants, deadlines=deadlines, refusal=in_python)
        self._limits = limits
        self._clock = Clock(self._opened.engine) if limits.seconds is not None else None
        self._threads = deep_threads(1, "wae-app")
        self._lock = threading.RLock()
        self._sandbox: Sandbox | None = None
        self._closed = False
        self._resources: dict[tuple[str, str], type[ResourceObject]] = {}
        for interface in self._opened.contract.interfaces.values():
            self._add(interface)

    def __enter__(self) -> App:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __getitem__(self, name: str) -> Any:
        """The interface with a WIT name, with or without its version."""
        for interface in self._opened.contract.interfaces:
            if name in (interface, interface.partition("@")[0]):
                package, last = interface_parts(interface)
                home = getattr(self, attribute(package))
                return getattr(home, attribute(last)) if last else home
        raise KeyError(name)

    def close(self) -> None:
        """Frees the app; it cannot be used again."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            if self._sandbox:
                self._threads.submit(self._sandbox.close).result()
            self._threads.shutdown()
            if self._clock:
                self._clock.stop()

    def call(self, function: Function, values: list[Any], sandbox: Sandbox | None = None) -> Any:
        """Calls one function in the present instance; ``sandbox`` is the one it must be in."""
        with self._lock:
            if self._closed:
                raise UsageError("the app is closed")
            if sandbox is not None and sandbox.dead:
                raise UsageError("the resource is gone: its instance trapped")
            return self._threads.submit(self._call, function, values).result()

    def _call(self, function: Function, values: list[Any]) -> Any:
        if self._sandbox is None or self._sandbox.dead:
            opened = self._opened
            self._sandbox = Sandbox(opened.engine, opened.component, opened.given, self._limits)
        return self._sandbox.call(function, values)

    def drop(self, resource: Resource) -> None:
        """Drops a resource of the app."""
        with self._lock:
            if not self._closed:
                self._threads.submit(resource.close).result()

    # How the contract becomes attributes

    def _add(self, interface: Interface) -> None:
        if not interface.name:
            for function in interface.functions.values():
                setattr(self, attribute(function.name), self._method(function))
            return
        package, last = (attribute(part) for part in interface_parts(interface.name))
        if not hasattr(self, package):
            setattr(self, package, _Namespace())
        home = getattr(self, package)
        # An interface written within the world has no package: it stands in the place of one.
        face = _Namespace(interface.doc) if last else home
        face._shapes |= {class_name(name): shape for name, shape in interface.types.items()}
        for name in interface.resources:
            setattr(face, class_name(name), self._resource(interface, name))
        for function in interface.functions.values():
            if function.resource is None:
                setattr(face, attribute(function.name), self._method(function))
        if last:
            setattr(home, last, face)

    def _method(self, function: Function) -> Callable[..., Any]:
        signature = _signature(function)

        def method(*given: Any, **named: Any) -> Any:
            bound = signature.bind(*given, **named)
            return self._converted(function, list(_values(function, bound.arguments)))

        method.__name__ = method.__qualname__ = attribute(function.name.rpartition(".")[2])
        method.__doc__ = function.doc
        method.__signature__ = signature  # type: ignore[attr-defined]
        method.function = function  # type: ignore[attr-defined]
        return method

    def _converted(self, function: Function, given: list[Any]) -> Any:
        values, sandbox = [], None
        for parameter, value in zip(function.parameters, given, strict=True):
            if isinstance(parameter.shape, Handle) and isinstance(value, ResourceObject):
                sandbox, value = value.resource.sandbox, value.resource
            values.append(coerce(parameter.shape, value, parameter.attribute))
        return self._shown(self.call(function, values, sandbox))

    def _shown(self, value: Any) -> Any:
        """A result with objects of its class for each resource; those come alone or in lists."""
        if isinstance(value, Resource):
            made = self._resources.get(value.shape.resource, ResourceObject)
            return made.of(self, value)
        if isinstance(value, list | tuple):
            return type(value)(self._shown(item) for item in value)
        return value

    def _resource(self, interface: Interface, name: str) -> type[ResourceObject]:
        body: dict[str, Any] = {"__doc__": self._opened.contract.docs.of(interface.name, name)}
        for function in interface.functions.values():
            if function.resource != name:
                continue
            method = self._method(function)
            kind = function.name.partition("]")[0]
            if kind == "[constructor":
                body["__new__"] = staticmethod(lambda _, *a, _m=method, **n: _m(*a, **n))
            else:
                static = kind == "[static"
                body[method.__name__] = staticmethod(method) if static else method
        made = type(class_name(name), (ResourceObject,), body)
        self._resources[interface.name, name] = made
        return made


class _Namespace(SimpleNamespace):
    """A package or interface: what is in it, and the classes of types, made when first asked for.

    ``_shapes`` has the types by the names of their classes.
    """

    __slots__ = ("_shapes",)  # beside the attributes, which are what users see
    _shapes: dict[str, Shape]

    def __init__(self, doc: str = "") -> None:
        super().__init__(__doc__=doc)
        self._shapes = {}

    def __getattr__(self, name: str) -> type:
        shape = self._shapes.get(name)
        made = None if shape is None else _class_of(shape)
        if made is None:
            known = ", ".join(n for n in dir(self) if not n.startswith("_"))
            raise AttributeError(f"there is no {name}; there are {known}", name=name, obj=self)
        setattr(self, name, made)
        return made

    def __dir__(self) -> list[str]:
        types = {name for name, shape in self._shapes.items() if _class_of(shape)}
        return sorted({*super().__dir__(), *types} - {"_shapes"})


class ResourceObject:
    """A resource of an app: its methods, a context manager that drops it, an iterator over
    ``next`` if it has that."""

    app: App
    resource: Resource

    @classmethod
    def of(cls, app: App, resource: Resource) -> ResourceObject:
        """The object for a resource of ``app``."""
        made = object.__new__(cls)
        made.app, made.resource = app, resource
        return made

    def __enter__(self) -> ResourceObject:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        close = getattr(self, "close", None)
        if close and self.resource.pointer is not None and not self.resource.sandbox.dead:
            close()
        self.app.drop(self.resource)

    def __iter__(self) -> Iterator[Any]:
        following: Callable[[], Any] = self.next  # type: ignore[attr-defined]
        while (item := following()) is not None:
            yield item


def _class_of(shape: Shape) -> type | None:
    match shape:
        case Record(made=made) | Enumeration(made=made) | Flags(made=made):
            return made
        case Variant(base=base):
            return base
        case _:
            return None


def _signature(function: Function) -> inspect.Signature:
    """Required parameters as they stand; optional ones by name where a required one follows."""
    kinds = inspect.Parameter
    parameters = [
        kinds(
            parameter.attribute,
            kinds.POSITIONAL_OR_KEYWORD,
            default=kinds.empty if _needed(function, number) else None,
        )
        for number, parameter in enumerate(function.parameters)
    ]
    return inspect.Signature(parameters)


def _needed(function: Function, number: int) -> bool:
    return any(not isinstance(p.shape, Option) for p in function.parameters[number:])


def _values(function: Function, given: dict[str, Any]) -> Iterator[Any]:
    for parameter in function.parameters:
        yield given.get(parameter.attribute)
