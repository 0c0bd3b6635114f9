"""What the policy lets through: exact origins, compared part by part, and who names each."""

import re
from dataclasses import dataclass

from wit_world.imports.values import Rank

import setting
import target
from failure import misconfigured
from target import Target
from url import DEFAULT_PORTS, BadUrl, Origin, split_authority

_ENTRY = re.compile(r"(?:(https?)://)?(\*\.)?([^/?#@*]+)")


@dataclass(frozen=True)
class Pattern:
    """An origin, or with `below` every origin whose host ends in `.` + its host."""

    origin: Origin
    below: bool

    def admits(self, origin: Origin) -> bool:
        same_door = (origin.scheme, origin.port) == (self.origin.scheme, self.origin.port)
        if self.below:
            return same_door and origin.host.endswith(f".{self.origin.host}")
        return same_door and origin.host == self.origin.host


def parse_entry(entry: str) -> Pattern:
    """Reads `[SCHEME://][*.]HOST[:PORT]`, https where no scheme is given. Raises `BadUrl`."""
    found = _ENTRY.fullmatch(entry)
    if found is None:
        raise BadUrl("it is not [SCHEME://][*.]HOST[:PORT]")
    scheme = found[1] or "https"
    host, port = split_authority(found[3])
    return Pattern(Origin(scheme, host, port or DEFAULT_PORTS[scheme]), bool(found[2]))


def find(hosts: list[str], origin: Origin) -> Target | None:
    """The origin as the policy's `hosts` admit it: by the entry that is trusted most. None where
    no entry does.

    Raises `Failure` (misconfigured) for an entry, or a setting it names, that cannot be read.
    """
    best: Target | None = None
    for entry in hosts:
        found = _admitted(entry, origin)
        if found is not None and (best is None or found.rank.value > best.rank.value):
            best = found
        if best is not None and best.rank is Rank.USER:
            break
    return best


def _admitted(entry: str, origin: Origin) -> Target | None:
    if entry.startswith("$"):
        name = entry[1:]
        found = setting.find_base(name)
        if found is None or found[0].origin != origin:
            return None
        return target.of_setting(origin, name, found[1])
    try:
        return Target(origin) if parse_entry(entry).admits(origin) else None
    except BadUrl as error:
        raise misconfigured(f"the policy's host {entry!r} cannot be read: {error}") from None
