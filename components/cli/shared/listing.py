"""`--limit` and `--all`: how much of a long list is shown."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import click

from shared import wording
from shared.errors import Failure
from shared.terminal import Terminal
from shared.tool import WholeNumber, given

DEFAULT_LIMIT = 30
EVERYTHING = 2**32 - 1
_Entry = TypeVar("_Entry")

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
        most: int = context.params["limit"]
        return most
    if given(context, "limit"):
        raise click.UsageError("--limit does not go with --all.")
    return None


def named(
    entries: Sequence[_Entry], name: Callable[[_Entry], str], thing: str, terminal: Terminal
) -> list[_Entry]:
    """The entries that have a name; tells how many the answer has without one.

    Raises Failure where none has: such an answer is not understood.
    """
    kept = [one for one in entries if name(one)]
    if len(kept) < len(entries):
        lost = wording.count(len(entries) - len(kept), thing)
        if not kept:
            raise Failure(f"The answer is unusable: it has {lost} without a name and no other")
        terminal.tell(f"wae: Left out: {lost} without a name in the answer.")
    return kept


def tell_amount(terminal: Terminal, amount: int, most: int | None, things: str) -> None:
    """Tells a person that there are none, or that there may be more than are shown."""
    if amount == 0:
        terminal.tell_person(f"There are no {things}.")
    elif amount == most:
        terminal.tell_person(f"These are {amount}; --all lists all of them.")
