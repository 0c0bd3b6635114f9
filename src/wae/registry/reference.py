"""References: which artifact is meant, in which registry.

The grammar is that of the OCI Distribution Specification ("Pulling manifests") for names, tags and
digests. A registry is always named; none is implied.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address

from wae.errors import UsageError

_HOST = (
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*"
)
_REGISTRY = re.compile(_HOST + r"|\[[0-9A-Fa-f:.]+\])(?::(?P<port>[0-9]{1,5}))?", re.ASCII)
_REPOSITORY = re.compile(r"[a-z0-9]+(?:(?:\.|_|__|-+|/)[a-z0-9]+)*", re.ASCII)
_TAG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}", re.ASCII)
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}", re.ASCII)
_LONGEST = 255
_LAST_PORT = 65535

HINT = "Write HOST[:PORT]/NAME[:TAG][@sha256:DIGEST], for example registry.example/team/app:1.0.0"
LATEST = "latest"

# Docker Hub goes by three names: the one that people write, that of its API, and the key under
# which every tool keeps its credentials.
_HUB = ("docker.io", "index.docker.io", "registry-1.docker.io")
_HUB_API = "registry-1.docker.io"
_HUB_KEY = "https://index.docker.io/v1/"


@dataclass(frozen=True)
class Reference:
    """``tag`` and ``digest`` (``sha256:…``) are empty where the reference has none."""

    registry: str
    repository: str
    tag: str = ""
    digest: str = ""

    def __str__(self) -> str:
        tag = f":{self.tag}" if self.tag else ""
        digest = f"@{self.digest}" if self.digest else ""
        return f"{self.name}{tag}{digest}"

    @property
    def name(self) -> str:
        """The repository with its registry."""
        return f"{self.registry}/{self.repository}"

    @property
    def wanted(self) -> str:
        """What a registry is asked for: the digest, else the tag, else `latest`."""
        return self.digest or self.tag or LATEST

    @property
    def title(self) -> str:
        """The last part of the name: what the artifact is called."""
        return self.repository.rpartition("/")[2]

    @property
    def host(self) -> str:
        """Host and port of the registry's API."""
        return _HUB_API if self.registry in _HUB else self.registry

    @property
    def key(self) -> str:
        """What the registry's credentials go by in docker's configuration."""
        return _HUB_KEY if self.registry in _HUB else self.registry

    def at(self, digest: str) -> Reference:
        """The same repository's artifact with this digest."""
        return Reference(self.registry, self.repository, "", digest)

    def tagged(self, tag: str) -> Reference:
        """The same repository's artifact with this tag."""
        return Reference(self.registry, self.repository, tag)


def parse(text: str) -> Reference:
    """The reference that a text is. Raises UsageError."""
    registry, slash, rest = text.partition("/")
    rest, at, digest = rest.partition("@")
    repository, colon, tag = rest.partition(":")
    if not slash or not _is_registry(registry):
        raise _bad(text, "it does not begin with a registry")
    if not _REPOSITORY.fullmatch(repository) or len(registry) + len(repository) >= _LONGEST:
        raise _bad(text, "its name has other characters than a-z, 0-9, and . _ - / between them")
    if colon and not _TAG.fullmatch(tag):
        raise _bad(text, "its tag has other characters than letters, digits, and . _ - behind them")
    if at and not _DIGEST.fullmatch(digest):
        raise _bad(text, "its digest is not sha256: and 64 digits from 0 to f")
    return Reference(registry, repository, tag, digest)


def is_reference(text: str) -> bool:
    """Whether a text can be read as a reference."""
    try:
        parse(text)
    except UsageError:
        return False
    return True


def is_loopback(host: str) -> bool:
    """Whether a host, with or without a port, is this machine itself, by its name alone."""
    name = re.sub(r":[0-9]*$", "", host).strip("[]").lower()
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"


def _is_registry(text: str) -> bool:
    """Of a name without a dot or a port, nobody could say whether it is a registry."""
    match = _REGISTRY.fullmatch(text)
    if match is None or not (set(".:[") & set(text) or text == "localhost"):
        return False
    if text.startswith("["):
        try:
            ip_address(text.partition("]")[0][1:])
        except ValueError:
            return False
    return match["port"] is None or 0 < int(match["port"]) <= _LAST_PORT


def _bad(text: str, why: str) -> UsageError:
    return UsageError(f"{text} is not a reference to an artifact in a registry: {why}", hint=HINT)
