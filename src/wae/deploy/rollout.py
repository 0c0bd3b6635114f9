"""From what runs to what is to run, without a request that fails.

Each host first tries the new workload under a name that nobody else asks for. Where all of them
answer, it is started under its own name, and only when that answers everywhere, the old one is
stopped. Whatever goes wrong, the new one is taken away again and the old one still runs.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from wae.deploy import health
from wae.deploy.cluster import Cluster, Host, State
from wae.deploy.errors import DeployError
from wae.deploy.pool import LARGE, SIZE
from wae.deploy.workload import Workload

T = TypeVar("T")

_AT_A_TIME = 16
_SECONDS = 15.0
_TRIAL = ".trial"
_TOO_LARGE = ("component instance", "instance allocation")


@dataclass(frozen=True)
class Served:
    """On which host it runs now; ``seconds`` is how long that took, None where it ran already."""

    host: Host
    seconds: float | None


class RolloutFailed(DeployError):
    """A host does not run the workload as it should; all is as it was before."""


class NotStopped(DeployError):
    """What is to run runs, and on some host something runs beside it that is not to."""


class Rollout:
    """One workload on hosts; ``old`` are ids of workloads that it replaces."""

    def __init__(
        self, cluster: Cluster, workload: Workload, path: str, old: Iterable[str] = ()
    ) -> None:
        self._cluster, self._workload, self._path = cluster, workload, path
        self._old = tuple(wid for wid in old if wid != workload.id)

    @property
    def id(self) -> str:
        """The workload's."""
        return self._workload.id

    async def run(self, hosts: Sequence[Host]) -> list[Served]:
        """Places the workload on all of the hosts.

        Raises :class:`RolloutFailed`, :class:`NotStopped`.
        """
        wid = self._workload.id
        states = await _each(hosts, lambda host: self._cluster.state(host, wid))
        new = [host for host, state in zip(hosts, states, strict=True) if not state.is_running]
        began = time.monotonic()
        try:
            await _each(new, self._try)
            await _each(new, self._serve)
        except RolloutFailed:
            await self._stop(new, wid)
            raise
        finally:
            await self._stop(new, wid + _TRIAL)
        took = time.monotonic() - began
        await self.retire(hosts)
        return [Served(host, took if host in new else None) for host in hosts]

    async def retire(self, hosts: Sequence[Host]) -> None:
        """Stops what was there before. Raises :class:`NotStopped`."""
        await stop_all(self._cluster, hosts, self._old)

    async def leave(self, hosts: Sequence[Host]) -> None:
        """Stops it, and what was there before. Raises :class:`NotStopped`."""
        await stop_all(self._cluster, hosts, (*self._old, self._workload.id))

    async def _stop(self, hosts: Sequence[Host], wid: str) -> None:
        await _each(hosts, lambda host: self._cluster.stop(host, wid))

    async def _try(self, host: Host) -> None:
        await self._start(host, self._workload.id + _TRIAL, self._workload.on_trial())

    async def _serve(self, host: Host) -> None:
        await self._start(host, self._workload.id, self._workload.in_service())

    async def _start(self, host: Host, wid: str, workload: Workload) -> None:
        state = await self._cluster.start(host, wid, workload.document())
        if not state.is_running:
            raise RolloutFailed(
                f"{host.name} cannot run it: {state.message or state}", hint=_hint(state)
            )
        asked = workload.aliases[0] if workload.aliases else workload.host
        problem = await health.becomes_healthy(host, asked, self._path, _SECONDS)
        if problem:
            raise RolloutFailed(
                f"{host.name} runs it, but {problem}",
                hint="Name what answers 200 when all is well with --health; what ran before "
                "still runs",
            )


async def stop_all(cluster: Cluster, hosts: Sequence[Host], wids: Iterable[str]) -> None:
    """Stops workloads on hosts, as many as can be. Raises :class:`NotStopped` if one still runs."""
    left: list[str] = []

    async def stop(host: Host, wid: str) -> None:
        state = await cluster.stop(host, wid)
        if not state.is_stopped:
            left.append(f"{host.name} still runs {wid}: {state.message or state}")

    for wid in wids:
        await _each(hosts, lambda host: stop(host, wid))  # noqa: B023 - awaited here
    if left:
        raise NotStopped("; ".join(left), hint="Run the same command again: wae noted what is left")


def _hint(state: State) -> str:
    if any(words in state.message for words in _TOO_LARGE):
        return f"Start the hosts with {SIZE}={LARGE}; what ran before still runs"
    return "What ran before still runs"


async def _each(hosts: Sequence[Host], do: Callable[[Host], Awaitable[T]]) -> list[T]:
    """What is done with each host, some at a time; the first failure is raised after all ended."""
    slots = asyncio.Semaphore(_AT_A_TIME)
    failures: list[RolloutFailed] = []

    async def one(host: Host) -> T | None:
        async with slots:
            try:
                return await do(host)
            except RolloutFailed as failure:
                failures.append(failure)
                return None

    done = await asyncio.gather(*(one(host) for host in hosts))
    if failures:
        raise failures[0]
    return [each for each in done if each is not None]
