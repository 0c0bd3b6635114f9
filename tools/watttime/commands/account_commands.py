"""`wae watttime register` and `login`: the account."""

from functools import partial

import click
from wit_world.imports import account, answers, emissions
from wit_world.imports.emissions import Signal

from shared import cleaning, output, server
from shared.errors import Failure
from shared.json_option import json_option
from shared.terminal import Terminal
from shared.tool import examples
from tools.watttime.commands import credentials, errors, requests
from tools.watttime.commands.errors import SERVER
from tools.watttime.commands.sources import ACCOUNT, PASSWORD, USERS


@click.command(
    "register",
    epilog=examples(
        "wae watttime register --email ada@example.org",
    ),
)
@click.option("--email", metavar="ADDRESS", help="Where WattTime can write to you.")
@click.option("--organization", metavar="NAME", help="Your organization, if any.")
@json_option("message")
@click.pass_obj
def register(
    terminal: Terminal, email: str | None, organization: str | None, as_json: bool
) -> None:
    """Make a WattTime account, which is free.

    The user name and the password are WATTTIME_USER and WATTTIME_PASSWORD. Where they are not
    set, they are asked for, and kept for this run only.
    """
    unset = credentials.lacking(terminal)
    if not email and not terminal.interactive:
        raise click.UsageError("WattTime wants an email address. Give it with --email.")
    if USERS[0] in unset:
        answers.provide(USERS[0], _asked(terminal, "User name"))
    if not email:
        email = _asked(terminal, "Email address")
    if organization is None and terminal.interactive:
        organization = terminal.ask("Organization (may be empty)")
    if PASSWORD in unset:
        answers.provide(PASSWORD, credentials.new_password(terminal))
    try:
        message = requests.ask(terminal, ACCOUNT, account.register, email, organization or None)
    except Failure:
        credentials.forget()
        raise
    if as_json:
        output.write_json({"message": message})
    else:
        output.write_lines([cleaning.line(message)])
    if unset:
        terminal.tell(
            "wae: User name and password are kept for this run only. "
            f"To keep them, run 'wae config set {USERS[0]}' and 'wae config set {PASSWORD}'."
        )


@click.command("login", epilog=examples("wae watttime login"))
@json_option("accepted")
@click.pass_obj
def login(terminal: Terminal, as_json: bool) -> None:
    """Try WATTTIME_USER and WATTTIME_PASSWORD, or WATTTIME_TOKEN.

    If none is set, you are asked for user name and password, which are kept for this run only.
    """
    token = errors.token()
    question = partial(emissions.my_access, Signal.CO2_MOER) if token else account.login
    requests.ask(terminal, ACCOUNT, question)
    if as_json:
        output.write_json({"accepted": True})
    else:
        used = token or f"{SERVER.key(*USERS)} with {SERVER.key(PASSWORD)}"
        output.write_lines([f"{server.begin(SERVER.called())} accepts {used}."])


def _asked(terminal: Terminal, question: str) -> str:
    while not (answer := terminal.ask(question)):
        pass
    return answer
