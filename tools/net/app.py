"""The component `net`: the only one with sockets."""

from componentize_py_types import Err, Ok
from wit_world import exports
from wit_world.exports import names, ports, time_server

import lookup
import ntp_query
import probing
from scheduler import run

# What counts where nothing is said (contract/net.wit).
TIMEOUT = 5000
TIME_SERVER = "pool.ntp.org"
NTP_PORT = 123


class Names(exports.Names):
    """`wae:net/names`."""

    def look_up(self, host: str, timeout: int | None) -> names.Host:
        [answer] = run([lookup.resolve(host, _patience(timeout))], 1)
        if isinstance(answer, Err):
            raise answer
        return answer.value


class Ports(exports.Ports):
    """`wae:net/ports`."""

    def probe(
        self, endpoints: list[ports.Endpoint], timeout: int | None
    ) -> list[Ok[list[ports.Attempt]] | Err[names.Error]]:
        return probing.probe(endpoints, _patience(timeout))


class TimeServer(exports.TimeServer):
    """`wae:net/time-server`."""

    def ask(
        self, host: str | None, port: int | None, questions: int | None, timeout: int | None
    ) -> time_server.Answer:
        return ntp_query.ask(
            TIME_SERVER if host is None else host,
            NTP_PORT if port is None else port,
            1 if questions is None else questions,
            _patience(timeout),
        )


def _patience(timeout: int | None) -> int:
    return TIMEOUT if timeout is None else timeout
