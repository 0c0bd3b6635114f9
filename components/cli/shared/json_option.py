"""`--json`, and `--fields` for those who want some of it."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from wae.errors import UsageError
from wae.tools import fields

_KEY = "wae.fields"
_Command = TypeVar("_Command", bound=Callable[..., Any] | click.Command)


def json_option(command: _Command) -> _Command:
    """Adds both to a command, which gets `as_json`; `--fields` means `--json`, too."""
    as_json = click.option(
        "--json", "as_json", is_flag=True, callback=_wants_json, help="Print JSON."
    )
    chosen = click.option(
        f"--{fields.OPTION}",
        metavar=fields.METAVAR,
        callback=_keep,
        expose_value=False,
        help=fields.HELP,
    )
    return as_json(chosen(command))


def chosen(value: Any) -> Any:
    """What of a result the running command was asked for. Raises `click.UsageError` for fields
    that it does not have."""
    context = click.get_current_context(silent=True)
    wanted = context.meta.get(_KEY) if context else None
    return value if wanted is None else _usage(lambda: fields.choose(value, wanted))


def _keep(context: click.Context, _: click.Parameter, text: str | None) -> None:
    if text is not None:
        context.meta[_KEY] = _usage(lambda: fields.names(text))


def _wants_json(context: click.Context, _: click.Parameter, as_json: bool) -> bool:
    # What is given on the command line has been read when this is not.
    return as_json or _KEY in context.meta


def _usage(steps: Callable[[], Any]) -> Any:
    try:
        return steps()
    except UsageError as error:
        words = filter(None, (error.message, error.hint))
        raise click.UsageError(". ".join(words)) from None
