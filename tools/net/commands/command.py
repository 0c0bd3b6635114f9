"""`wae net`: addresses of hosts, reachable ports, and the right time."""

import re

import click
from componentize_py_types import Err
from wit_world.imports import names, ports, time_server

from shared import cleaning, output
from shared.errors import FAILED
from shared.group import Group
from shared.json_option import json_option
from shared.terminal import Terminal
from shared.tool import Service, WholeNumber, examples
from tools.net.commands import documents, errors, views
from tools.net.commands.endpoint import Endpoint, Host, Seconds

DEFAULT_SERVER = "pool.ntp.org"
NTP_PORT = 123
DEFAULT_QUESTIONS = 3
# A name that every machine knows (RFC 6761, section 6.3), and milliseconds.
_OWN_NAME, _PATIENCE = "localhost", 5000

_timeout = click.option(
    "--timeout",
    type=Seconds(),
    metavar="SECONDS",
    default="5",
    help="How long to wait for an answer (default 5).",
)


_PORT = re.compile(r"(?:[^\s/:]+|\[[0-9A-Fa-f:.%]+\]):[0-9]{1,5}")
_HOST = re.compile(r"localhost|[^\s/:]+(?:\.[^\s/:]+)+\.?|[0-9A-Fa-f]*:[0-9A-Fa-f:.%]+")


def _meaning(word: str) -> str | None:
    if _PORT.fullmatch(word):
        return f"probe {word}"
    return f"lookup {word}" if _HOST.fullmatch(word) else None


@click.group(
    "net",
    cls=Group,
    meaning=_meaning,
    invoke_without_command=True,
    epilog=examples(
        "wae net lookup example.com",
        "wae net probe example.com:443 '[::1]:22'",
        "wae net time",
    ),
)
@click.pass_context
def net(context: click.Context) -> None:
    """Look up hosts, probe ports, compare the clock.

    No other tool can open connections itself; this one sees no files and no settings.
    """
    if context.invoked_subcommand is None:
        output.write_lines([context.get_help()])


@net.command(epilog=examples("wae net lookup example.com", "wae net lookup münchen.example --json"))
@click.argument("host", metavar="[HOST]", type=Host(), required=False)
@_timeout
@json_option("name", "addresses")
@click.pass_obj
def lookup(terminal: Terminal, host: str | None, timeout: int, as_json: bool) -> None:
    """Show the addresses of a host, as this machine's resolver knows them."""
    name = host or Host()(_asked(terminal, "Host", "Name a host, such as example.com."))
    with terminal.waiting("Looking it up…"):
        try:
            answer = names.look_up(name, timeout)
        except Err as error:
            raise errors.look_up(error.value, name, timeout) from None
    if as_json:
        output.write_json(documents.host(answer))
    elif terminal.stdout_tty:
        output.write_lines(views.host(answer, terminal))
    else:
        output.write_fields(documents.host_rows(answer))


@net.command(
    epilog=examples(
        "wae net probe example.com:443 example.org:443",
        "wae net probe '[::1]:22' --timeout 1",
        "wae net probe db.example:5432 --json",
    )
)
@click.argument("endpoints", metavar="HOST:PORT...", type=Endpoint(), nargs=-1)
@_timeout
@json_option("host", "port", "open", "error", "attempts")
@click.pass_obj
def probe(
    terminal: Terminal, endpoints: tuple[tuple[str, int], ...], timeout: int, as_json: bool
) -> None:
    """Try to connect to TCP ports, all at once; nothing is sent.

    Every address of a host is tried. The exit code is 1 where one of the HOST:PORT is not open
    at any address.
    """
    if not endpoints:
        answer = _asked(terminal, "Host and port (HOST:PORT)", "Name a port as HOST:PORT.")
        endpoints = tuple(Endpoint()(each) for each in answer.split())
    wanted = [ports.Endpoint(host, port) for host, port in endpoints]
    with terminal.waiting("Connecting…"):
        answers = ports.probe(wanted, timeout)
    results = [each.value for each in answers]
    if as_json:
        output.write_json(list(map(documents.probe, endpoints, results)))
    elif terminal.stdout_tty:
        output.write_lines(views.probes(endpoints, results, terminal))
    else:
        pairs = zip(endpoints, results, strict=True)
        output.write_fields(row for pair in pairs for row in documents.probe_rows(*pair))
    if not all(map(documents.is_open, results)):
        raise click.exceptions.Exit(FAILED)


@net.command(
    epilog=examples(
        "wae net time", "wae net time time.example --questions 8", "wae net time --json"
    )
)
@click.argument(
    "server",
    metavar="[SERVER[:PORT]]",
    type=Endpoint(default=NTP_PORT),
    default=DEFAULT_SERVER,
)
@click.option(
    "--questions",
    type=WholeNumber(minimum=1),
    metavar="N",
    default=DEFAULT_QUESTIONS,
    help=f"How often to ask, 1 to 8, two seconds apart (default {DEFAULT_QUESTIONS}).",
)
@_timeout
@json_option("host", "port", "offset", "delay", time_server.Answer)
@click.pass_obj
def time(
    terminal: Terminal, server: tuple[str, int], questions: int, timeout: int, as_json: bool
) -> None:
    """Compare this machine's clock with a time server's (SNTP).

    The offset is what the clock has to be set forward. It is taken from the answer that was
    quickest. Nothing is set.
    """
    with terminal.waiting(f"Asking {cleaning.line(server[0])}…"):
        try:
            answer = time_server.ask(*server, questions, timeout)
        except Err as error:
            raise errors.time(error.value, *server, timeout) from None
    if as_json:
        output.write_json(documents.time(server, answer))
    elif terminal.stdout_tty:
        output.write_lines(views.time(server, answer, terminal))
    else:
        output.write_fields(documents.time_rows(server, answer))


COMMAND = net
SERVICES = (
    Service(
        name="name look-up",
        servers=(),
        credentials=(),
        public=True,
        ask=lambda: names.look_up(_OWN_NAME, _PATIENCE),
        explain=lambda error: errors.look_up(error, _OWN_NAME, _PATIENCE),
    ),
)


def _asked(terminal: Terminal, question: str, otherwise: str) -> str:
    answer = terminal.ask(question) if terminal.interactive else ""
    if not answer:
        raise click.UsageError(otherwise)
    return answer
