"""Answers of `wae:net` for people."""

from collections.abc import Sequence
from datetime import UTC, datetime

from wit_world.imports import ports
from wit_world.imports.names import Error, Host
from wit_world.imports.time_server import Answer, Leap

from shared import cleaning, table
from shared.table import Column
from shared.terminal import Terminal
from tools.net.commands import errors
from tools.net.commands.endpoint import join_host_port

_OUTCOMES: dict[type, str] = {
    ports.Outcome_Open: "open",
    ports.Outcome_Refused: "refused",
    ports.Outcome_TimedOut: "timed out",
    ports.Outcome_Unreachable: "no way there",
    ports.Outcome_NotAllowed: "not allowed",
}
_LEAPS = {Leap.INSERT: "a second is inserted today", Leap.DELETE: "a second is left out today"}


def host(answer: Host, terminal: Terminal) -> list[str]:
    """A table of addresses."""
    rows = [(cleaning.line(each.ip), _FAMILIES[each.family.name]) for each in answer.addresses]
    return _table([Column("ADDRESS"), Column("FAMILY")], rows, terminal)


def probes(
    endpoints: Sequence[tuple[str, int]],
    results: Sequence[list[ports.Attempt] | Error],
    terminal: Terminal,
) -> list[str]:
    """A table of attempts."""
    rows = []
    for endpoint, result in zip(endpoints, results, strict=True):
        name = cleaning.line(join_host_port(*endpoint))
        if isinstance(result, list):
            rows += [
                (name, cleaning.line(each.address.ip), _outcome(each.outcome), _time(each.duration))
                for each in result
            ]
        else:
            rows.append((name, "", errors.word(result), ""))
    columns = [Column("ENDPOINT"), Column("ADDRESS"), Column("RESULT"), Column("TIME", right=True)]
    return _table(columns, rows, terminal)


def time(server: tuple[str, int], answer: Answer, terminal: Terminal) -> list[str]:
    """How far this machine's clock is off, what the server says of itself, and the four times."""
    best = answer.samples[answer.best]
    facts = table.pairs(
        [
            ("Offset", f"{best.offset:+.6f} s, give or take {best.delay / 2:.6f} s"),
            ("Delay", f"{best.delay:.6f} s, the least of {len(answer.samples)}"),
            (
                "Server",
                f"{cleaning.line(join_host_port(*server))} at {cleaning.line(answer.address.ip)}",
            ),
            ("Stratum", f"{answer.stratum}, its time is from {cleaning.line(answer.reference)}"),
            ("Dispersion", f"{answer.root_dispersion:.6f} s"),
            ("Leap second", _LEAPS.get(answer.leap, "")),
        ],
        terminal.columns,
    )
    times = table.pairs(
        [
            ("Asked", f"{_clock(best.originate, terminal)}  this machine"),
            ("Received", f"{_clock(best.receive, terminal)}  server"),
            ("Answered", f"{_clock(best.transmit, terminal)}  server"),
            ("Arrived", f"{_clock(best.destination, terminal)}  this machine"),
        ],
        terminal.columns,
    )
    return [_bold(_verdict(best.offset, best.delay), terminal), "", *facts, "", *times]


def _verdict(offset: float, delay: float) -> str:
    if abs(offset) <= delay / 2:
        return "The clock of this machine is right, as far as can be told"
    return f"The clock of this machine is {abs(offset):.3g} s {'slow' if offset > 0 else 'fast'}"


def _clock(nanoseconds: int, terminal: Terminal) -> str:
    """A time to the microsecond in the user's time zone; without one in UTC, and saying so."""
    seconds, rest = divmod(nanoseconds, 10**9)
    moment = datetime.fromtimestamp(seconds, terminal.zone or UTC)
    zone = "" if terminal.zone else " UTC"
    return f"{moment:%Y-%m-%d %H:%M:%S}.{rest // 1000:06d}{zone}"


def _outcome(outcome: ports.Outcome) -> str:
    if isinstance(outcome, ports.Outcome_Failed):
        return f"failed: {cleaning.line(outcome.value)}"
    return _OUTCOMES[type(outcome)]


def _time(milliseconds: float) -> str:
    return f"{milliseconds:.1f} ms"


def _table(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], terminal: Terminal
) -> list[str]:
    heading, *lines = table.lines(columns, rows, terminal.columns)
    return [_bold(heading, terminal), *lines]


def _bold(text: str, terminal: Terminal) -> str:
    return f"\x1b[1m{text}\x1b[0m" if terminal.colour else text


_FAMILIES = {"IPV4": "IPv4", "IPV6": "IPv6"}
