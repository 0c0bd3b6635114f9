"""How much of a capability an instance has, and on what a limit of it rests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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
    more = [name for name in asks if not _is_within(_limit(instances[name], capability), own)]
    is_proved = capability == "environment" or instance.origins is not None
    limit = PROVED if is_proved else PROMISED
    return Access(capability in instance.capabilities, limit, tuple(more))


def _limit(instance: InstanceReport, capability: str) -> tuple[str, ...] | None:
    """The variables or hosts within which an instance has a capability; None without limit."""
    if capability == "environment":
        return instance.variables
    if capability == "http" and instance.origins is not None:
        return instance.origins
    if capability == "http" and instance.policy and "http" in instance.capabilities:
        return instance.policy.reached
    return None


def _is_within(other: tuple[str, ...] | None, own: tuple[str, ...]) -> bool:
    return other is not None and set(other) <= set(own)
