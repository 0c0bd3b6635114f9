"""Which variables an app gets: those that it reads, and no others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wae.deploy.needs import Needs
from wae.errors import UsageError

_LINE = re.compile(r"(?:export[ \t]+)?(?!export[ \t]+=)([A-Za-z_][A-Za-z0-9_]*)[ \t]*=[ \t]*(.*)")
_QUOTED = re.compile(r"""(["'])(.*)\1[ \t]*(?:#.*)?""")


@dataclass(frozen=True)
class Variables:
    """``values`` go to the app; ``left_out`` are in the file, but nothing in the app reads them."""

    values: dict[str, str]
    left_out: tuple[str, ...]


def choose(
    needs: Needs, names: Iterable[str], file: Mapping[str, str] | None, environ: Mapping[str, str]
) -> Variables:
    """The variables of the app: ``names`` from ``environ``, and what it reads of ``file``.

    Without either, all that it reads and that are set. Raises UsageError for a name that is not
    set, or that nothing in the app reads.
    """
    names = tuple(names)
    if not names and file is None:
        return Variables({n: environ[n] for n in needs.variables if n in environ}, ())
    for name in names:
        if name not in environ:
            raise UsageError(f"the variable {name} is not set", hint=f"Set it, or leave out {name}")
        if not _is_read(needs, name):
            known = ", ".join(needs.variables) or "no variable"
            raise UsageError(f"nothing in the app reads {name}", hint=f"It reads {known}")
    given = {n: v for n, v in (file or {}).items() if _is_read(needs, n)}
    left_out = tuple(n for n in file or {} if not _is_read(needs, n))
    return Variables({**given, **{name: environ[name] for name in names}}, left_out)


def parse_file(text: str, name: str) -> dict[str, str]:
    """The variables of a file of lines ``NAME=VALUE``; a value may be quoted, ``#`` is a comment.

    Raises UsageError with the line's number, and without what it says.
    """
    variables = {}
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            raise UsageError(f"{name}:{number}: this is not NAME=VALUE")
        value = match[2]
        if quoted := _QUOTED.fullmatch(value):
            value = quoted[2]
        else:
            value = re.sub(r"(^|[ \t]+)#.*", "", value)
        variables[match[1]] = value
    return variables


def _is_read(needs: Needs, name: str) -> bool:
    return needs.any_variable or name in needs.variables
