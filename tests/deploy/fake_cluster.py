"""A cluster in this process: hosts that do as they are told, or fail in the way they are told."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from wae.deploy.bus import NoHost
from wae.deploy.cluster import Host

OK = "WORKLOAD_STATE_RUNNING"
NONE = "WORKLOAD_STATE_NOT_FOUND"
ERROR = "WORKLOAD_STATE_ERROR"


@dataclass
class FakeHost:
    """``refuses`` says why a workload cannot be started, ``keeps`` why it cannot be stopped,
    ``answers`` how one is healthy (empty)."""

    id: str
    group: str = "default"
    port: int = 8000
    workloads: dict[str, dict[str, Any]] = field(default_factory=dict)
    refuses: Callable[[str], str] = lambda wid: ""
    keeps: Callable[[str], str] = lambda wid: ""
    answers: Callable[[str], str] = lambda wid: ""

    def heartbeat(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "hostname": self.id,
            "httpPort": self.port,
            "labels": {"hostgroup": self.group},
        }

    def names(self, wid: str) -> set[str]:
        """The names under which requests reach a workload."""
        config = self.workloads[wid]["witWorld"]["hostInterfaces"][0]["config"]
        return {config["host"], *config.get("host-aliases", "").split(",")}

    def serving(self, name: str) -> set[str]:
        return {wid for wid in self.workloads if name in self.names(wid)}


class FakeBus:
    """``log`` has each command, its host and its workload; ``watched`` is called after each."""

    def __init__(self, *hosts: FakeHost) -> None:
        self.hosts = {host.id: host for host in hosts}
        self.log: list[tuple[str, str, str]] = []
        self.watched: Callable[[], None] = lambda: None
        self.subscriptions: list[FakeSubscription] = []

    async def ask(self, subject: str, document: Any, seconds: float) -> Any:
        _, _, host_id, *command = subject.split(".")
        await asyncio.sleep(0)
        if host_id not in self.hosts:
            raise NoHost(subject)
        host = self.hosts[host_id]
        if command == ["heartbeat"]:
            return host.heartbeat()
        wid, does = document["workloadId"], command[-1]
        if does != "status":
            self.log.append((does, host_id, wid))
        status = getattr(self, f"_{does}")(host, wid, document)
        self.watched()
        return {"workloadStatus": {"workloadId": wid, **status}}

    async def listen(self, subject: str) -> "FakeSubscription":
        assert subject == "runtime.operator.heartbeat.*"
        self.subscriptions.append(FakeSubscription(self))
        return self.subscriptions[-1]

    def beat(self, document: Any) -> None:
        """A heartbeat, or something else on its subject."""
        for subscription in self.subscriptions:
            subscription.queue.put_nowait(document)

    def health(self, host: Host, name: str, path: str) -> str:
        """What `wae.deploy.health.ask` finds."""
        there = self.hosts[host.id]
        (wid,) = there.serving(name)
        return there.answers(wid)

    def _start(self, host: FakeHost, wid: str, document: Any) -> dict[str, str]:
        problem = host.refuses(wid)
        if problem:
            return {"workloadState": ERROR, "message": problem}
        host.workloads[wid] = document["workload"]
        return {"workloadState": OK}

    def _stop(self, host: FakeHost, wid: str, document: Any) -> dict[str, str]:
        if problem := host.keeps(wid):
            return {"workloadState": ERROR, "message": problem}
        if host.workloads.pop(wid, None) is None:
            return {"workloadState": NONE}
        return {"workloadState": "WORKLOAD_STATE_STOPPING"}

    def _status(self, host: FakeHost, wid: str, document: Any) -> dict[str, str]:
        return {"workloadState": OK if wid in host.workloads else NONE}


class FakeSubscription:
    """All hosts are heard at once; what else was beaten, follows."""

    def __init__(self, bus: FakeBus) -> None:
        self.queue: asyncio.Queue[Any] = asyncio.Queue()
        for host in bus.hosts.values():
            self.queue.put_nowait(host.heartbeat())

    async def next(self, seconds: float) -> tuple[str, Any] | None:
        try:
            async with asyncio.timeout(min(seconds, 0.05)):
                return "runtime.operator.heartbeat.x", await self.queue.get()
        except TimeoutError:
            return None
