"""A function's parameters as options of a command line: what each is called.

An option has the name of a parameter, as in WIT. The fields of a record are options, too; where two
would have one name, the field's has those before it that lead there: `--request-count`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from wae.binary.value import Value, replaced
from wae.contract.docs import Docs
from wae.contract.model import Function
from wae.contract.names import Names
from wae.contract.shapes import Flags, Option, Record, Scalar, Shape, Tuple
from wae.contract.shapes import Sequence as ListOf
from wae.tools.words import unwrap_option


class Opt(Value):
    """``name`` is what is typed after the hyphens; ``path`` leads to its value: a parameter, then
    fields. ``parts`` are the options of its fields, where it is a record that may be given so."""

    name: str
    path: tuple[str, ...]
    shape: Shape
    doc: str = ""
    parts: tuple[Opt, ...] = ()

    @property
    def is_switch(self) -> bool:
        """Whether it needs no value."""
        return unwrap_option(self.shape) == Scalar("bool")

    @property
    def is_needed(self) -> bool:
        """Whether a command cannot do without it, as it can without a switch, an option's value, a
        list and flags."""
        if isinstance(self.shape, ListOf):
            return bool(self.shape.length)
        return not (self.is_switch or isinstance(self.shape, Option | Flags))

    @property
    def repeats(self) -> bool:
        """Whether it may be given more than once: flags, and lists whose items are not given as
        arrays themselves."""
        bare = unwrap_option(self.shape)
        if isinstance(bare, ListOf):
            return not isinstance(unwrap_option(bare.item), ListOf | Tuple | Flags)
        return isinstance(bare, Flags)


def whole_options(function: Function) -> list[Opt]:
    """An option for each parameter; a record is JSON."""
    return [Opt(p.name, (p.name,), p.shape, p.doc) for p in function.parameters]


def flat_options(
    function: Function, docs: Docs, names: Names, reserved: Collection[str] = ()
) -> list[Opt]:
    """An option for each parameter; that of a record has options for its fields.

    The ``reserved`` names are somebody else's: a parameter of such a name gets an underscore.
    """
    made = [_option((p.name,), p.shape, p.doc, docs, names) for p in function.parameters]
    last = Counter([*reserved, *(option.path[-1] for option in every(made))])

    def name(option: Opt) -> str:
        short = option.path[-1]
        if len(option.path) == 1:
            return f"{short}_" if short in reserved else short
        return short if last[short] == 1 else "-".join(option.path)

    used = Counter([*reserved, *(name(option) for option in every(made))])

    def named(option: Opt) -> Opt:
        inside = [name(part) for part in every(option.parts)]
        # All fields or none: half of a record is no value. As JSON it can always be given.
        parts = option.parts if all(used[one] == 1 for one in inside) else ()
        return replaced(option, name=name(option), parts=tuple(map(named, parts)))

    return [named(option) for option in made]


def every(options: Sequence[Opt]) -> Iterator[Opt]:
    """All of them, and after each those of its fields."""
    for option in options:
        yield option
        yield from every(option.parts)


def _option(path: tuple[str, ...], shape: Shape, doc: str, docs: Docs, names: Names) -> Opt:
    parts: tuple[Opt, ...] = ()
    if isinstance(shape, Record):
        home = names.home(shape.name)
        parts = tuple(
            _option((*path, f.name), f.shape, docs.of(*home, f.name), docs, names)
            for f in shape.fields
        )
    return Opt(path[-1], path, shape, doc, parts)
