"""The hosts of a cluster: which there are, and what each runs."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wae.deploy.bus import Bus, NoHost, Subscription
from wae.deploy.errors import DeployError

HEARTBEATS = "runtime.operator.heartbeat"
INTERVAL = 15.0
"""Seconds between two heartbeats of a host; it sends one as it starts, too."""

RUNNING, STOPPING, NOT_FOUND, ERROR = (
    f"WORKLOAD_STATE_{word}" for word in ("RUNNING", "STOPPING", "NOT_FOUND", "ERROR")
)
_SLACK = 1.5
_SHORT, _LONG = 5.0, 600.0  # to start something a host pulls and compiles it first
_ID = re.compile(r"[A-Za-z0-9_-]{1,128}", re.ASCII)


@dataclass(frozen=True)
class Host:
    """``address`` and ``port`` are where its workloads are called."""

    id: str
    address: str
    port: int
    group: str

    @property
    def name(self) -> str:
        """What people call it."""
        return f"{self.address or self.id}:{self.port}"


@dataclass(frozen=True)
class State:
    """What a host says of a workload: one of the words above, or another, and why."""

    word: str
    message: str = ""

    @property
    def is_running(self) -> bool:
        return self.word == RUNNING

    @property
    def is_stopped(self) -> bool:
        """Whether that is the answer to a stop: it is not there, or no longer answers requests."""
        return self.word in (STOPPING, NOT_FOUND)

    def __str__(self) -> str:
        return self.word.removeprefix("WORKLOAD_STATE_").lower().replace("_", " ")


def host_of(document: Any) -> Host | None:
    """The host that a heartbeat is of; None for something else."""
    if not isinstance(document, dict):
        return None
    text = {key: document.get(key, "") for key in ("id", "hostname")}
    port, labels = document.get("httpPort", 0), document.get("labels") or {}
    if (
        not all(isinstance(value, str) for value in text.values())
        or not _ID.fullmatch(text["id"])
        or not isinstance(port, int)
        or not isinstance(labels, dict)
    ):
        return None
    return Host(text["id"], text["hostname"], port, str(labels.get("hostgroup", "")))


class Cluster:
    """The hosts of one group."""

    def __init__(self, bus: Bus, group: str) -> None:
        self._bus, self._group = bus, group

    async def listen(self) -> Subscription:
        """Heartbeats from now on."""
        return await self._bus.listen(f"{HEARTBEATS}.*")

    def mine(self, document: Any) -> Host | None:
        """The host that a heartbeat is of, if it is of this group."""
        host = host_of(document)
        return host if host is not None and host.group == self._group else None

    async def hosts(self, known: Iterable[str], wanted: int) -> dict[str, Host]:
        """The hosts of the group by their ids, those that are ``known`` first.

        Listens until there are as many as ``wanted``; for 0 as long as it takes to hear all.
        """
        heartbeats = await self.listen()
        asked = await asyncio.gather(*(self.find(host) for host in known))
        answering = {host.id: host for host in asked if host is not None}
        end = time.monotonic() + INTERVAL + _SLACK
        while (left := end - time.monotonic()) > 0 and not 0 < wanted <= len(answering):
            message = await heartbeats.next(left)
            host = self.mine(message[1]) if message else None
            if host is not None:
                answering[host.id] = host
        if len(answering) < max(wanted, 1):
            raise DeployError(
                f"{_count(len(answering))} of the group {self._group} can be heard, "
                f"and {max(wanted, 1)} {'is' if wanted < 2 else 'are'} needed",
                hint="Start hosts with `wash host --host-group`, or name the group with --group",
            )
        return answering

    async def find(self, host: str) -> Host | None:
        """The host of the group with this id, if it answers."""
        if not _ID.fullmatch(host):
            return None
        try:
            return self.mine(await self._bus.ask(f"runtime.host.{host}.heartbeat", {}, _SHORT))
        except NoHost:
            return None

    async def start(self, host: Host, workload_id: str, workload: Mapping[str, Any]) -> State:
        """Starts a workload; what is left of one that does not run is taken away again."""
        document = {"workloadId": workload_id, "workload": workload}
        state = await self._command(host, "start", document, _LONG)
        if not state.is_running:
            await self.stop(host, workload_id)
        return state

    async def stop(self, host: Host, workload_id: str) -> State:
        return await self._command(host, "stop", {"workloadId": workload_id}, _LONG)

    async def state(self, host: Host, workload_id: str) -> State:
        return await self._command(host, "status", {"workloadId": workload_id}, _SHORT)

    async def _command(self, host: Host, command: str, document: object, seconds: float) -> State:
        subject = f"runtime.host.{host.id}.workload.{command}"
        try:
            answer = await self._bus.ask(subject, document, seconds)
        except NoHost:
            return State(ERROR, "the host does not answer")
        status = answer.get("workloadStatus") if isinstance(answer, dict) else None
        status = status if isinstance(status, dict) else {}
        word, message = status.get("workloadState", ERROR), status.get("message", "")
        return State(str(word), str(message))


def _count(number: int) -> str:
    return f"{number or 'no'} host{'s' if number > 1 else ''}"
