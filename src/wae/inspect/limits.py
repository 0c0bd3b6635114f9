"""The limits that generated components set: allowed hosts, credentials, environment variables.

Only limits whose bytes prove them count (see ``constants.py`` and ``variables.py``).
"""

from __future__ import annotations

from dataclasses import dataclass

from wae.compose.environment import is_environment
from wae.compose.policy import Policy, is_policy
from wae.inspect.authority import authority
from wae.inspect.constants import read_policy
from wae.inspect.graph import Graph, Part, Root, Thing
from wae.inspect.variables import read_variables


@dataclass(frozen=True)
class Limits:
    """Of one instance; None where there is no limit. ``is_limit``: it is itself what limits."""

    policy: Policy | None
    variables: tuple[str, ...] | None
    is_limit: bool


def limits(data: bytes, graph: Graph, reach: list[set[str]]) -> list[Limits]:
    """The limits of each instance. ``reach``: the capabilities that each holds or can ask for."""
    reader = _Reader(data, graph, reach)
    return [reader.of(number) for number in range(len(graph.parts))]


class _Reader:
    def __init__(self, data: bytes, graph: Graph, reach: list[set[str]]) -> None:
        self.data, self.graph, self.reach = data, graph, reach
        self.policies = {
            thing.whole: self.policy(thing)
            for part in graph.parts
            for name, thing in part.arguments.items()
            if is_policy(name)
        }
        self.filters = {
            number: names
            for number, part in enumerate(graph.parts)
            if any(is_environment(name) for name in part.arguments)
            and (names := read_variables(self.bytes(part), part.component)) is not None
        }

    def bytes(self, part: Part) -> bytes:
        return self.data[part.start : part.end]

    def of(self, number: int) -> Limits:
        if number in self.filters:
            return Limits(None, self.filters[number], True)
        arguments = self.graph.parts[number].arguments
        given = [self.policies[thing.whole] for name, thing in arguments.items() if is_policy(name)]
        one = given[0] if given and all(policy == given[0] for policy in given) else None
        is_policy_here = self.policies.get(number) is not None
        return Limits(one, self.variables(number), is_policy_here)

    def policy(self, given: Thing) -> Policy | None:
        if given.whole is None:
            return None
        giver = self.graph.parts[given.whole]
        return read_policy(self.bytes(giver), giver.component)

    def variables(self, number: int) -> tuple[str, ...] | None:
        """What the filters together let through, if the environment comes from them alone."""
        names: set[str] = set()
        filtered = False
        for name, thing in self.graph.parts[number].arguments.items():
            if is_environment(name) and thing.whole in self.filters:
                filtered = True
                names |= set(self.filters[thing.whole])
            elif self.gives_environment(thing, is_environment(name)):
                return None
        return tuple(sorted(names)) if filtered else None

    def gives_environment(self, thing: Thing, in_its_name: bool) -> bool:
        """Whether it is the app's environment, or in its name what another makes of that."""
        return any(
            authority(origin.name) == "environment"
            if isinstance(origin, Root)
            else in_its_name and "environment" in self.reach[origin.instance]
            for origin in thing.origins
        )
