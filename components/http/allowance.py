"""What the policy lets through: exact origins, compared part by part."""

import re
from dataclasses import dataclass

import setting
from failure import misconfigured
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


def allows(hosts: list[str], origin: Origin) -> bool:
    """Whether an entry of the policy's `hosts` admits the origin.

    Raises `Failure` (misconfigured) for an entry, or a setting it names, that cannot be read.
    """
    return any(_admits(entry, origin) for entry in hosts)


def _admits(entry: str, origin: Origin) -> bool:
    if entry.startswith("$"):
        base = setting.get_base(entry[1:])
        return base is not None and base.origin == origin
    try:
        return parse_entry(entry).admits(origin)
    except BadUrl as error:
        raise misconfigured(f"the policy's host {entry!r} cannot be read: {error}") from None
