"""One question to a time server and its answer, over a UDP socket of its own."""

import secrets
import time
from dataclasses import dataclass

from componentize_py_types import Err
from wit_world.exports import time_server
from wit_world.exports.names import Address
from wit_world.exports.time_server import Sample
from wit_world.imports import instance_network, udp_create_socket
from wit_world.imports.network import ErrorCode
from wit_world.imports.poll import Pollable
from wit_world.imports.udp import (
    IncomingDatagramStream,
    OutgoingDatagram,
    OutgoingDatagramStream,
    UdpSocket,
)

import addresses
import ntp_packet
import ntp_rules
from ntp_packet import Packet
from scheduler import Steps
from timer import timer

_COOKIE = 8

_ERRORS: dict[ErrorCode, time_server.Error] = {
    ErrorCode.CONNECTION_REFUSED: time_server.Error_Refused(),
    ErrorCode.CONNECTION_RESET: time_server.Error_Refused(),
    ErrorCode.TIMEOUT: time_server.Error_TimedOut(),
    ErrorCode.REMOTE_UNREACHABLE: time_server.Error_Unreachable(),
    # The machine has no address of this family to send from.
    ErrorCode.ADDRESS_NOT_BINDABLE: time_server.Error_Unreachable(),
    ErrorCode.NOT_SUPPORTED: time_server.Error_Unreachable(),
    ErrorCode.ACCESS_DENIED: time_server.Error_NotAllowed(),
}


@dataclass(frozen=True)
class Reply:
    """A packet without a problem, and what it says about the clocks."""

    packet: Packet
    sample: Sample


def exchange(address: Address, port: int, patience: int) -> Steps[Reply | time_server.Error]:
    """The answer of the server, waited for at most `patience` milliseconds."""
    try:
        socket = udp_create_socket.create_udp_socket(addresses.family(address))
    except Err as error:
        return _error(error.value)
    with socket, timer(patience) as late:
        try:
            yield from _bind(socket, address)
            # From here on the socket receives from that address and port only.
            incoming, outgoing = socket.stream(addresses.to_wasi(address, port))
        except Err as error:
            return _error(error.value)
        # A socket cannot go before its streams.
        with incoming, outgoing:
            try:
                return (yield from _converse(incoming, outgoing, late))
            except Err as error:
                return _error(error.value)


def _bind(socket: UdpSocket, address: Address) -> Steps[None]:
    """Gives the socket a port of its own. Raises `Err`."""
    with instance_network.instance_network() as network:
        socket.start_bind(network, addresses.anywhere(address))
    with socket.subscribe() as bound:
        yield [bound]
    socket.finish_bind()


def _converse(
    incoming: IncomingDatagramStream, outgoing: OutgoingDatagramStream, late: Pollable
) -> Steps[Reply | time_server.Error]:
    """Raises `Err`."""
    cookie = secrets.token_bytes(_COOKIE)
    datagram = OutgoingDatagram(ntp_packet.question(cookie), None)
    with outgoing.subscribe() as writable:
        while not outgoing.check_send():
            yield [writable, late]
            if late.ready():
                return time_server.Error_TimedOut()
    originate = time.time_ns()
    outgoing.send([datagram])
    problem: time_server.Error = time_server.Error_TimedOut()
    with incoming.subscribe() as arrived:
        while True:
            yield [arrived, late]
            destination = time.time_ns()
            if not arrived.ready():
                return problem
            for received in incoming.receive(1):
                packet = ntp_packet.parse(received.data)
                fault = ntp_rules.problem(packet, cookie)
                if fault is None:
                    assert packet is not None
                    return Reply(packet, ntp_rules.sample(packet, originate, destination))
                if not isinstance(fault, time_server.Error_InvalidAnswer):
                    return fault
                # Anybody can send such a packet in the server's name: the answer may still come.
                problem = fault
            if late.ready():
                return problem


def _error(code: ErrorCode) -> time_server.Error:
    return _ERRORS.get(code) or time_server.Error_Failed(code.name.lower().replace("_", "-"))
