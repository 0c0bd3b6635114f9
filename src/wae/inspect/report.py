"""What each instance of an app holds, what it reaches through others, and which hosts."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from wae.binary.versions import confusable, split
from wae.compose.capabilities import is_wasi
from wae.compose.generate.policy import Policy
from wae.inspect.authority import asked, authority, held
from wae.inspect.exports import ExportReport, exports
from wae.inspect.follow import read_graph
from wae.inspect.footprint import Footprint, footprint
from wae.inspect.graph import Graph, Own, Root, Thing
from wae.inspect.limits import limits
from wae.inspect.recognize import recognized


@dataclass(frozen=True)
class InstanceReport:
    """``capabilities`` are held directly; ``through`` gives, per capability, who is asked for it.

    ``within`` is the name of the instance that it is a part of, None at the root; ``wires_only``
    says that it has no code, only such parts. ``givers`` says per import who provides it (``root``
    or instances). ``policy`` is that of the ``wae:http`` policy it is given, ``variables`` the only
    environment variables that it may read, ``origins`` those to which a gate lets its requests out;
    all are None where there is none that can be proved.
    ``role`` is what a component of ours is for, None for all other code (``generated.py``).
    """

    name: str
    component: str
    size: int
    sha256: str
    capabilities: tuple[str, ...]
    through: dict[str, tuple[str, ...]]
    policy: Policy | None
    variables: tuple[str, ...] | None
    origins: tuple[str, ...] | None
    givers: dict[str, tuple[str, ...]]
    exports: tuple[str, ...]
    within: str | None
    wires_only: bool
    role: str | None

    @property
    def imports(self) -> dict[str, str]:
        """Per import who provides it, as one text."""
        return {name: ", ".join(givers) for name, givers in self.givers.items()}

    @property
    def is_limit(self) -> bool:
        """Whether all that it does is to limit another."""
        return self.role not in (None, "denial", "floor")

    @property
    def is_quiet(self) -> bool:
        """Whether it is ours: it stands in for the host, or limits another, and does no more."""
        return self.role is not None


@dataclass(frozen=True)
class AppReport:
    """``other_imports`` are root imports about which nobody can say what they allow.

    ``confusable`` are exports of which a runtime may take one for the other. ``shared_modules`` are
    the sizes of core modules that are kept once. An instance of the app takes the ``footprint``,
    and up to ``adapters`` more core instances, which engines add between components.
    """

    name: str
    size: int
    sha256: str
    wasi: tuple[str, ...]
    imports: tuple[str, ...]
    other_imports: tuple[str, ...]
    exports: dict[str, ExportReport]
    confusable: tuple[tuple[str, str], ...]
    shared_modules: tuple[int, ...]
    instances: tuple[InstanceReport, ...]
    footprint: Footprint = Footprint()
    adapters: int = 0


def inspect_app(data: bytes, name: str) -> AppReport:
    """The report on the component in ``data``. Raises :class:`wae.binary.reader.BinaryError`."""
    graph = read_graph(data, name)
    return AppReport(
        name=name,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        wasi=tuple(sorted({split(title)[1] for title in graph.imports if is_wasi(title)})),
        imports=tuple(graph.imports),
        other_imports=tuple(
            title
            for title in graph.imports
            if title not in graph.types and authority(title) == title
        ),
        exports=exports(graph),
        confusable=tuple(confusable(graph.exports)),
        shared_modules=tuple(graph.modules),
        instances=_instances(data, graph),
        footprint=footprint(data),
        adapters=_adapters(graph),
    )


def _instances(data: bytes, graph: Graph) -> tuple[InstanceReport, ...]:
    ours = recognized(data, graph)
    # A denial may be given a clock and stderr, but hands on nothing of them.
    capabilities = [
        set[str]() if made is not None and made.role == "denial" else own
        for own, made in zip(held(data, graph), ours, strict=True)
    ]
    through = asked(graph, capabilities)
    used = _used_exports(graph)
    digests: dict[tuple[int, int], str] = {}
    reach = [{*own, *asks} for own, asks in zip(capabilities, through, strict=True)]
    bounds = limits(graph, ours, reach)
    names = [node.name for node in graph.nodes]
    instances = []
    for number, node in enumerate(graph.nodes):
        span = node.start, node.end
        if span not in digests:
            digests[span] = hashlib.sha256(memoryview(data)[node.start : node.end]).hexdigest()
        bound = bounds[number]
        instances.append(
            InstanceReport(
                name=node.name,
                component=node.component,
                size=node.end - node.start,
                sha256=digests[span],
                capabilities=tuple(sorted(capabilities[number])),
                through={c: tuple(names[i] for i in who) for c, who in through[number].items()},
                policy=bound.policy,
                variables=bound.variables,
                origins=bound.origins,
                givers={key: _givers(thing, names) for key, thing in node.arguments.items()},
                exports=tuple(sorted(node.exports if node.wires_only else used[number])),
                within=None if node.within is None else names[node.within],
                wires_only=node.wires_only,
                role=own.role if (own := ours[number]) else None,
            )
        )
    return tuple(instances)


def _adapters(graph: Graph) -> int:
    """How many core instances engines add at most, for components that call others.

    wasmtime puts what a component is given of others into one core module before the component's
    own memory is there, and into another after that.
    """
    return 2 * sum(
        any(isinstance(o, Own) for thing in node.arguments.values() for o in thing.origins)
        for node in graph.nodes
        if not node.wires_only
    )


def _givers(given: Thing, names: list[str]) -> tuple[str, ...]:
    givers = {"root" if isinstance(o, Root) else names[o.instance] for o in given.origins}
    if not givers and given.whole is not None:  # nothing but types
        givers = {names[given.whole]}
    return tuple(sorted(givers))


def _used_exports(graph: Graph) -> list[set[str]]:
    """The exports of each instance that somebody uses, or that the app exports."""
    used: list[set[str]] = [set() for _ in graph.nodes]
    things = [item for node in graph.nodes for item in node.arguments.items()]
    for name, thing in (*things, *graph.exports.items()):
        for origin in thing.origins:
            if isinstance(origin, Own):
                used[origin.instance].add(name if thing.whole == origin.instance else origin.name)
    return used
