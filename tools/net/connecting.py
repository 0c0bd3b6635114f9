"""Tries to connect to one port at one address, and hangs up."""

import time

from componentize_py_types import Err
from wit_world.exports import ports
from wit_world.exports.names import Address
from wit_world.imports import instance_network, tcp_create_socket
from wit_world.imports.network import ErrorCode
from wit_world.imports.tcp import TcpSocket

import addresses
from scheduler import Steps
from timer import timer

_NANOSECONDS = 1e6

_OUTCOMES: dict[ErrorCode, ports.Outcome] = {
    ErrorCode.CONNECTION_REFUSED: ports.Outcome_Refused(),
    ErrorCode.TIMEOUT: ports.Outcome_TimedOut(),
    ErrorCode.REMOTE_UNREACHABLE: ports.Outcome_Unreachable(),
    # The machine has no address of this family to connect from.
    ErrorCode.ADDRESS_NOT_BINDABLE: ports.Outcome_Unreachable(),
    ErrorCode.NOT_SUPPORTED: ports.Outcome_Unreachable(),
    ErrorCode.ACCESS_DENIED: ports.Outcome_NotAllowed(),
}


def attempt(address: Address, port: int, patience: int) -> Steps[ports.Attempt]:
    """What comes of connecting, for at most `patience` milliseconds."""
    start = time.monotonic_ns()
    try:
        socket = tcp_create_socket.create_tcp_socket(addresses.family(address))
    except Err as error:
        return ports.Attempt(address, _outcome(error.value), _since(start))
    with socket:
        outcome = yield from _connect(socket, address, port, patience)
        return ports.Attempt(address, outcome, _since(start))


def _connect(socket: TcpSocket, address: Address, port: int, patience: int) -> Steps[ports.Outcome]:
    try:
        with instance_network.instance_network() as network:
            socket.start_connect(network, addresses.to_wasi(address, port))
        with socket.subscribe() as settled, timer(patience) as late:
            while not settled.ready() and not late.ready():
                yield [settled, late]
            if not settled.ready():
                return ports.Outcome_TimedOut()
        incoming, outgoing = socket.finish_connect()
    except Err as error:
        return _outcome(error.value)
    # A socket cannot go before its streams.
    with incoming, outgoing:
        return ports.Outcome_Open()


def _outcome(code: ErrorCode) -> ports.Outcome:
    return _OUTCOMES.get(code) or ports.Outcome_Failed(code.name.lower().replace("_", "-"))


def _since(start: int) -> float:
    return (time.monotonic_ns() - start) / _NANOSECONDS
