"""`wae net`, composed, against ports and time servers of this machine, good and bad."""

import json
import os
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from tests.faults import sntp, tcp
from tests.faults.sntp import Answer, TimeServer

import wae as wae_package

Wae = Callable[..., CompletedProcess[str]]

TIMEOUT = 1.0


def probe(wae: Wae, *endpoints: str, code: int, timeout: float = TIMEOUT) -> list[list[str]]:
    """The fields of `wae net probe`, without the address and the time."""
    done = wae("net", "probe", *endpoints, "--timeout", str(timeout))
    assert (code, "") == (done.returncode, done.stderr)
    return [line.split("\t")[:3:2] for line in done.stdout.splitlines()]


def test_lookup(wae: Wae) -> None:
    """The resolver of this machine answers; an address is its own."""
    done = wae("net", "lookup", "localhost", "--json")
    actual = json.loads(done.stdout)
    assert (0, "localhost") == (done.returncode, actual["name"])
    assert {each["ip"] for each in actual["addresses"]} <= {"127.0.0.1", "::1"}
    assert "::1\tipv6\n" == wae("net", "lookup", "0:0::1").stdout


@pytest.mark.parametrize("name", ["nosuch.invalid", "bücher.invalid", "ü" * 40 + ".invalid"])
def test_unknown_names(wae: Wae, name: str) -> None:
    """A name that nobody has (RFC 6761, section 6.4) is a failure, in any script."""
    done = wae("net", "lookup", name)
    assert (1, "") == (done.returncode, done.stdout)
    assert done.stderr.startswith(f'wae: No address is known for "{name}"')


def test_probe(wae: Wae) -> None:
    """Open, refused and silent are told apart, in one call."""
    with tcp.open_port() as open_, tcp.closed_port() as closed, tcp.silent_port() as silent:
        endpoints = [f"127.0.0.1:{port}" for port in (open_, closed, silent)]
        outcomes = probe(wae, *endpoints, "nosuch.invalid:1", code=1)
        assert [[endpoints[0], "open"]] == probe(wae, endpoints[0], code=0)
    assert ["open", "refused", "timed-out", "name-not-found"] == [each[1] for each in outcomes]


@pytest.mark.parametrize(
    "host", ["[::ffff:127.0.0.1]", "[::FFFF:7f00:1]", "127.0.0.1.", "localhost."]
)
def test_other_ways_to_write_it(wae: Wae, host: str) -> None:
    """An IPv4 address in IPv6's clothes, and a dot at the end of a name, lead to the same port."""
    with tcp.open_port() as port:
        outcomes = probe(wae, f"{host}:{port}", code=0)
    assert [f"{host}:{port}", "open"] in outcomes


@pytest.mark.parametrize(
    "arguments", [("probe", "[fe80::1%lo]:22"), ("lookup", "fe80::1%lo"), ("time", "fe80::1%lo")]
)
def test_zones_with_names(wae: Wae, arguments: tuple[str, str]) -> None:
    """The name of an interface is refused by name, before anything is asked; a number is a zone."""
    done = wae("net", *arguments)
    assert (2, "") == (done.returncode, done.stdout)
    assert "its zone %lo is the name of an interface: give the interface's number" in done.stderr
    assert "fe80::1%1\tipv6\n" == wae("net", "lookup", "fe80::1%1").stdout


@pytest.mark.parametrize(
    ("name", "ascii_name"),
    [("faß.invalid", "xn--fa-hia.invalid"), ("💩.invalid.", "xn--ls8h.invalid")],
)
def test_names_in_other_scripts(wae: Wae, name: str, ascii_name: str) -> None:
    """`net` and `http` read a name alike, as browsers do (UTS #46)."""
    looked_up = wae("net", "lookup", name)
    assert 1 == looked_up.returncode
    assert "No address is known" in looked_up.stderr
    asked = wae("github", "repo", "o/r", env={"GITHUB_API_URL": f"https://{name}"})
    assert f"https://{ascii_name}" in asked.stderr


@pytest.mark.skipif(not tcp.has_ipv6(), reason="this machine has no IPv6")
def test_probe_ipv6(wae: Wae) -> None:
    """An IPv6 address stands in brackets."""
    with tcp.open_port("::1") as port:
        assert [[f"[::1]:{port}", "open"]] == probe(wae, f"[::1]:{port}", code=0)


def test_fifty_silent_probes_take_one_timeout(wae: Wae) -> None:
    """Probes wait side by side."""
    with ExitStack() as ports:
        silent = [ports.enter_context(tcp.silent_port()) for _ in range(50)]
        start = time.monotonic()
        endpoints = [f"127.0.0.1:{port}" for port in silent]
        outcomes = probe(wae, *endpoints, code=1, timeout=3)
        assert 3 <= time.monotonic() - start < 3 * 50
    assert ["timed-out"] * 50 == [each[1] for each in outcomes]


