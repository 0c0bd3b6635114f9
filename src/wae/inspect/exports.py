"""Who implements what an app exports: followed to the code, whatever names there are between."""

from __future__ import annotations

from dataclasses import dataclass, field

from wae.inspect.graph import Graph, Root, Thing

ROOT = "root"


@dataclass(frozen=True, order=True)
class Origin:
    """Export ``name`` of an instance, "" for all of it; of :data:`ROOT`, an import of the app."""

    instance: str
    name: str


@dataclass(frozen=True)
class ExportReport:
    """``origins`` implement it; ``functions`` gives those of each function of an interface.

    Both are empty where there is nothing to call.
    """

    origins: tuple[Origin, ...]
    functions: dict[str, tuple[Origin, ...]] = field(default_factory=dict)

    def of(self, function: str) -> tuple[Origin, ...]:
        """Who implements one function of it."""
        return self.functions.get(function, self.origins)


def exports(graph: Graph) -> dict[str, ExportReport]:
    """The app's exports by name."""
    names = [node.name for node in graph.nodes]
    return {name: _report(thing, names) for name, thing in graph.exports.items()}


def _report(thing: Thing, names: list[str]) -> ExportReport:
    members = {name: thing.member(name) for name in thing.members or {}}
    return ExportReport(
        _origins(thing, names),
        {n: _origins(inner, names) for n, inner in members.items() if isinstance(inner, Thing)},
    )


def _origins(thing: Thing, names: list[str]) -> tuple[Origin, ...]:
    origins = {
        Origin(ROOT, origin.name)
        if isinstance(origin, Root)
        else Origin(names[origin.instance], "" if origin.instance == thing.whole else origin.name)
        for origin in thing.origins
    }
    return tuple(sorted(origins))
