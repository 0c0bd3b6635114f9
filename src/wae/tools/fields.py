"""`--fields name,url`: some fields of a result that is an object, or of each object of a list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from wae.contract.shapes import Record, Shape
from wae.contract.shapes import Sequence as ListOf
from wae.errors import UsageError
from wae.tools.arguments import similar
from wae.tools.words import unwrap_option

OPTION = "fields"
METAVAR = "NAMES"
HELP = "Print JSON with these fields only: NAME,NAME."
_LONGEST = 60


def names(text: str) -> tuple[str, ...]:
    """The names in the option's value. Raises UsageError for none."""
    given = tuple(name for name in (part.strip() for part in text.split(",")) if name)
    if not given:
        raise UsageError("--fields needs names", hint="For example: --fields name,url")
    return given


def of_shape(shape: Shape | None) -> list[str] | None:
    """The fields that a result of this shape has; None where it has none."""
    bare = None if shape is None else unwrap_option(shape)
    if isinstance(bare, ListOf):
        bare = unwrap_option(bare.item)
    return [field.name for field in bare.fields] if isinstance(bare, Record) else None


def check(wanted: Iterable[str], known: Sequence[str] | None) -> None:
    """Raises UsageError for a name that is not a field of the result."""
    if known is None:
        raise UsageError("The result has no fields", hint="Leave --fields out")
    for name in wanted:
        if name not in known:
            near = similar(name, known)
            raise UsageError(
                f"The result has no field {name[:_LONGEST]}",
                hint=" ".join(filter(None, (near, f"It has {', '.join(known)}"))),
            )


def choose(value: Any, wanted: Sequence[str]) -> Any:
    """The value with the wanted fields, in their order; what an object lacks is left out."""
    if isinstance(value, list):
        return [choose(one, wanted) for one in value]
    return {name: value[name] for name in wanted if name in value}
