"""A contract: functions, with the shapes of what goes in and out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from wae.binary import types as wit
from wae.contract.classes import MADE, Classes, Sources
from wae.contract.docs import Docs
from wae.contract.names import attribute, distinct
from wae.contract.shapes import Handle, NoShape, Option, Result, Shape, holds_handle

ENTRIES = ("wae:cli/main", "wasi:cli/run", "wasi:http/incoming-handler")
"""The interfaces by which a runtime starts an app: its command line, its server."""


@dataclass(frozen=True)
class Parameter:
    """``name`` as in WIT, ``attribute`` as in Python."""

    name: str
    attribute: str
    shape: Shape


@dataclass(frozen=True)
class Function:
    """``name`` as in WIT: ``get``, ``[method]reply.next``, …; ``interface`` is "" at the root."""

    interface: str
    name: str
    parameters: tuple[Parameter, ...]
    result: Shape | None
    doc: str = ""

    @property
    def title(self) -> str:
        """``generator.generate``: how people call it."""
        short = self.interface.partition("@")[0].rpartition("/")[2]
        return f"{short}.{self.name}" if short else self.name

    @property
    def resource(self) -> str | None:
        """The resource that it makes, or belongs to (``WIT.md``, Resources)."""
        kind, _, rest = self.name.partition("]")
        return rest.partition(".")[0] if kind.startswith("[") else None


@dataclass(frozen=True)
class Interface:
    """``functions`` by their WIT name, ``types`` by theirs; ``resources`` are the names of some."""

    name: str
    functions: dict[str, Function]
    types: dict[str, Shape]
    resources: tuple[str, ...] = ()
    doc: str = ""


@dataclass(frozen=True)
class Contract:
    """Interfaces by their full name; ``""`` holds functions that the app exports by themselves."""

    interfaces: dict[str, Interface]
    docs: Docs
    skipped: dict[str, str] = field(default_factory=dict)  # function -> why it cannot be called

    def without_entries(self) -> Contract:
        """The same without what a runtime starts."""
        kept = {n: i for n, i in self.interfaces.items() if n.partition("@")[0] not in ENTRIES}
        return replace(self, interfaces=kept)

    def functions(self) -> list[Function]:
        """All of them, in the order of the app's exports."""
        return [f for i in self.interfaces.values() for f in i.functions.values()]


def make_contract(
    component: wit.ComponentType,
    docs: Docs,
    items: Mapping[str, wit.Item] | None = None,
    made: Sources = MADE,
) -> Contract:
    """The contract of what a component of this type exports, or of some other of its ``items``.

    Functions whose types have no form here (streams, futures, async) are in ``skipped``. ``made``
    has the classes of its types.
    """
    return _Reader(component, docs, made).contract(component.exports if items is None else items)


class _Reader:
    def __init__(self, component: wit.ComponentType, docs: Docs, made: Sources) -> None:
        self.docs = docs
        known: dict[str, Mapping[str, wit.Item]] = {"": component.exports | component.imports}
        for name, item in (*component.imports.items(), *component.exports.items()):
            if isinstance(item, wit.Interface):
                known[name] = {**known.get(name, {}), **_defined(name, item)}
        self.classes = Classes(known, made)
        self.skipped: dict[str, str] = {}

    def contract(self, items: Mapping[str, wit.Item]) -> Contract:
        root = {n: i for n, i in items.items() if isinstance(i, wit.Func)}
        interfaces = {"": self.interface("", root)} if root else {}
        for name, item in items.items():
            if isinstance(item, wit.Interface):
                interfaces[name] = self.interface(name, item.items)
        return Contract(interfaces, self.docs, self.skipped)

    def interface(self, name: str, items: Mapping[str, wit.Item]) -> Interface:
        types: dict[str, Shape] = {}
        resources = []
        functions = {}
        for label, item in items.items():
            match item:
                case wit.TypeDef(wit.Resource()):
                    resources.append(label)
                case wit.TypeDef():
                    try:
                        types[label] = self.classes.shape(wit.Named(name, label))
                    except NoShape:
                        continue
                case wit.Func():
                    try:
                        functions[label] = self.function(name, label, item)
                    except NoShape as error:
                        self.skipped[f"{name}.{label}" if name else label] = str(error)
        doc = self.docs.of(name)
        return Interface(name, functions, types, tuple(resources), doc)

    def function(self, interface: str, name: str, func: wit.Func) -> Function:
        if func.is_async:
            raise NoShape("it is async, which is WASI 0.3")
        attributes = distinct(attribute(label) for label, _ in func.params)
        parameters = tuple(
            Parameter(label, python, self.classes.shape(kind))
            for (label, kind), python in zip(func.params, attributes, strict=True)
        )
        result = None if func.result is None else self.classes.shape(func.result)
        return Function(interface, name, parameters, result, self.docs.of(interface, name))


def _defined(name: str, interface: wit.Interface) -> dict[str, wit.Item]:
    """The items of an interface, without types that it passes on from an import of its own name."""
    items = interface.items.items()
    return {n: item for n, item in items if item != wit.TypeDef(wit.Named(name, n))}


def makes(function: Function) -> Handle | None:
    """The resource that a call of ``function`` gives to its caller, if that is all it gives."""
    shape = function.result.ok if isinstance(function.result, Result) else function.result
    return shape if isinstance(shape, Handle) and shape.owned else None


@dataclass(frozen=True)
class Streamed:
    """A function that opens a stream of values: a resource whose ``next`` gives the following one,
    or none at the end. ``item`` is their shape; ``close``, if there is one, ends it early."""

    open: Function
    next: Function
    close: Function | None
    item: Shape


def streamed(contract: Contract, function: Function) -> Streamed | None:
    """How ``function`` streams, if it does."""
    made = makes(function)
    if made is None or any(holds_handle(p.shape) for p in function.parameters):
        return None
    owner, resource = made.resource
    methods = contract.interfaces[owner].functions if owner in contract.interfaces else {}
    following = methods.get(f"[method]{resource}.next")
    if following is None or len(following.parameters) != 1:
        return None
    shape = following.result.ok if isinstance(following.result, Result) else following.result
    if not isinstance(shape, Option) or shape.wrapped or holds_handle(shape.some):
        return None
    return Streamed(function, following, methods.get(f"[method]{resource}.close"), shape.some)


def is_plain(function: Function) -> bool:
    """Whether its values can be passed as JSON: no resource goes in or out."""
    shapes = [parameter.shape for parameter in function.parameters]
    if function.result is not None:
        shapes.append(function.result)
    return not any(holds_handle(shape) for shape in shapes)
