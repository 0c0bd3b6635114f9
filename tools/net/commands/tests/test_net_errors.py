"""Every error of `wae net`: its line, its advice, its exit code."""

from typing import get_args

from componentize_py_types import Err
from wit_world.imports import names, ports, time_server

import golden_file
from tools.net.commands import documents, errors, views

USAGE = {
    "unknown net command": ("net", "look-up", "host.example"),
    "no host": ("net", "lookup"),
    "no endpoint": ("net", "probe"),
    "no port": ("net", "probe", "host.example"),
    "no port after an IPv6 address": ("net", "probe", "::1"),
    "no port after brackets": ("net", "probe", "[::1]"),
    "no host before the port": ("net", "probe", ":80"),
    "port 0": ("net", "probe", "host.example:0"),
    "a port too large": ("net", "probe", "host.example:65536"),
    "a port that is a name": ("net", "probe", "host.example:http"),
    "a URL": ("net", "probe", "https://host.example/"),
    "a zone with a name": ("net", "probe", "[fe80::1%lo]:22"),
    "a zone in a look-up": ("net", "lookup", "fe80::1%eth0"),
    "a zone of a time server": ("net", "time", "fe80::1%25en0"),
    "a zone of an IPv4 address": ("net", "lookup", "::ffff:10.0.0.1%2"),
    "no time to wait": ("net", "probe", "host.example:80", "--timeout", "0"),
    "not a number of seconds": ("net", "lookup", "host.example", "--timeout", "nan"),
    "no question": ("net", "time", "--questions", "0"),
}
NAMES = {
    "invalid name": names.Error_InvalidName("two dots stand together"),
    "not found": names.Error_NotFound(),
    "temporary failure": names.Error_TemporaryFailure(),
    "timed out": names.Error_TimedOut(),
    "not allowed": names.Error_NotAllowed(),
    "failed": names.Error_Failed("out-of-memory"),
}
TIME = {
    "name": time_server.Error_Name(names.Error_NotFound()),
    "invalid question": time_server.Error_InvalidQuestion("ask 1 to 8 times, not 9"),
    "invalid answer": time_server.Error_InvalidAnswer("it is too short"),
    "unsynchronized": time_server.Error_Unsynchronized(),
    "kiss of death": time_server.Error_KissOfDeath("DENY"),
    "kiss of death, too often": time_server.Error_KissOfDeath("RATE"),
    "kiss of death, unknown": time_server.Error_KissOfDeath("ABCD"),
    "timed out": time_server.Error_TimedOut(),
    "refused": time_server.Error_Refused(),
    "unreachable": time_server.Error_Unreachable(),
    "not allowed": time_server.Error_NotAllowed(),
    "failed": time_server.Error_Failed("out-of-memory"),
}


def _case(wae, title: str, arguments: tuple[str, ...]) -> str:
    done = wae(*arguments)
    assert done.out == ""
    return golden_file.case(title, arguments, done.err, done.code)


def test_messages(wae, fake):
    """The message of every usage error and of every case of the contract's errors."""
    cases = [_case(wae, title, arguments) for title, arguments in USAGE.items()]
    for title, error in NAMES.items():
        fake(names, "look_up", Err(error))
        cases.append(_case(wae, f"look-up, {title}", ("net", "lookup", "host.example")))
    for title, error in TIME.items():
        fake(time_server, "ask", Err(error))
        words = ("net", "time", "time.example", "--timeout", "1")
        cases.append(_case(wae, f"time, {title}", words))
    golden_file.check("net", cases)


def test_every_case_has_words():
    """Every case of the contract's variants has a message, and a word for tables."""
    assert {*map(type, NAMES.values())} == {*get_args(names.Error)} == {*errors._WORDS}
    assert {*map(type, TIME.values())} == {*get_args(time_server.Error)}
    told = {*views._OUTCOMES, ports.Outcome_Failed}
    assert told == {*get_args(ports.Outcome)}


def test_cases_are_named_as_in_the_contract():
    """Programs read the names of the contract's cases."""
    cases = [ports.Outcome_TimedOut(), ports.Outcome_Open(), names.Error_InvalidName("")]
    assert ["timed-out", "open", "invalid-name"] == list(map(documents._case, cases))
