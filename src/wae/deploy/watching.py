"""Hosts that come, or come back, get what they are to run: a host that starts anew forgets all."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence

from wae.deploy.cluster import INTERVAL, Cluster, Host
from wae.deploy.rollout import Rollout, RolloutFailed, Served

_EVERY = 5.0
"""Seconds between two times that all hosts are asked whether they are there, at least."""


class Watch:
    """Keeps a workload on ``wanted`` hosts, or on all for 0.

    ``report`` hears of what happens; ``planned`` are the ids of what may run, the newest last.
    """

    def __init__(
        self,
        cluster: Cluster,
        rollout: Rollout,
        wanted: int,
        report: Callable[[Served | RolloutFailed], None],
        planned: Callable[[], Sequence[str]],
    ) -> None:
        self._cluster, self._rollout = cluster, rollout
        self._wanted, self._report, self._planned = wanted, report, planned
        self._serving: dict[str, Host] = {}
        self._placing: dict[str, asyncio.Task[None]] = {}
        self._asked = 0.0

    async def run(self, serving: Iterable[Host]) -> None:
        """Watches until another workload is to run. Raises DeployError."""
        self._serving = {host.id: host for host in serving}
        heartbeats = await self._cluster.listen()
        while True:
            message = await heartbeats.next(INTERVAL)
            planned = self._planned()
            if self._rollout.id not in planned:
                break
            host = self._cluster.mine(message[1]) if message else None
            if planned[-1] != self._rollout.id:
                continue  # another is being rolled out, and may yet fail
            if host is not None and await self._has_room(host) and host.id not in self._placing:
                self._serving[host.id] = host
                self._placing[host.id] = asyncio.create_task(self._place(host))
        await asyncio.gather(*self._placing.values())

    async def _has_room(self, host: Host) -> bool:
        """Whether a host is to run it: it does, or there are too few that do."""
        if host.id in self._serving or not 0 < self._wanted <= len(self._serving):
            return True
        if time.monotonic() - self._asked >= _EVERY:
            there = await asyncio.gather(*map(self._cluster.find, self._serving))
            self._serving = {host.id: host for host in there if host is not None}
            self._asked = time.monotonic()
        return len(self._serving) < self._wanted

    async def _place(self, host: Host) -> None:
        """Starts it where it does not run; a host that cannot is asked again at its next beat."""
        try:
            (served,) = await self._rollout.run([host])
            if served.seconds is not None:
                self._report(served)
        except RolloutFailed as failure:
            self._report(failure)
        finally:
            del self._placing[host.id]
