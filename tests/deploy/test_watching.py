"""Hosts that come, or come back, get their workload."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from tests.deploy.fake_cluster import FakeBus, FakeHost
from tests.patience import PATIENCE

from wae.deploy import health, rollout
from wae.deploy.cluster import Cluster, Host
from wae.deploy.errors import DeployError
from wae.deploy.rollout import Rollout
from wae.deploy.watching import Watch
from wae.deploy.workload import Workload

IMAGE = "registry.example/team/app@sha256:" + "0" * 64
APP = Workload("app", IMAGE, "app.example", "incoming-handler", {})


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> FakeBus:
    """Two hosts, of which nobody runs anything."""
    bus = FakeBus(FakeHost("h1"), FakeHost("h2"))
    monkeypatch.setattr(health, "ask", bus.health)
    monkeypatch.setattr(rollout, "_SECONDS", 0.0)
    return bus


def watch(
    bus: FakeBus,
    wanted: int,
    meanwhile: Callable[[], Awaitable[None]],
    plans: tuple[str, ...] = (APP.id,),
    count: int = 0,
) -> list[str]:
    """What is told, ``count`` lines or more, while something happens to hosts that all run it."""
    told: list[str] = []

    async def run() -> None:
        cluster = Cluster(bus, "default")
        rolling = Rollout(cluster, APP, "/")
        hosts = [*(await cluster.hosts((), len(bus.hosts))).values()][: wanted or None]
        await rolling.run(hosts)
        tell = lambda what: told.append(str(what))  # noqa: E731
        watching = Watch(cluster, rolling, wanted, tell, lambda: plans)
        task = asyncio.create_task(watching.run(hosts))
        try:
            async with asyncio.timeout(PATIENCE):
                await meanwhile()
                await until(lambda: len(told) >= count)
        finally:
            task.cancel()

    asyncio.run(run())
    return told


async def until(holds: Callable[[], bool]) -> None:
    while not holds():
        await asyncio.sleep(0.01)


def test_a_host_that_comes(bus: FakeBus) -> None:
    """A new one gets it with its first heartbeat."""

    async def meanwhile() -> None:
        bus.hosts["h3"] = FakeHost("h3")
        bus.beat(bus.hosts["h3"].heartbeat())
        await until(lambda: APP.id in bus.hosts["h3"].workloads)

    assert 1 == len(watch(bus, 0, meanwhile, count=1))


def test_a_host_that_forgot(bus: FakeBus) -> None:
    """One that runs it no more gets it again."""

    async def meanwhile() -> None:
        bus.hosts["h1"].workloads.clear()
        bus.beat(bus.hosts["h1"].heartbeat())
        await until(lambda: APP.id in bus.hosts["h1"].workloads)

    watch(bus, 2, meanwhile)


def test_as_many_as_wanted(bus: FakeBus) -> None:
    """While there are enough, another gets nothing; when one is gone, the other takes its place."""

    async def meanwhile() -> None:
        bus.hosts["h3"] = FakeHost("h3")
        bus.beat(bus.hosts["h3"].heartbeat())
        await asyncio.sleep(0.2)
        assert not bus.hosts["h3"].workloads

    watch(bus, 2, meanwhile)

    async def one_goes() -> None:
        del bus.hosts["h2"]
        bus.beat(bus.hosts["h3"].heartbeat())
        await until(lambda: APP.id in bus.hosts["h3"].workloads)

    watch(bus, 2, one_goes)


def test_what_is_not_ours(bus: FakeBus) -> None:
    """Hosts of other groups, and what is no heartbeat, change nothing."""

    async def meanwhile() -> None:
        bus.hosts["h3"] = FakeHost("h3", group="other")
        bus.beat(bus.hosts["h3"].heartbeat())
        for odd in (None, [], "x", {}, {"id": "../x"}, {"id": "x", "labels": 1}, {"id": 1}):
            bus.beat(odd)
        bus.beat({"id": "x", "httpPort": "y", "labels": {"hostgroup": "default"}})
        bus.hosts["h4"] = FakeHost("h4")
        bus.beat(bus.hosts["h4"].heartbeat())
        await until(lambda: APP.id in bus.hosts["h4"].workloads)
        assert not bus.hosts["h3"].workloads

    watch(bus, 0, meanwhile)


def test_a_host_that_cannot(bus: FakeBus) -> None:
    """A failure is told, and the next heartbeat is another chance."""

    async def meanwhile() -> None:
        ill = bus.hosts["h3"] = FakeHost("h3", refuses=lambda wid: "no room")
        bus.beat(ill.heartbeat())
        await until(lambda: ("stop", "h3", APP.id) in bus.log)
        ill.refuses = lambda wid: ""
        bus.beat(ill.heartbeat())
        await until(lambda: APP.id in ill.workloads)

    told = watch(bus, 0, meanwhile)
    assert "h3:8000 cannot run it: no room" == told[0]


def test_something_else_is_deployed(bus: FakeBus) -> None:
    """A watch ends when its workload is not the one to run any more, and starts nothing then."""

    async def run() -> None:
        cluster = Cluster(bus, "default")
        rolling = Rollout(cluster, APP, "/")
        watching = Watch(cluster, rolling, 0, lambda what: None, lambda: ("other",))
        async with asyncio.timeout(PATIENCE):
            await watching.run([])

    asyncio.run(run())
    assert [] == bus.log


def test_while_another_is_rolled_out(bus: FakeBus) -> None:
    """Until that has succeeded or failed, nothing is started: it could be the wrong one."""

    async def meanwhile() -> None:
        bus.hosts["h3"] = FakeHost("h3")
        bus.beat(bus.hosts["h3"].heartbeat())
        await asyncio.sleep(0.2)
        assert not bus.hosts["h3"].workloads

    watch(bus, 0, meanwhile, (APP.id, "newer"))


def test_too_few() -> None:
    """Nothing is begun with fewer hosts than are wanted."""

    async def run(wanted: int) -> dict[str, Host]:
        bus = FakeBus(FakeHost("h1"), FakeHost("h2", group="other"))
        return await Cluster(bus, "default").hosts((), wanted)

    assert ["h1"] == [*asyncio.run(run(1))]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("wae.deploy.cluster.INTERVAL", -1.0)
        with pytest.raises(DeployError) as caught:
            asyncio.run(run(2))
    assert (
        "wae: 1 host of the group default can be heard, and 2 are needed. Start hosts with "
        "`wash host --host-group`, or name the group with --group"
    ) == caught.value.line()


def test_no_host() -> None:
    """Nobody at all is told in the same way."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("wae.deploy.cluster.INTERVAL", -1.0)
        with pytest.raises(DeployError) as caught:
            asyncio.run(Cluster(FakeBus(), "edge").hosts(("gone", "../odd"), 0))
    assert (
        "wae: no host of the group edge can be heard, and 1 is needed. Start hosts with "
        "`wash host --host-group`, or name the group with --group"
    ) == caught.value.line()
