"""How much of a capability an instance has, and on what a limit of it rests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from wae.inspect.report import InstanceReport

PROVED, PROMISED = "proved", "promised"
LIMITED = ("environment", "http")  # the capabilities for which there are limits


@dataclass(frozen=True)
class Access:
    """What one instance has of one capability.

    ``limit`` is on what a limit rests: :data:`PROVED` where it holds whatever the instance's code
    does, :data:`PROMISED` where that code has to keep it, None where there is none. ``asks`` are
    the instances that it can ask to use the capability: of a limited one, those that have more.
    """

    holds: bool
    limit: str | None
    asks: tuple[str, ...]

    @property
    def cell(self) -> str:
        """In a few words."""
        if self.limit:
            return f"some ({self.limit})" + ", asks" * bool(self.asks)
        return "holds" if self.holds else "asks" if self.asks else "."


def access(
    instance: InstanceReport, capability: str, instances: Mapping[str, InstanceReport]
) -> Access:
    """What ``instance`` has of ``capability``; ``instances`` are all of the app, by name."""
    own = _limit(instance, capability)
    asks = instance.through.get(capability, ())
    if own is None:
        return Access(capability in instance.capabilities, None, asks)
    more = [name for name in asks if not own.holds_for(_limit(instances[name], capability))]
    return Access(capability in instance.capabilities, own.basis, tuple(more))


class _Limit(NamedTuple):
    """The variables or hosts within which an instance has a capability, and on what that rests."""

    names: tuple[str, ...]
    basis: str

    def holds_for(self, other: _Limit | None) -> bool:
        """Whether whoever has ``other`` has no more: what is only promised limits nothing that is
        proved."""
        if other is None or (self.basis == PROVED and other.basis != PROVED):
            return False
        return set(other.names) <= set(self.names)


def _limit(instance: InstanceReport, capability: str) -> _Limit | None:
    if capability == "environment":
        return None if instance.variables is None else _Limit(instance.variables, PROVED)
    if capability == "http" and instance.origins is not None:
        return _Limit(instance.origins, PROVED)
    if capability == "http" and instance.policy and "http" in instance.capabilities:
        return _Limit(instance.policy.hosts, PROMISED)
    return None
