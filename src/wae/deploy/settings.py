"""How an app is to be deployed: what the command line and ``[deploy]`` say, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from wae.deploy.bus import Address
from wae.deploy.state import Key
from wae.deploy.workload import Warm
from wae.registry.reference import Reference


@dataclass(frozen=True)
class Settings:
    """``host`` is empty where none was named; ``replicas`` is 0 for all hosts of the group.

    ``variables`` are names; ``file`` are the variables of `--env-file`, None without one.
    """

    reference: Reference
    address: Address
    host: str = ""
    group: str = "default"
    replicas: int = 0
    variables: tuple[str, ...] = ()
    file: Mapping[str, str] | None = field(default=None, repr=False)
    files: str = ""
    health: str = "/healthz"
    requests: int = 16
    pool: Mapping[str, int] = field(default_factory=dict)
    warm: Warm | None = None
    insecure: bool = False

    @property
    def name(self) -> str:
        """What the workload is called: the last part of the artifact's name."""
        return self.reference.title

    @property
    def key(self) -> Key:
        return Key(self.address.url, self.group, self.name)
