"""A network without a network: what `wasi:sockets` would do, in time that passes by itself.

Every resource is accounted for: using one that is gone, or dropping one before its children, fails
the test, as it traps in a component.
"""

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass, field

from componentize_py_types import Err
from wit_world.exports.names import Address
from wit_world.imports import network
from wit_world.imports.network import ErrorCode
from wit_world.imports.udp import IncomingDatagram

import addresses

NEVER = float("inf")


@dataclass
class Udp:
    """A server: what it sends back, each after so many milliseconds, for a packet."""

    answer: Callable[[bytes], list[tuple[float, bytes]]]


@dataclass
class World:
    """What there is: `now` is in milliseconds.

    `names` has a name's addresses, or an error, after so many milliseconds. `tcp` has, for an
    address and a port, the error (None: it is open) after so many milliseconds; `udp` the
    servers, or an error. `limit` is how many sockets may be open.
    """

    now: float = 0.0
    names: dict[str, tuple[float, list[str] | ErrorCode]] = field(default_factory=dict)
    tcp: dict[tuple[str, int], tuple[float, ErrorCode | None]] = field(default_factory=dict)
    udp: dict[tuple[str, int], Udp | ErrorCode] = field(default_factory=dict)
    limit: int = 128
    alive: list["Resource"] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    sent: list[bytes] = field(default_factory=list)

    def poll(self, pollables: list["Pollable"]) -> list[int]:
        """`wasi:io/poll.poll`: time passes until one is ready."""
        assert pollables, "an empty list traps"
        for each in pollables:
            each.use()
        self.now = max(self.now, min(each.due() for each in pollables))
        assert self.now < NEVER, "waiting for ever"
        return [index for index, each in enumerate(pollables) if each.ready()]

    def timer(self, nanoseconds: int) -> "Pollable":
        """`wasi:clocks/monotonic-clock.subscribe-duration`."""
        due = self.now + nanoseconds / 1e6
        return Pollable(self, None, lambda: due)

    def resolve(self, network: "Resource", name: str) -> "Names":
        """`wasi:sockets/ip-name-lookup.resolve-addresses`."""
        network.use()
        self.asked.append(name)
        delay, answer = self.names.get(name, (0.0, ErrorCode.NAME_UNRESOLVABLE))
        return Names(self, self.now + delay, answer)

    def sockets(self) -> int:
        """How many sockets are open."""
        return sum(isinstance(each, (Tcp, UdpEnd)) for each in self.alive)


class Resource:
    """A handle; a child must go before its parent."""

    def __init__(self, world: World, parent: "Resource | None" = None) -> None:
        self.world, self.parent = world, parent
        world.alive.append(self)

    def use(self) -> None:
        assert self in self.world.alive, f"{type(self).__name__} is used after it was dropped"

    def __enter__(self):
        return self

    def __exit__(self, *_: object) -> None:
        self.use()
        children = [type(each).__name__ for each in self.world.alive if each.parent is self]
        assert [] == children, f"{type(self).__name__} is dropped before its children"
        self.world.alive.remove(self)


class Pollable(Resource):
    def __init__(self, world, parent, due: Callable[[], float]) -> None:
        super().__init__(world, parent)
        self.due = due

    def ready(self) -> bool:
        self.use()
        return self.due() <= self.world.now


class Names(Resource):
    def __init__(self, world, due: float, answer) -> None:
        super().__init__(world)
        self._due = due
        self._answer = answer if isinstance(answer, ErrorCode) else list(answer)

    def subscribe(self) -> Pollable:
        return Pollable(self.world, self, lambda: self._due)

    def resolve_next_address(self):
        if self._due > self.world.now:
            raise Err(ErrorCode.WOULD_BLOCK)
        if isinstance(self._answer, ErrorCode):
            raise Err(self._answer)
        return ip_address(self._answer.pop(0)) if self._answer else None


class Tcp(Resource):
    def __init__(self, world, family) -> None:
        if world.sockets() >= world.limit:
            raise Err(ErrorCode.NEW_SOCKET_LIMIT)
        super().__init__(world)

    def start_connect(self, network: Resource, remote) -> None:
        network.use()
        delay, self._error = self.world.tcp.get(endpoint(remote), (NEVER, None))
        self._due = self.world.now + delay

    def subscribe(self) -> Pollable:
        return Pollable(self.world, self, lambda: self._due)

    def finish_connect(self):
        if self._due > self.world.now:
            raise Err(ErrorCode.WOULD_BLOCK)
        if self._error:
            raise Err(self._error)
        return Resource(self.world, self), Resource(self.world, self)


class UdpEnd(Resource):
    def __init__(self, world, family) -> None:
        super().__init__(world)
        self._bound = False

    def start_bind(self, network: Resource, local) -> None:
        network.use()

    def finish_bind(self) -> None:
        self._bound = True

    def subscribe(self) -> Pollable:
        return Pollable(self.world, self, lambda: 0.0)

    def stream(self, remote):
        assert self._bound
        assert remote is not None, "anybody could answer"
        server = self.world.udp.get(endpoint(remote), Udp(lambda _: []))
        incoming = Incoming(self.world, self, server)
        return incoming, Outgoing(self.world, self, incoming)


class Incoming(Resource):
    def __init__(self, world, parent, server) -> None:
        super().__init__(world, parent)
        self.server = server
        self.queue: list[tuple[float, bytes]] = []

    def subscribe(self) -> Pollable:
        failed = isinstance(self.server, ErrorCode)
        return Pollable(
            self.world, self, lambda: 0 if failed else min([NEVER, *(at for at, _ in self.queue)])
        )

    def receive(self, most: int) -> list[IncomingDatagram]:
        if isinstance(self.server, ErrorCode):
            raise Err(self.server)
        here = sorted(each for each in self.queue if each[0] <= self.world.now)[:most]
        self.queue = [each for each in self.queue if each not in here]
        return [IncomingDatagram(data, None) for _, data in here]


class Outgoing(Resource):
    def __init__(self, world, parent, incoming) -> None:
        super().__init__(world, parent)
        self._incoming = incoming
        self._permitted = 0

    def subscribe(self) -> Pollable:
        return Pollable(self.world, self, lambda: 0.0)

    def check_send(self) -> int:
        self._permitted = 1
        return 1

    def send(self, datagrams) -> int:
        assert len(datagrams) <= self._permitted, "more than check-send allowed traps"
        for datagram in datagrams:
            self.world.sent.append(datagram.data)
            if isinstance(self._incoming.server, Udp):
                for delay, data in self._incoming.server.answer(datagram.data):
                    self._incoming.queue.append((self.world.now + delay, data))
        return len(datagrams)


def ip_address(text: str) -> network.IpAddress:
    """An address as the resolver gives it."""
    where = addresses.to_wasi(address(text), 0)
    four = isinstance(where, network.IpSocketAddress_Ipv4)
    kind = network.IpAddress_Ipv4 if four else network.IpAddress_Ipv6
    return kind(where.value.address)


def endpoint(remote: network.IpSocketAddress) -> tuple[str, int]:
    """A socket address as text and port."""
    value = remote.value
    four = isinstance(remote, network.IpSocketAddress_Ipv4)
    kind = network.IpAddress_Ipv4 if four else network.IpAddress_Ipv6
    return addresses.from_wasi(kind(value.address)).ip, value.port


def address(text: str) -> Address:
    """An address of the contract."""
    return addresses.described(ipaddress.ip_address(text))
