"""An update leaves nobody without an answer, and a failure leaves all as it was."""

import asyncio

import pytest
from tests.deploy.fake_cluster import FakeBus, FakeHost

from wae.deploy import health, rollout
from wae.deploy.cluster import Cluster, Host
from wae.deploy.rollout import Rollout, RolloutFailed, Served
from wae.deploy.workload import Workload

IMAGE = "registry.example/team/app@sha256:" + "0" * 64
OLD = Workload("app", IMAGE, "app.example", "incoming-handler", {"VERSION": "1"})
NEW = Workload("app", IMAGE, "app.example", "incoming-handler", {"VERSION": "2"})


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> FakeBus:
    """Two hosts that run the old workload."""
    bus = FakeBus(FakeHost("h1"), FakeHost("h2"))
    for host in bus.hosts.values():
        host.workloads[OLD.id] = OLD.in_service().document()
    monkeypatch.setattr(health, "ask", bus.health)
    monkeypatch.setattr(rollout, "_SECONDS", 0.0)
    return bus


def roll(bus: FakeBus, old: tuple[str, ...] = (OLD.id,)) -> list[Served]:
    """The update of all hosts."""

    async def run() -> list[Served]:
        cluster = Cluster(bus, "default")
        actual = await cluster.hosts((), len(bus.hosts))
        return await Rollout(cluster, NEW, "/healthz", old).run([*actual.values()])

    return asyncio.run(run())


def test_order(bus: FakeBus) -> None:
    """Tried everywhere, then started everywhere, and only then the old one is stopped."""
    done = roll(bus)
    assert ["h1", "h2"] == [served.host.id for served in done]
    assert all(served.seconds is not None for served in done)
    trial = f"{NEW.id}.trial"
    steps = [("start", trial), ("start", NEW.id), ("stop", trial), ("stop", OLD.id)]
    for host in ("h1", "h2"):
        assert steps == [(does, wid) for does, where, wid in bus.log if where == host]
    assert [does for does, _ in steps for _ in range(2)] == [does for does, _, _ in bus.log]


def test_somebody_always_answers(bus: FakeBus) -> None:
    """After each step, each host has a workload under the app's name; nobody else's is there."""
    seen = []

    def watched() -> None:
        for host in bus.hosts.values():
            assert host.serving("app.example")
            seen.append(len(host.workloads))

    bus.watched = watched
    roll(bus)
    assert (1, 3) == (seen[-1], max(seen))
    assert all({NEW.id} == host.workloads.keys() for host in bus.hosts.values())


def test_nobody_asks_a_trial(bus: FakeBus) -> None:
    """While a version is tried, the app's name leads to the old one alone."""

    def watched() -> None:
        for host in bus.hosts.values():
            if NEW.id not in host.workloads and OLD.id in host.workloads:
                assert {OLD.id} == host.serving("app.example")

    bus.watched = watched
    roll(bus)


def test_again(bus: FakeBus) -> None:
    """What runs already is left alone; what it replaced is stopped all the same."""
    roll(bus)
    bus.log.clear()
    assert [None, None] == [served.seconds for served in roll(bus)]
    assert [("stop", "h1", OLD.id), ("stop", "h2", OLD.id)] == bus.log


@pytest.mark.parametrize("when", ["trial", "service"])
@pytest.mark.parametrize("how", ["refuses", "answers"])
def test_failures(bus: FakeBus, when: str, how: str) -> None:
    """Whatever fails on whichever host: the old one runs on all, and nothing else."""
    fails = f"{NEW.id}.trial" if when == "trial" else NEW.id
    setattr(bus.hosts["h2"], how, lambda wid: "it broke" if wid == fails else "")
    with pytest.raises(RolloutFailed):
        roll(bus)
    for host in bus.hosts.values():
        assert {OLD.id} == host.workloads.keys()


@pytest.mark.parametrize(
    ("how", "reason", "line"),
    [
        (
            "refuses",
            "failed to pull image",
            "wae: h2:8000 cannot run it: failed to pull image. What ran before still runs",
        ),
        (
            "refuses",
            "instance allocation for this component requires 1233788 bytes of VMComponentContext "
            "space which exceeds the configured maximum of 1048576 bytes",
            "wae: h2:8000 cannot run it: instance allocation for this component requires 1233788 "
            "bytes of VMComponentContext space which exceeds the configured maximum of 1048576 "
            "bytes. Start the hosts with WASMTIME_POOLING_MAX_COMPONENT_INSTANCE_SIZE=16777216; "
            "what ran before still runs",
        ),
        (
            "answers",
            "/healthz answers 500",
            "wae: h2:8000 runs it, but /healthz answers 500. Name what answers 200 when all is "
            "well with --health; what ran before still runs",
        ),
    ],
)
def test_what_is_said(bus: FakeBus, how: str, reason: str, line: str) -> None:
    """Which host, why, and what to do."""
    setattr(bus.hosts["h2"], how, lambda wid: reason)
    with pytest.raises(RolloutFailed) as caught:
        roll(bus)
    assert line == caught.value.line()


def test_a_host_that_is_gone(bus: FakeBus) -> None:
    """One that was heard and does not answer any more is a failure, too."""

    async def run() -> None:
        cluster = Cluster(bus, "default")
        gone = Host("gone", "gone", 8000, "default")
        await Rollout(cluster, NEW, "/", (OLD.id,)).run([gone])

    with pytest.raises(RolloutFailed) as caught:
        asyncio.run(run())
    expected = "wae: gone:8000 cannot run it: the host does not answer. What ran before still runs"
    assert expected == caught.value.line()


def test_health() -> None:
    """A name without an address is not asked again and again."""
    host = Host("h", "no-such-host.invalid", 8000, "default")
    answer = asyncio.run(health.becomes_healthy(host, "x", "/", 60.0))
    assert (
        "the address of no-such-host.invalid cannot be resolved here: start it with --host-name"
        == answer
    )
