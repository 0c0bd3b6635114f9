"""The network of `fake_wasi` in the place of WASI's."""

import time

import pytest
from wit_world.imports import (
    instance_network,
    ip_name_lookup,
    monotonic_clock,
    poll,
    tcp_create_socket,
    udp_create_socket,
)

from fake_wasi import Resource, Tcp, UdpEnd, World

#: Nanoseconds since 1970 at the start of every test.
START = 1_800_000_000 * 10**9


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """The network; at the end of a test every resource must be gone."""
    there = World()
    monkeypatch.setattr(poll, "poll", there.poll)
    monkeypatch.setattr(monotonic_clock, "subscribe_duration", there.timer)
    monkeypatch.setattr(instance_network, "instance_network", lambda: Resource(there))
    monkeypatch.setattr(ip_name_lookup, "resolve_addresses", there.resolve)
    monkeypatch.setattr(tcp_create_socket, "create_tcp_socket", lambda kind: Tcp(there, kind))
    monkeypatch.setattr(udp_create_socket, "create_udp_socket", lambda kind: UdpEnd(there, kind))
    monkeypatch.setattr(time, "monotonic_ns", lambda: round(there.now * 1e6))
    monkeypatch.setattr(time, "time_ns", lambda: START + round(there.now * 1e6))
    yield there
    assert [] == there.alive
