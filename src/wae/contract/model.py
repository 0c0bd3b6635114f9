"""A contract: functions, with the shapes of what goes in and out."""

from __future__ import annotations

from collections.abc import Mapping

from wae.binary import types as wit
from wae.binary.value import Value, replaced
from wae.contract.classes import MADE, Classes, Sources, contents
from wae.contract.docs import Docs, with_parameters
from wae.contract.names import Names
from wae.contract.python_names import attribute, classes, distinct, resource_of
from wae.contract.shapes import Handle, NoShape, Option, Result, Shape, holds_handle

ENTRIES = ("wae:cli/main", "wasi:cli/run", "wasi:http/incoming-handler")
"""The interfaces by which a runtime starts an app: its command line, its server."""


class Parameter(Value):
    """``name`` as in WIT, ``attribute`` as in Python."""

    name: str
    attribute: str
    shape: Shape
    doc: str = ""


class Function(Value):
    """``name`` as in WIT: ``get``, ``[method]reply.next``, …; ``interface`` is "" at the root.

    ``title`` is how people call it: ``generator.generate``.
    """

    interface: str
    name: str
    parameters: tuple[Parameter, ...]
    result: Shape | None
    title: str
    doc: str = ""

    @property
    def whole_doc(self) -> str:
        """What the contract says of it, and of its parameters."""
        return with_parameters(self.doc, {p.name: p.doc for p in self.parameters})

    @property
    def returned(self) -> Shape | None:
        """The shape of what it returns if it does not fail; None if that is nothing."""
        return self.result.ok if isinstance(self.result, Result) else self.result

    @property
    def resource(self) -> str | None:
        """The resource that it makes, or belongs to."""
        return resource_of(self.name)


class Interface(Value):
    """``functions`` by their WIT name, ``types`` by theirs; ``resources`` are the names of some."""

    name: str
    functions: dict[str, Function]
    types: dict[str, Shape]
    resources: tuple[str, ...] = ()
    doc: str = ""

    def classes(self) -> dict[str, str]:
        """What Python calls its types and resources."""
        return classes([*self.types, *self.resources])


