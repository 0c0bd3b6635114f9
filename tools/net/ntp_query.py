"""Asks a time server a few times and puts the answers together."""

from componentize_py_types import Err
from wit_world.exports import names, time_server
from wit_world.exports.time_server import Answer, Error

import lookup
import ntp_rules
from ntp_exchange import Reply, exchange
from scheduler import Steps, run
from timer import pause

MOST_QUESTIONS = 8
# Of a name with many addresses, so many are tried.
_MOST_ADDRESSES = 4
# Between questions, in milliseconds: servers take faster ones for an attack (RFC 5905, section
# 13, has two seconds in a burst).
_PAUSE = 2000
# The more telling an error, the earlier: no way to an IPv6 address is common and says little.
_TELLING = (
    time_server.Error_KissOfDeath,
    time_server.Error_Unsynchronized,
    time_server.Error_InvalidAnswer,
    time_server.Error_NotAllowed,
    time_server.Error_Refused,
    time_server.Error_TimedOut,
    time_server.Error_Failed,
    time_server.Error_Unreachable,
)


def ask(host: str, port: int, questions: int, patience: int) -> Answer:
    """What the first of the host's addresses that answers has to say.

    `patience`, in milliseconds, is for the look-up and for each question. Raises `Err`.
    """
    if not 1 <= questions <= MOST_QUESTIONS:
        raise Err(time_server.Error_InvalidQuestion(_times(questions)))
    if port == 0:
        raise Err(time_server.Error_InvalidQuestion("a port is 1 to 65535"))
    [answer] = run([_ask(host, port, questions, patience)], 1)
    if isinstance(answer, Answer):
        return answer
    raise Err(answer)


def _ask(host: str, port: int, questions: int, patience: int) -> Steps[Answer | Error]:
    host_addresses = yield from lookup.resolve(host, patience)
    if isinstance(host_addresses, Err):
        return time_server.Error_Name(host_addresses.value)
    errors = []
    for address in host_addresses.value.addresses[:_MOST_ADDRESSES]:
        first = yield from exchange(address, port, patience)
        if isinstance(first, Reply):
            more = yield from _more(address, port, questions - 1, patience)
            return _answer(address, [first, *more])
        errors.append(first)
    return min(errors, key=lambda error: _TELLING.index(type(error)))


def _more(address: names.Address, port: int, questions: int, patience: int) -> Steps[list[Reply]]:
    """Further replies; a server that wants no more questions is asked no more."""
    replies = []
    for _ in range(questions):
        yield from pause(_PAUSE)
        reply = yield from exchange(address, port, patience)
        if isinstance(reply, time_server.Error_KissOfDeath):
            break
        if isinstance(reply, Reply):
            replies.append(reply)
    return replies


def _times(questions: int) -> str:
    return f"ask 1 to {MOST_QUESTIONS} times, not {questions}"


def _answer(address: names.Address, replies: list[Reply]) -> Answer:
    samples = [reply.sample for reply in replies]
    best = min(range(len(samples)), key=lambda index: samples[index].delay)
    packet = replies[best].packet
    return Answer(
        address=address,
        stratum=packet.stratum,
        leap=ntp_rules.leap(packet),
        reference=ntp_rules.reference(packet),
        root_delay=packet.root_delay,
        root_dispersion=packet.root_dispersion,
        samples=samples,
        best=best,
    )
