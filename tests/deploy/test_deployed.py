"""`wae deploy` from the first time to the last, on hosts that do as they are told, or do not."""

import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from tests.deploy import greeter
from tests.deploy.fake_cluster import FakeBus, FakeHost

from wae import cli
from wae.deploy import health, rollout, state
from wae.deploy.bus import DEFAULT, Address
from wae.deploy.state import Deployed, Key
from wae.errors import WaeError

Deploy = Callable[..., tuple[int, str]]
KEY = Key(DEFAULT, "default", "app")


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> FakeBus:
    """Three hosts, of which nobody runs anything."""
    bus = FakeBus(FakeHost("h1"), FakeHost("h2"), FakeHost("h3"))

    @asynccontextmanager
    async def connected(address: Address) -> AsyncIterator[FakeBus]:
        yield bus

    monkeypatch.setattr("wae.commands.deploy.connected", connected)
    monkeypatch.setattr(health, "ask", bus.health)
    monkeypatch.setattr(rollout, "_SECONDS", 0.0)
    return bus


@pytest.fixture
def deploy(
    bus: FakeBus,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> Deploy:
    """The exit code of `wae deploy`, and what it prints, or its one error line."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for name in greeter.READS:
        monkeypatch.delenv(name, raising=False)
    app = tmp_path / "app.wasm"
    app.write_bytes(greeter.app())
    number = ["3"]

    def run(*arguments: str, replicas: str = "", greets: str = "") -> tuple[int, str]:
        number[0] = replicas or number[0]
        if greets:
            monkeypatch.setenv(greeter.READS[0], greets)
        capfd.readouterr()
        words = ["registry.example/team/app:1", "--app", str(app), "--host", "app.example"]
        try:
            code = cli.dispatch(
                ["deploy", *words, "--replicas", number[0], *arguments], debug=False
            )
        except WaeError as error:
            return error.exit_code, error.line()
        return code, capfd.readouterr().out

    return run


def running(bus: FakeBus) -> list[list[str]]:
    """The greeting that each host's workloads give."""
    return [
        [
            workload["witWorld"]["components"][0]["localResources"]["environment"].get(
                greeter.READS[0], ""
            )
            for workload in host.workloads.values()
        ]
        for host in bus.hosts.values()
    ]


def test_from_the_first_to_the_last(bus: FakeBus, deploy: Deploy) -> None:
    """Deployed, again, with another setting, and stopped: each time all hosts have just that."""
    assert 0 == deploy(greets="a")[0]
    assert [["a"]] * 3 == running(bus)
    bus.log.clear()
    code, out = deploy()
    assert (0, 3, []) == (code, out.count("has it already"), bus.log)
    assert 0 == deploy("--status")[0]
    assert 0 == deploy(greets="b")[0]
    assert [["b"]] * 3 == running(bus)
    assert (0, "".join(f"h{n}:8000 runs app no more\n" for n in (1, 2, 3))) == deploy("--down")
    assert [[]] * 3 == running(bus)
    assert Deployed() == state.read(KEY, os.environ)


def test_fewer_hosts(bus: FakeBus, deploy: Deploy) -> None:
    """A host that is one too many gives up what it ran, and not before the others have theirs."""
    deploy(greets="a")
    code, out = deploy("--dry-run", replicas="2", greets="b")
    assert (0, "h3:8000 would no longer run it") == (code, out.splitlines()[2])
    assert [["a"]] * 3 == running(bus)

    def watched() -> None:
        if not bus.hosts["h3"].workloads:
            assert all("b" in greetings for greetings in running(bus)[:2])

    bus.watched = watched
    assert 0 == deploy()[0]
    bus.watched = lambda: None
    assert [["b"], ["b"], []] == running(bus)
    assert 2 == len(state.read(KEY, os.environ).hosts)
    assert 0 == deploy(replicas="1")[0]
    assert [["b"], [], []] == running(bus)


def test_what_cannot_be_stopped(bus: FakeBus, deploy: Deploy) -> None:
    """That an older version still answers is a failure, and the next time it is tried again."""
    deploy(greets="a")
    (older,) = state.read(KEY, os.environ).ids
    bus.hosts["h2"].keeps = lambda wid: "it is busy" if wid == older else ""
    expected = (
        f"wae: h2:8000 still runs {older}: it is busy. "
        "Run the same command again: wae noted what is left"
    )
    assert (1, expected) == deploy(greets="b")
    assert [["b"], ["a", "b"], ["b"]] == running(bus)
    bus.hosts["h2"].keeps = lambda wid: ""
    assert 0 == deploy()[0]
    assert [["b"]] * 3 == running(bus)


def test_down_that_fails(bus: FakeBus, deploy: Deploy) -> None:
    """What still runs is not said to be stopped; the others are, and the rest is not forgotten."""
    deploy(greets="a")
    (wid,) = state.read(KEY, os.environ).ids
    bus.hosts["h3"].keeps = lambda wid: "it is busy"
    code, line = deploy("--down")
    assert (1, f"wae: h3:8000 still runs {wid}: it is busy") == (code, line.partition(". ")[0])
    assert [[], [], ["a"]] == running(bus)
    bus.hosts["h3"].keeps = lambda wid: ""
    assert 0 == deploy("--down")[0]
    assert [[]] * 3 == running(bus)