class Contract(Value):
    """Interfaces by their full name; ``""`` holds functions that the app exports by themselves.

    ``used`` are the others whose types go in or out, with these types alone.
    """

    interfaces: dict[str, Interface]
    used: dict[str, Interface]
    names: Names
    docs: Docs
    skipped: dict[tuple[str, str], str] = {}
    """Interface and name of each function that cannot be called, and why."""

    def all_interfaces(self) -> list[Interface]:
        """Those that are exported, then those that are used."""
        return [*self.interfaces.values(), *self.used.values()]

    def interface(self, name: str) -> Interface | None:
        """That with a full name, exported or used."""
        return self.interfaces.get(name) or self.used.get(name)

    def class_of(self, interface: str, label: str) -> str | None:
        """What Python calls a type or resource; None if no interface here has it."""
        home = self.interface(interface)
        return home.classes().get(label) if home else None

    def labels(self, interface: Interface, resource: str | None) -> list[str]:
        """The functions of an interface that belong to a resource, or to none; those that cannot be
        called stand at the end."""
        skipped = [name for home, name in self.skipped if home == interface.name]
        return [n for n in (*interface.functions, *skipped) if resource_of(n) == resource]

    def without_entries(self) -> Contract:
        """The same without what a runtime starts."""
        kept = {n: i for n, i in self.interfaces.items() if n.partition("@")[0] not in ENTRIES}
        return replaced(self, interfaces=kept)

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

    Functions whose types have no form here (streams, futures) are in ``skipped``. ``made``
    has the classes of its types. Raises NameClash.
    """
    return _Reader(component, docs, component.exports if items is None else items, made).contract()


class _Reader:
    def __init__(
        self,
        component: wit.ComponentType,
        docs: Docs,
        items: Mapping[str, wit.Item],
        made: Sources,
    ) -> None:
        self.docs = docs
        known: dict[str, Mapping[str, wit.Item]] = {"": component.exports | component.imports}
        for name, item in (*component.imports.items(), *component.exports.items()):
            if isinstance(item, wit.Interface):
                known[name] = {**known.get(name, {}), **_defined(name, item)}
        exported = _exported(items)
        self.used = _used(exported, known)
        self.exported = {n: {**self.used.pop(n, {}), **own} for n, own in exported.items()}
        everything = {**self.exported, **self.used}
        self.names = Names({name: contents(inside) for name, inside in everything.items()})
        self.classes = Classes(known, self.names, made)
        self.skipped: dict[tuple[str, str], str] = {}

    def contract(self) -> Contract:
        interfaces = {name: self.interface(name, items) for name, items in self.exported.items()}
        used = {name: self.interface(name, items) for name, items in self.used.items()}
        return Contract(interfaces, used, self.names, self.docs, self.skipped)

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
                        self.skipped[name, label] = str(error)
        doc = self.docs.of(name)
        return Interface(name, functions, types, tuple(resources), doc)

    def function(self, interface: str, name: str, func: wit.Func) -> Function:
        attributes = distinct(attribute(label) for label, _ in func.params)
        parameters = tuple(
            Parameter(label, python, self.classes.shape(kind), self.docs.of(interface, name, label))
            for (label, kind), python in zip(func.params, attributes, strict=True)
        )
        result = None if func.result is None else self.classes.shape(func.result)
        title = self.names.title(interface, name)
        return Function(interface, name, parameters, result, title, self.docs.of(interface, name))


def _exported(items: Mapping[str, wit.Item]) -> dict[str, dict[str, wit.Item]]:
    """The items of each interface, and those at the root if there are functions among them."""
    root: dict[str, wit.Item] = {}
    interfaces: dict[str, dict[str, wit.Item]] = {}
    for name, item in items.items():
        if isinstance(item, wit.Interface):
            interfaces[name] = item.items
        elif isinstance(item, wit.Func | wit.TypeDef):
            root[name] = item
    has_functions = any(isinstance(item, wit.Func) for item in root.values())
    return {"": root, **interfaces} if has_functions else interfaces


def _used(
    exported: Mapping[str, Mapping[str, wit.Item]], known: Mapping[str, Mapping[str, wit.Item]]
) -> dict[str, dict[str, wit.Item]]:
    """The types of other interfaces that what is exported refers to, by their interface."""
    used: dict[str, dict[str, wit.Item]] = {}
    todo = [item for items in exported.values() for item in items.values()]
    seen: set[wit.Named] = set()
    while todo:
        for named in wit.named_types(todo.pop()) - seen:
            seen.add(named)
            item = known.get(named.owner, {}).get(named.name)
            if item is not None:
                todo.append(item)
                if named.name not in exported.get(named.owner, {}):
                    used.setdefault(named.owner, {})[named.name] = item
    return {name: dict(sorted(items.items())) for name, items in sorted(used.items())}


def _defined(name: str, interface: wit.Interface) -> dict[str, wit.Item]:
    """The items of an interface, without types that it passes on from an import of its own name."""
    items = interface.items.items()
    return {n: item for n, item in items if item != wit.TypeDef(wit.Named(name, n))}


def makes(function: Function) -> Handle | None:
    """The resource that a call of ``function`` gives to its caller, if that is all it gives."""
    shape = function.returned
    return shape if isinstance(shape, Handle) and shape.owned else None


class Streamed(Value):
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
    shape = following.returned
    if not isinstance(shape, Option) or shape.wrapped or holds_handle(shape.some):
        return None
    return Streamed(function, following, methods.get(f"[method]{resource}.close"), shape.some)


def is_handle_free(function: Function) -> bool:
    """Whether its values can be passed as JSON: no resource goes in or out."""
    shapes = [parameter.shape for parameter in function.parameters]
    if function.result is not None:
        shapes.append(function.result)
    return not any(holds_handle(shape) for shape in shapes)
