"""What a component was granted, in words: for people, not for proof (`wae inspect`)."""

from __future__ import annotations

from wae.compose.generate.policy import Policy
from wae.manifest import ComponentEntry

_GRANTS = {
    "http": "requests to anywhere",
    "sockets": "connections to anywhere",
    "files": "the files that the app is given",
    "environment": "the environment",
    "terminal": "the terminal",
}
_NOTHING = "random numbers and clocks; no files, no network"


def reach(entry: ComponentEntry) -> str:
    """A line without a stop at the end."""
    parts = [words for grant, words in _GRANTS.items() if grant in entry.grants]
    if entry.policy:
        parts = [_requests(entry.policy), *parts]
    if entry.variables:
        parts.append(f"the variables {', '.join(entry.variables)}")
    return "; ".join(parts) or _NOTHING


def _requests(policy: Policy) -> str:
    hosts = [host for host in policy.hosts if not host.startswith("$")]
    settings = [host[1:] for host in policy.hosts if host.startswith("$")]
    requests = f"requests to {_listed(hosts)}" if hosts else "requests"
    if settings:
        requests += f"{', or' if hosts else ''} to the server in {_listed(settings, 'or')}"
    free = [
        f"the hosts in {host[1:]}" if host.startswith("$") else host
        for host in policy.anonymous_hosts
    ]
    return f"{requests}; without a key, to {_listed(free)}" if free else requests


def _listed(names: list[str], joint: str = "and") -> str:
    *first, last = names
    return f"{', '.join(first)} {joint} {last}" if first else last
