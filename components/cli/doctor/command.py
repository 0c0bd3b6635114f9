"""`wae doctor`: looks whether everything works, and says what to do where it does not."""

import dataclasses
import textwrap

import click

from doctor import checks
from doctor.checks import PROBLEM, Check
from shared import cleaning, host_information, output
from shared.errors import FAILED
from shared.json_option import json_option
from shared.terminal import Terminal
from shared.tool import Tool, examples

_MARKS = {"ok": "ok", "unset": "–", "advice": "!", "problem": "✗"}
_NARROWEST = 20
_COLOURS = {"ok": "32", "unset": "2", "advice": "33", "problem": "31"}


def doctor(tools: tuple[Tool, ...]) -> click.Command:
    """The command, which looks at the services of these tools."""

    @click.command("doctor", epilog=examples("wae doctor", "wae doctor --json"))
    @click.option("--offline", is_flag=True, help="Ask no service.")
    @json_option("well", "checks")
    @click.pass_obj
    def command(terminal: Terminal, offline: bool, as_json: bool) -> None:
        """Check engine, cache, settings, keys and services.

        Keys are never shown. Each service is asked one small question, through its own tool.
        The exit code is 1 if there is a problem; a missing setting is not one.
        """
        results = _checks(tools, terminal, offline)
        if as_json:
            well = not any(check.status == PROBLEM for check in results)
            documents = [dataclasses.asdict(check) for check in results]
            output.write_json({"well": well, "checks": documents})
        elif terminal.stdout_tty:
            widest = max(len(check.name) for check in results)
            output.write_lines(
                line for check in results for line in _lines(check, widest, terminal)
            )
        else:
            output.write_fields(dataclasses.astuple(check)[:3] for check in results)
        if any(check.status == PROBLEM for check in results):
            raise click.exceptions.Exit(FAILED)

    return command


def _checks(tools: tuple[Tool, ...], terminal: Terminal, offline: bool) -> list[Check]:
    of_host = [Check(**fact) for fact in host_information.read().get("checks", ())]
    services = checks.services(tools)
    keys = [
        check
        for service in services
        for check in (*checks.servers(service), *checks.credentials(service))
    ]
    asked = () if offline else services
    answers = [checks.reachable(service, terminal) for service in asked]
    return [*of_host, checks.settings(), *keys, *answers]


def _lines(check: Check, widest: int, terminal: Terminal) -> list[str]:
    """Mark, name and detail; names are `widest` at most, the detail has what is left."""
    mark = f"{_MARKS[check.status]:<2}"
    shown = f"\x1b[{_COLOURS[check.status]}m{mark}\x1b[0m" if terminal.colour else mark
    indent = len(mark) + widest + 4
    room = max(terminal.columns - indent, _NARROWEST)
    detail = cleaning.line(check.detail)
    first, *rest = textwrap.wrap(detail, room, break_long_words=False, break_on_hyphens=False)
    return [f"{shown}  {check.name:<{widest}}  {first}", *(" " * indent + line for line in rest)]
