"""How a contract becomes attributes of Python objects, each made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, TypeAlias

from wae.contract.docs import summary
from wae.contract.model import Contract, Interface
from wae.contract.once import once
from wae.contract.python_names import attribute, callables, class_name, words
from wae.contract.shapes import Enum, Flags, Record, Variant
from wae.faces import sandbox
from wae.faces.caller import Caller
from wae.faces.objects import (
    LateSignature,
    Makers,
    Namespace,
    Resource,
    Stream,
    async_of,
    call_of,
    goes_on,
    refusal_of,
    signature_of,
)
from wae.faces.written import Written

CLASSED = Record | Variant | Enum | Flags
"""The shapes whose values have a class."""
Make: TypeAlias = Callable[..., Callable[..., Any]]
"""Makes one form of a function."""


class Tree:
    """What the app that ``caller`` calls has by its contract."""

    def __init__(self, contract: Contract, caller: Caller) -> None:
        self._contract = contract
        self._caller = caller
        self._class = once(self._make_class)

    def makers(self) -> tuple[Makers, Makers]:
        """Of the packages and of what the app has itself; of the latter's asynchronous forms."""
        makers: dict[str, Callable[[], Any]] = {}
        later: Makers = {}
        packages: dict[str, dict[str, Callable[[], Any]]] = {}
        for interface in self._contract.all_interfaces():
            path = self._contract.names.python(interface.name)
            make = partial(self._interface, interface)
            match path:
                case ():
                    members, later = self._members(interface)
                    makers |= members
                case (name,):
                    makers[name] = make
                case (package, name, *_):
                    packages.setdefault(package, {})[name] = make
        makers |= {name: partial(_package, name, inside) for name, inside in packages.items()}
        return makers, later

    def resource(self, held: sandbox.Resource) -> Resource:
        """What callers see of a resource."""
        interface, label = held.shape.resource
        known = self._contract.class_of(interface, label)
        made = self._class(interface, label) if known else Resource
        return made._of(self._caller, held)

    def text(self, app: str) -> str:
        """All of it, for people."""
        lines = [f"The app {app}."]
        for interface in self._contract.interfaces.values():
            path = ".".join(["app", *self._contract.names.python(interface.name)])
            lines += ["", path, *(f"    {line}" for line in self._signatures(interface))]
        return "\n".join(lines)

    def _interface(self, interface: Interface) -> Namespace:
        text = "\n".join([interface.doc, "", *self._signatures(interface)]).strip()
        return Namespace(interface.name, text, *self._members(interface))

    def _members(self, interface: Interface) -> tuple[dict[str, Callable[[], Any]], Makers]:
        """The functions of an interface and the classes of its types; functions for `await`."""
        members: dict[str, Callable[[], Any]] = {}
        for label, title in interface.classes().items():
            if label in interface.resources:
                members[title] = partial(self._class, interface.name, label)
            elif isinstance(shape := interface.types[label], CLASSED):
                members[title] = partial(_class_of, shape)
        if interface.name:
            names = callables(self._contract.labels(interface, None))
        else:
            names = self._contract.names.root()
        later: dict[str, Callable[[], Any]] = {}
        for name, label, make in _forms(names):
            place = members if make is call_of else later
            place[name] = partial(self._function, interface, label, name, make)
        return members, later

    def _function(self, interface: Interface, label: str, name: str, make: Make) -> Any:
        function = interface.functions.get(label)
        if function is None:
            title = self._contract.names.title(interface.name, label)
            why = self._contract.skipped[interface.name, label]
            return refusal_of(name, f"{title} cannot be called: {why}")
        return make(self._caller, function, name, self._written(interface))

    def _make_class(self, home: str, label: str) -> type[Resource]:
        """The class of a resource."""
        interface = self._contract.interface(home)
        assert interface is not None
        doc = self._contract.docs.of(interface.name, label)
        body: dict[str, Any] = {"__doc__": doc or f"The resource {label} of {interface.name}."}
        labels = self._contract.labels(interface, label)
        for name, function, make in _forms(callables(labels)):
            made = self._function(interface, function, name, make)
            if not function.startswith("[constructor]"):
                body[name] = staticmethod(made) if function.startswith("[static]") else made
            elif make is call_of:
                body["__new__"] = staticmethod(lambda _, *a, _made=made, **n: _made(*a, **n))
                body["__signature__"] = LateSignature(made)
        streams = any(f.resource == label and goes_on(f) for f in interface.functions.values())
        base = Stream if streams else Resource
        return type(interface.classes()[label], (base,), body)

    def _signatures(self, interface: Interface) -> Iterator[str]:
        """A line for each function: how to call it, and what it is for."""
        written = self._written(interface)
        for label, function in interface.functions.items():
            name = ".".join(map(attribute, words(label)))
            doc = summary(function.doc)
            line = f"{name}{signature_of(function, written)}"
            yield f"{line}  # {doc}" if doc else line

    def _written(self, here: Interface) -> Written:
        """Types as they are written beside the functions of an interface."""

        def named(home: str, label: str) -> str:
            title = self._contract.class_of(home, label) or class_name(label)
            path = () if home == here.name else self._contract.names.python(home)[-1:]
            return ".".join([*path, title])

        return Written(self._contract.names, named)


def _package(name: str, inside: Makers) -> Namespace:
    return Namespace(f"package {name}", f"Interfaces: {', '.join(inside)}.", inside)


def _forms(names: Mapping[str, tuple[str, str]]) -> Iterator[tuple[str, str, Make]]:
    """Name, function and maker of both forms of each function."""
    for label, (name, later) in names.items():
        yield name, label, call_of
        yield later, label, async_of


def _class_of(shape: Record | Variant | Enum | Flags) -> type:
    return shape.base if isinstance(shape, Variant) else shape.made
