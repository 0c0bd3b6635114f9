"""What a wasmCloud host is sent to run an app: the workload, and the id that it goes by.

The messages are those of ``proto/wasmcloud/runtime/v2`` in wasmCloud's repository, as JSON.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

NAMESPACE = "default"
FILES = "files"
_DOMAIN = "wae.invalid"  # RFC 6761, 6.4: a name that nobody has
_COST = {"n": 1 << 14, "r": 8, "p": 1, "dklen": 8}


@dataclass(frozen=True)
class Warm:
    """How many ``instances`` a host keeps, and after how many ``calls`` each is replaced."""

    instances: int
    calls: int


@dataclass(frozen=True)
class Workload:
    """``image`` names a digest; requests come under the name ``host``, or ``aliases``.

    ``lookups``: whether names may be looked up. ``folder`` on the host is open as `/files`, to
    read. ``values`` are secret, and stand nowhere but in what hosts get.
    """

    name: str
    image: str
    host: str
    handler: str
    values: Mapping[str, str] = field(repr=False)
    allowed: tuple[str, ...] = ()
    lookups: bool = False
    interfaces: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    folder: str = ""
    warm: Warm | None = None
    aliases: tuple[str, ...] = ()

    @cached_property
    def id(self) -> str:
        """The same for the same code and settings; values cannot be guessed from it cheaply."""
        content = json.dumps(self.document(), sort_keys=True).encode()
        settings = hashlib.scrypt(content, salt=self.name.encode(), **_COST).hex()
        return f"{self.name}.{self.image.rpartition(':')[2][:12]}.{settings[:8]}"

    @property
    def private_name(self) -> str:
        """A name that only whoever deploys asks for, to see how this workload does."""
        return f"{hashlib.sha256(self.id.encode()).hexdigest()[:32]}.{_DOMAIN}"

    def on_trial(self) -> Workload:
        """The same under a private name: no request of anybody else's gets there."""
        return replace(self, host=f"trial-{self.private_name}", aliases=())

    def in_service(self) -> Workload:
        """The same under its own name and the private one."""
        return replace(self, aliases=(self.private_name,))

    def document(self) -> dict[str, Any]:
        """The workload as a host gets it."""
        component: dict[str, Any] = {
            "name": self.name,
            "image": self.image,
            "localResources": self._resources(),
        }
        if self.warm is not None:
            component |= {
                "poolSize": self.warm.instances,
                "maxInvocations": self.warm.calls,
            }
        document: dict[str, Any] = {
            "namespace": NAMESPACE,
            "name": self.name,
            "witWorld": {"components": [component], "hostInterfaces": self.host_interfaces()},
        }
        if self.folder:
            document["volumes"] = [{"name": FILES, "hostPath": {"localPath": self.folder}}]
        return document

    def host_interfaces(self) -> list[dict[str, Any]]:
        """The interfaces of the host that are the workload's, the one it is called by first."""
        config = {"host": self.host}
        if self.aliases:
            config["host-aliases"] = ",".join(self.aliases)
        called = {
            "namespace": "wasi",
            "package": "http",
            "interfaces": [self.handler],
            "config": config,
        }
        others = [
            {"namespace": package.partition(":")[0], "package": package.partition(":")[2],
             "interfaces": [*names]}
            for package, names in self.interfaces.items()
        ]  # fmt: skip
        return [called, *others]

    def _resources(self) -> dict[str, Any]:
        resources: dict[str, Any] = {
            "environment": dict(self.values),
            "allowedHosts": [*self.allowed],
        }
        if self.lookups:
            resources["allowedIpNameLookups"] = ["*"]
        if self.folder:
            resources["volumeMounts"] = [
                {"name": FILES, "mountPath": f"/{FILES}", "readOnly": True}
            ]
        return resources
