"""The component `net`: the only one with sockets."""

from componentize_py_types import Err, Ok
from wit_world import exports
from wit_world.exports import names, ports, time_server

import asking
import lookup
import probing
from scheduler import run


class Names(exports.Names):
    """`wae:net/names`."""

    def look_up(self, host: str, timeout: int) -> names.Host:
        [found] = run([lookup.resolve(host, timeout)], 1)
        if isinstance(found, Err):
            raise found
        return found.value


class Ports(exports.Ports):
    """`wae:net/ports`."""

    def probe(
        self, endpoints: list[ports.Endpoint], timeout: int
    ) -> list[Ok[list[ports.Attempt]] | Err[names.Error]]:
        return probing.probe(endpoints, timeout)


class TimeServer(exports.TimeServer):
    """`wae:net/time-server`."""

    def ask(self, host: str, port: int, questions: int, timeout: int) -> time_server.Answer:
        return asking.ask(host, port, questions, timeout)
