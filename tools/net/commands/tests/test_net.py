"""`wae net`: what is asked of the network, and how the answers are shown."""

import json

import pytest
from componentize_py_types import Err, Ok
from wit_world.imports import names, ports, time_server
from wit_world.imports.ports import Endpoint

import golden_file
import net_answers
import zones

EVERY_OUTCOME = tuple(
    f"{name}.example:80"
    for name in ("open", "refused", "silent", "away", "secret", "odd", "nosuch", "later", "slow")
) + ("hidden.example:80", "broken.example:80", "bad..example:80")
COMMANDS = {
    "lookup": ("lookup", "host.example"),
    "probe": ("probe", *EVERY_OUTCOME, "[2001:db8::1]:80"),
    "time": ("time",),
}


def test_answers_for_people(wae):
    """What each command shows on a terminal of 70 columns in a known time zone, colours off."""
    variables = {"COLUMNS": "70", "NO_COLOR": "1"} | zones.ahead(1)
    cases = []
    for title, words in COMMANDS.items():
        done = wae("net", *words, terminal=True, variables=variables)
        cases.append(golden_file.case(title, ("net", *words), done.out, done.code))
    golden_file.check("net-terminal", cases)


def test_answers_for_programs(wae):
    """What each command writes where there is no terminal: tab-separated, raw values."""
    cases = []
    for title, words in COMMANDS.items():
        done = wae("net", *words)
        assert done.err == ""
        cases.append(golden_file.case(title, ("net", *words), done.out, done.code))
    golden_file.check("net-fields", cases)


def test_json(wae):
    """The documents of `--json`."""
    cases = []
    for title, words in COMMANDS.items():
        done = wae("net", *words, "--json")
        json.loads(done.out)
        cases.append(golden_file.case(title, ("net", *words, "--json"), done.out, done.code))
    golden_file.check("net-json", cases)


@pytest.mark.parametrize(
    ("words", "endpoint"),
    [
        ("host.example:443", ("host.example", 443)),
        ("127.0.0.1:1", ("127.0.0.1", 1)),
        ("[::1]:65535", ("::1", 65_535)),
        ("[host.example]:80", ("host.example", 80)),
    ],
)
def test_endpoints(wae, fake, words, endpoint):
    """HOST:PORT and [IPv6]:PORT."""
    seen = []
    fake(ports, "probe", lambda wanted, _: (seen.append(wanted), [Ok([])])[1])
    wae("net", "probe", words)
    assert [[Endpoint(*endpoint)]] == seen


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ((), ("pool.ntp.org", 123, 3, 5000)),
        (("host.example",), ("host.example", 123, 3, 5000)),
        (("host.example:1123",), ("host.example", 1123, 3, 5000)),
        (("::1",), ("::1", 123, 3, 5000)),
        (("[::1]",), ("::1", 123, 3, 5000)),
        (("[::1]:1123", "--questions", "8", "--timeout", "0.5"), ("::1", 1123, 8, 500)),
    ],
)
def test_time_servers(wae, fake, words, asked):
    """A server is named with or without its port; without one, a pool is asked."""
    seen = []
    answer = net_answers.ANSWER
    fake(time_server, "ask", lambda *arguments: (seen.append(arguments), answer)[1])
    wae("net", "time", *words)
    assert [asked] == seen


def test_all_open_is_success(wae):
    """The exit code is 0 only where every endpoint is open at one address or more."""
    assert 0 == wae("net", "probe", "one.example:80", "two.example:80").code
    assert 1 == wae("net", "probe", "one.example:80", "refused.example:80").code
    assert 1 == wae("net", "probe", "one.example:80", "nosuch.example:80", "--json").code


def test_what_is_missing_is_asked_for(wae):
    """On a terminal the host, or the ports, are asked for."""
    done = wae("net", "lookup", terminal=True, typed="host.example\n")
    assert (0, "Host: Looking it up…\r\x1b[2K") == (done.code, done.err)
    done = wae("net", "probe", terminal=True, typed="a.example:1  refused.example:2\n")
    assert 1 == done.code
    assert done.err.startswith("Host and port (HOST:PORT): Connecting…")
    assert [2, 3] == [done.out.count(name) for name in ("a.example:1", ".example:")]


def test_a_typed_endpoint_may_be_wrong(wae):
    """What is typed is judged as what stands on the command line."""
    done = wae("net", "probe", terminal=True, typed="a.example\n")
    assert (2, True) == (done.code, "'a.example' has no port" in done.err)


def test_a_right_clock(wae, fake):
    """An offset within what the delay leaves open is none that could be told."""
    sample = time_server.Sample(0, 5, 5, 10, 0.004, 0.01)
    answer = net_answers.ANSWER
    fields = {**vars(answer), "samples": [sample], "best": 0, "leap": time_server.Leap.NONE}
    fake(time_server, "ask", time_server.Answer(**fields))
    done = wae("net", "time", terminal=True, variables={"NO_COLOR": "1"})
    assert done.out.startswith("The clock of this machine is right, as far as can be told\n")
    assert "Leap" not in done.out
    assert "1970-01-01 00:00:00.000000 UTC" in done.out


def test_control_characters(wae, fake):
    """What a name server or a time server sends cannot steer the terminal."""
    fake(names, "look_up", names.Host("x", [names.Address(names.Family.IPV4, "\x1b[31m1")]))
    assert "\x1b[31m" not in wae("net", "lookup", "x", terminal=True).out
    kiss = time_server.Error_KissOfDeath("\x1b[31mX")
    fake(time_server, "ask", Err(kiss))
    assert "\x1b" not in wae("net", "time", "x").err
