"""`--json`, and `--fields` for those who want some of it."""

import dataclasses
import functools
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import click

from wae.errors import UsageError
from wae.tools import fields

_KEY = "wae.fields"
_Command = Callable[..., Any]
# A name, or a record whose fields are meant.
_Has = str | type


def json_option(
    *has: _Has, by: Callable[[Mapping[str, Any]], Iterable[_Has]] | None = None
) -> Callable[[_Command], _Command]:
    """Adds both to a command, which gets `as_json`; `--fields` means `--json`, too.

    `has` are the fields of its JSON, or of each object of a list; where they depend on the
    command's parameters, `by` gives them. Other names are refused before the command runs.
    """

    def decorate(command: _Command) -> _Command:
        @functools.wraps(command)
        def checked(*arguments: Any, **options: Any) -> Any:
            context = click.get_current_context()
            if _KEY in context.meta:
                known = names(*(by(context.params) if by else has))
                _usage(lambda: fields.check(context.meta[_KEY], known))
            return command(*arguments, **options)

        return _as_json(_chosen(checked))

    return decorate


def names(*has: _Has) -> list[str]:
    """The names of the fields, in their order, each once."""
    every = [
        name
        for one in has
        for name in ([one] if isinstance(one, str) else [f.name for f in dataclasses.fields(one)])
    ]
    return [*dict.fromkeys(every)]


def chosen(value: Any) -> Any:
    """What of a result the running command was asked for."""
    context = click.get_current_context(silent=True)
    wanted = context.meta.get(_KEY) if context else None
    return value if wanted is None else fields.choose(value, wanted)


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


_as_json = click.option("--json", "as_json", is_flag=True, callback=_wants_json, help="Print JSON.")
_chosen = click.option(
    f"--{fields.OPTION}",
    metavar=fields.METAVAR,
    callback=_keep,
    expose_value=False,
    help=fields.HELP,
)
