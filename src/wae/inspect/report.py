"""What each instance of an app holds, what it reaches through others, and which hosts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from wae.binary.decode import decode_component
from wae.binary.reader import BinaryError
from wae.binary.types import Interface, TypeDef
from wae.compose.capabilities import is_harmless, is_wasi, source_of
from wae.compose.environment import is_environment
from wae.compose.policy import Policy, is_policy
from wae.compose.versions import split
from wae.inspect.constants import read_policy
from wae.inspect.graph import Export, Graph, Part, Root, read_graph
from wae.inspect.variables import read_variables


@dataclass(frozen=True)
class InstanceReport:
    """``capabilities`` are held directly; ``through`` gives, per capability, who is asked for it.

    ``imports`` says per import who provides it (``root`` or an instance). ``policy`` is that of the
    ``wae:http`` policy it is given, ``variables`` the environment variables that a filter lets it
    read; both are None where there is none, or one that is not ours to read.
    """

    name: str
    component: str
    size: int
    sha256: str
    capabilities: tuple[str, ...]
    through: dict[str, tuple[str, ...]]
    policy: Policy | None
    variables: tuple[str, ...] | None
    imports: dict[str, str]
    exports: tuple[str, ...]

    @property
    def is_denial(self) -> bool:
        """Whether it is a mere stand-in: it holds nothing and reaches nothing."""
        return self.name.startswith("deny ") and not self.capabilities and not self.through


@dataclass(frozen=True)
class AppReport:
    """``other_imports`` are root imports about which nobody can say what they allow."""

    name: str
    size: int
    sha256: str
    wasi: tuple[str, ...]
    imports: tuple[str, ...]
    other_imports: tuple[str, ...]
    exports: tuple[str, ...]
    shared_modules: tuple[int, ...]
    instances: tuple[InstanceReport, ...]


def inspect_app(data: bytes, name: str) -> AppReport:
    """The report on the component in ``data``. Raises :class:`wae.binary.reader.BinaryError`."""
    graph = read_graph(data, name)
    direct = [_direct(data, part) for part in graph.parts]
    return AppReport(
        name=name,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        wasi=tuple(sorted({split(title)[1] for title in graph.imports if is_wasi(title)})),
        imports=tuple(graph.imports),
        other_imports=tuple(title for title in graph.imports if _authority(title) == title),
        exports=tuple(graph.exports),
        shared_modules=tuple(graph.modules),
        instances=tuple(
            _instance(data, graph, number, direct) for number in range(len(graph.parts))
        ),
    )


def _instance(data: bytes, graph: Graph, number: int, direct: list[set[str]]) -> InstanceReport:
    part = graph.parts[number]
    binary = data[part.start : part.end]
    return InstanceReport(
        name=part.name,
        component=part.component,
        size=len(binary),
        sha256=hashlib.sha256(binary).hexdigest(),
        capabilities=tuple(sorted(direct[number])),
        through=_through(graph, number, direct),
        policy=_policy(data, graph, part),
        variables=_variables(data, graph, part),
        imports={name: _provider(graph, given) for name, given in part.arguments.items()},
        exports=_exports(graph, number),
    )


def _direct(data: bytes, part: Part) -> set[str]:
    """The capabilities that come from the root by imports with anything to call.

    An interface that we know nothing about stands for itself.
    """
    idle = _types_only(data[part.start : part.end])
    roots = {
        origin.name
        for name, given in part.arguments.items()
        for origin in given
        if isinstance(origin, Root) and name not in idle
    }
    return {capability for name in roots if (capability := _authority(name))}


def _authority(interface: str) -> str | None:
    """What a root import allows: a capability, its own name where that is unknown, or nothing."""
    return source_of(interface) or (None if is_harmless(interface) else interface)


def _types_only(component: bytes) -> set[str]:
    """The imports of a component that only define types. None where that cannot be told."""
    try:
        imports = decode_component(component).imports
    except BinaryError:
        return set()
    return {
        name
        for name, item in imports.items()
        if isinstance(item, Interface)
        and all(isinstance(inner, TypeDef) for inner in item.items.values())
    }


def _through(graph: Graph, number: int, direct: list[set[str]]) -> dict[str, tuple[str, ...]]:
    """For each capability: the instances that hold it and can be reached from this one."""
    reached, todo = set(), [number]
    while todo:
        for given in graph.parts[todo.pop()].arguments.values():
            for origin in given:
                if isinstance(origin, Export) and origin.instance not in reached:
                    reached.add(origin.instance)
                    todo.append(origin.instance)
    reached.discard(number)
    found = {
        capability: tuple(graph.parts[i].name for i in sorted(reached) if capability in direct[i])
        for capability in sorted(set().union(*direct))
    }
    return {capability: holders for capability, holders in found.items() if holders}


def _policy(data: bytes, graph: Graph, part: Part) -> Policy | None:
    giver = _whole_instance(graph, part, is_policy)
    return read_policy(data[giver.start : giver.end], giver.component) if giver else None


def _variables(data: bytes, graph: Graph, part: Part) -> tuple[str, ...] | None:
    giver = _whole_instance(graph, part, is_environment)
    return read_variables(data[giver.start : giver.end], giver.component) if giver else None


def _whole_instance(graph: Graph, part: Part, wanted: Callable[[str], bool]) -> Part | None:
    """The instance that as a whole is given for the import whose name is ``wanted``."""
    for name, given in part.arguments.items():
        if wanted(name):
            for origin in given:
                if isinstance(origin, Export) and not origin.name:
                    return graph.parts[origin.instance]
    return None


def _provider(graph: Graph, given: frozenset[Root | Export]) -> str:
    names = {"root" if isinstance(o, Root) else graph.parts[o.instance].name for o in given}
    return ", ".join(sorted(names))


def _exports(graph: Graph, number: int) -> tuple[str, ...]:
    """The exports of an instance that somebody uses, or that the app exports."""
    used = {
        origin.name or name
        for part in graph.parts
        for name, given in part.arguments.items()
        for origin in given
        if isinstance(origin, Export) and origin.instance == number
    }
    own = {name for name, given in graph.exports.items() if any(_is_of(o, number) for o in given)}
    return tuple(sorted(used | own))


def _is_of(origin: Root | Export, number: int) -> bool:
    return isinstance(origin, Export) and origin.instance == number
