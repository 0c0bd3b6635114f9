"""wae's own commands and options, as their help describes them, for completion."""

import re
from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_OPTION = re.compile(r"^  (?:(-\w), |    |)(--[\w-]+)(?:[ =](\S+))? +(\S.*)$", re.MULTILINE)
_FILE = re.compile(r"OUT|FILE|DIR|PATH|\.wasm")

_EVERYWHERE = [
    {
        "names": ["--version"],
        "help": "show the versions of wae and of its engine, and the toolbox's digest",
        "takes_value": False,
        "files": False,
    },
    {
        "names": ["--debug"],
        "help": "show what components write to stderr, and tracebacks",
        "takes_value": False,
        "files": False,
    },
]


def words(own: "Mapping[str, str]") -> "dict[str, object]":
    """`commands` and `options`; `own` are the commands and what each does."""
    return {
        "commands": [
            {"name": name, "help": what, "files": True, "options": options(_help(name))}
            for name, what in own.items()
        ],
        "options": _EVERYWHERE,
    }


def options(text: str) -> "list[dict[str, object]]":
    """The options in a help text: `names`, `help`, `takes_value`, and whether that is a file."""
    return [
        {
            "names": [name for name in (short, long) if name],
            "help": what,
            "takes_value": bool(value),
            "files": bool(_FILE.search(value or "")),
        }
        for short, long, value, what in _OPTION.findall(text)
    ]


def _help(name: str) -> str:
    text: str = import_module(f"wae.commands.{name}").HELP
    return text
