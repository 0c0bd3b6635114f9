"""`--limit` and `--all`: how much of a long list is shown."""

import click

from shared.terminal import Terminal
from shared.tool import WholeNumber, given

DEFAULT_LIMIT = 30

limit = click.option(
    "--limit",
    type=WholeNumber(minimum=1),
    metavar="N",
    default=DEFAULT_LIMIT,
    help=f"How many at most (default {DEFAULT_LIMIT}).",
)
everything = click.option("--all", "everything", is_flag=True, help="All of them.")


def wanted(context: click.Context) -> int | None:
    """How many the user wants; None for all. Raises `click.UsageError` for both options."""
    if not context.params["everything"]:
        return context.params["limit"]
    if given(context, "limit"):
        raise click.UsageError("--limit does not go with --all.")
    return None


def tell_amount(terminal: Terminal, amount: int, most: int | None, things: str) -> None:
    """Tells a person that there are none, or that there may be more than are shown."""
    if amount == 0:
        terminal.tell_person(f"There are no {things}.")
    elif amount == most:
        terminal.tell_person(f"These are {amount}; --all lists all of them.")