def test_many_connections(wae: Wae) -> None:
    """Hundreds of connections in one run, of all kinds, neither crash it nor run out."""
    with tcp.open_port() as open_, tcp.closed_port() as closed:
        endpoints = [f"127.1.{n // 200}.{n % 200 + 1}:{closed}" for n in range(300)]
        endpoints += [f"127.0.0.1:{open_}"]
        outcomes = probe(wae, *endpoints, code=1)
    assert [*["refused"] * 300, "open"] == [each[1] for each in outcomes]


@pytest.mark.parametrize("answer", [sntp.good, sntp.rubbish_first, sntp.wrong_from_elsewhere])
@pytest.mark.parametrize("ahead", [0.0, 1000.0, -1000.0, 600_000_000.0])
def test_time(wae: Wae, answer: Answer, ahead: float) -> None:
    """The offset is that of the server's clock, in the next era of NTP too, whatever anybody
    else sends."""
    with TimeServer(answer, ahead) as server:
        server_name = f"127.0.0.1:{server.port}"
        done = wae("net", "time", server_name, "--questions", "1", "--json")
    assert (0, "") == (done.returncode, done.stderr)
    actual = json.loads(done.stdout)
    [sample] = actual["samples"]
    # Not known more exactly than this (RFC 5905, section 11.2), however slow the machine.
    assert abs(actual["offset"] - ahead) <= actual["delay"] / 2 + 0.01
    assert 0 <= actual["delay"]
    assert sample["originate"] <= sample["destination"]
    assert sample["receive"] <= sample["transmit"]
    assert (1, "GPS", "none") == (actual["stratum"], actual["reference"], actual["leap"])


def test_questions_tell_nothing(wae: Wae) -> None:
    """A question has the version, the mode and random bits; no two are alike."""
    with TimeServer() as server:
        wae("net", "time", f"127.0.0.1:{server.port}", "--questions", "2")
    first, second = server.questions
    assert first[:40] == second[:40] == b"\x23" + bytes(39)
    assert first[40:] != second[40:]


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (sntp.silent, "did not answer within 1 second"),
        (sntp.short, "is not a time: it is too short"),
        (sntp.flood, "is not a time: it is too short"),
        (sntp.echo, "is not a time: it has mode 3"),
        (sntp.guessed, "is not a time: it does not answer the question"),
        (sntp.unsynchronized, "does not know the time itself"),
        (sntp.kiss, "refuses to answer (RATE)"),
    ],
)
def test_no_time(wae: Wae, answer: Answer, problem: str) -> None:
    """A server that does not answer, or not rightly, is told in one line, and is a failure."""
    with TimeServer(answer) as server:
        done = wae("net", "time", f"127.0.0.1:{server.port}", "--timeout", "1")
        asked = len(server.questions)
    assert (1, "", 1) == (done.returncode, done.stdout, asked)
    assert problem in done.stderr


def test_no_time_server(wae: Wae) -> None:
    """A closed UDP port is told from a silent one."""
    with TimeServer() as server:
        port = server.port
    done = wae("net", "time", f"127.0.0.1:{port}", "--timeout", "2")
    assert (1, "") == (done.returncode, done.stdout)
    assert f"No time server listens at 127.0.0.1:{port}" in done.stderr


def test_nothing_is_left_open(
    toolbox: Path, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hundreds of calls of one instance leave no socket behind, whatever came of them, and trap
    nowhere: children are dropped before their parents."""
    for name in ("HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, environ[name])
    with ExitStack() as stack:
        app = stack.enter_context(wae_package.load(toolbox))
        ports = [stack.enter_context(tcp.open_port()), stack.enter_context(tcp.closed_port())]
        good = stack.enter_context(TimeServer())
        kiss = stack.enter_context(TimeServer(sntp.kiss))
        endpoints = [{"host": "127.0.0.1", "port": port} for port in ports]
        endpoints += [{"host": host, "port": 1} for host in ("::1", "nosuch.invalid", "a..b")]

        def call_each() -> int:
            app.net.ports.probe(endpoints, 1000)
            app.net.names.look_up("localhost", 1000)
            app.net.time_server.ask("127.0.0.1", good.port, 1, 1000)
            with pytest.raises(wae_package.ResultError):
                app.net.time_server.ask("127.0.0.1", kiss.port, 1, 1000)
            return len(os.listdir("/proc/self/fd"))

        call_each()
        before = call_each()
        # The resolver's own threads come and go.
        assert before + 10 > max(call_each() for _ in range(50))


def test_only_net_has_sockets(wae: Wae, toolbox: Path) -> None:
    """In the composed file `net` holds sockets and nothing else that is worth having; nobody
    else holds them."""
    document = json.loads(wae("inspect", str(toolbox), "--json").stdout)
    assert document == json.loads(wae("inspect", "toolbox", "--json").stdout)
    holders = {
        each["name"]: {*each["capabilities"]}
        for each in document["instances"]
        if "sockets" in each["capabilities"]
    }
    assert {"net": {"clocks", "random", "sockets"}} == holders
