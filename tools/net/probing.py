"""Probes many ports: looks up every host once, then tries all of their addresses."""

from componentize_py_types import Err, Ok
from wit_world.exports import names, ports

import connecting
import lookup
from scheduler import run

# Sockets that are open at once: a machine commonly allows a process 256 files or more.
PLACES = 128

Outcome = Ok[list[ports.Attempt]] | Err[names.Error]


def probe(endpoints: list[ports.Endpoint], patience: int) -> list[Outcome]:
    """The attempts at each endpoint, in the order of the endpoints.

    `patience`, in milliseconds, is for each look-up and then for each attempt.
    """
    hosts = list(dict.fromkeys(each.host for each in endpoints))
    answers = run([lookup.resolve(host, patience) for host in hosts], PLACES)
    by_host = dict(zip(hosts, answers, strict=True))
    targets = {
        (address.ip, each.port): address
        for each in endpoints
        for address in _addresses(by_host[each.host])
    }
    tasks = [connecting.attempt(address, port, patience) for (_, port), address in targets.items()]
    attempts = dict(zip(targets, run(tasks, PLACES), strict=True))
    return [
        answer
        if isinstance(answer := by_host[each.host], Err)
        else Ok([attempts[address.ip, each.port] for address in answer.value.addresses])
        for each in endpoints
    ]


def _addresses(answer: lookup.Found) -> list[names.Address]:
    return [] if isinstance(answer, Err) else answer.value.addresses
