"""The limits that generated components set: origins, credentials, environment variables.

Only limits of components that are recognized count (see ``recognize.py``).
"""

from __future__ import annotations

from dataclasses import dataclass

from wae.compose.generate.environment import is_environment
from wae.compose.generate.gate import is_outgoing
from wae.compose.generate.policy import Policy, is_policy
from wae.inspect.authority import authority
from wae.inspect.generated import Generated
from wae.inspect.graph import Graph, Own, Root, Thing


@dataclass(frozen=True)
class Limits:
    """Of one instance; None where there is no limit."""

    policy: Policy | None
    variables: tuple[str, ...] | None
    origins: tuple[str, ...] | None


def limits(graph: Graph, ours: list[Generated | None], reach: list[set[str]]) -> list[Limits]:
    """The limits of each instance. ``reach``: the capabilities that each holds or can ask for."""
    reader = _Reader(graph, ours, reach)
    return [reader.of(number) for number in range(len(graph.nodes))]


class _Reader:
    def __init__(self, graph: Graph, ours: list[Generated | None], reach: list[set[str]]) -> None:
        self.graph, self.ours, self.reach = graph, ours, reach

    def of(self, number: int) -> Limits:
        own = self.ours[number]
        if own is not None:
            return Limits(None, own.variables, own.origins)
        arguments = self.graph.nodes[number].arguments
        given = [self.policy(thing) for name, thing in arguments.items() if is_policy(name)]
        one = given[0] if given and all(policy == given[0] for policy in given) else None
        return Limits(one, self.variables(number), self.origins(number))

    def giver(self, thing: Thing) -> Generated | None:
        """The component of ours of which a thing is an instance, or has all its functions."""
        if thing.whole is not None:
            return self.ours[thing.whole]
        makers = {o.instance if isinstance(o, Own) else None for o in thing.origins}
        maker = makers.pop() if len(makers) == 1 else None
        return None if maker is None else self.ours[maker]

    def policy(self, thing: Thing) -> Policy | None:
        giver = self.giver(thing)
        return None if giver is None else giver.policy

    def variables(self, number: int) -> tuple[str, ...] | None:
        """What the filters together let through, if the environment comes from them alone."""
        names: set[str] = set()
        filtered = False
        for name, thing in self.graph.nodes[number].arguments.items():
            giver = self.giver(thing)
            if is_environment(name) and giver and giver.variables is not None:
                filtered = True
                names |= set(giver.variables)
            elif self.gives("environment", thing, is_environment(name)):
                return None
        return tuple(sorted(names)) if filtered else None

    def origins(self, number: int) -> tuple[str, ...] | None:
        """What the gates together let out, if there is no other way to the network."""
        origins: dict[str, None] = {}
        gated = False
        for name, thing in self.graph.nodes[number].arguments.items():
            giver = self.giver(thing)
            if is_outgoing(name) and giver and giver.origins is not None:
                gated = True
                origins |= dict.fromkeys(giver.origins)
            elif self.gives("http", thing, is_outgoing(name)) or self.gives("sockets", thing):
                return None
        return tuple(origins) if gated else None

    def gives(self, capability: str, thing: Thing, in_its_name: bool = False) -> bool:
        """Whether it is the app's own, or in its name what another makes of that."""
        return any(
            authority(origin.name) == capability
            if isinstance(origin, Root)
            else in_its_name and capability in self.reach[origin.instance]
            for origin in thing.origins
        )
