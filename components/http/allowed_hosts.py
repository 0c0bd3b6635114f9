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
    match = _ENTRY.fullmatch(entry)
    if match is None:
        raise BadUrl("it is not [SCHEME://][*.]HOST[:PORT]")
    scheme = match[1] or "https"
    host, port = split_authority(match[3])
    return Pattern(Origin(scheme, host, port or DEFAULT_PORTS[scheme]), bool(match[2]))


def find(hosts: list[str], origin: Origin) -> Target | None:
    """The origin as the policy's `hosts` admit it: by the entry that is trusted most. None where
    no entry does.

    Raises `Failure` (misconfigured) for an entry, or a setting it names, that cannot be read.
    """
    best: Target | None = None
    for entry in hosts:
        admitted = _admitted(entry, origin)
        if admitted is not None and (best is None or admitted.rank.value > best.rank.value):
            best = admitted
        if best is not None and best.rank is Rank.USER:
            break
    return best


def is_anonymous(hosts: list[str], origin: Origin) -> bool:
    """Whether the policy's `anonymous-hosts` admit the origin, which then gets no credential.

    Raises `Failure` (misconfigured) as `find` does, and for plain http that only the current
    folder's file names.
    """
    return any(
        _is_listed(entry[1:], origin) if entry.startswith("$") else bool(_admitted(entry, origin))
        for entry in hosts
    )


def _is_listed(name: str, origin: Origin) -> bool:
    listing = setting.find(name)
    entries = re.split(r"[,\s]+", listing.value) if listing else []
    try:
        patterns = [parse_entry(entry.removesuffix("/")) for entry in entries if entry]
    except BadUrl as error:
        raise misconfigured(f"{name} is not a list of hosts: {error}") from None
    listed = any(pattern.admits(origin) for pattern in patterns)
    if listing and listed and origin.scheme == "http" and listing.rank is Rank.FOLDER:
        raise misconfigured(
            f"{origin} is not asked over plain http where {name} from "
            f"{setting.PLACES[listing.source]} names it: set it in the environment, or in the "
            "configuration folder's .env"
        )
    return listed


def _admitted(entry: str, origin: Origin) -> Target | None:
    if entry.startswith("$"):
        name = entry[1:]
        base = setting.find_base(name)
        if base is None or base[0].origin != origin:
            return None
        return target.of_setting(origin, name, base[1])
    try:
        return Target(origin) if parse_entry(entry).admits(origin) else None
    except BadUrl as error:
        raise misconfigured(f"the policy's host {entry!r} cannot be read: {error}") from None
