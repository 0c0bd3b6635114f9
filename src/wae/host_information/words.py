"""wae's own commands and options, as their help describes them, for completion."""

import re
from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from wae.tools.command import Command

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


_WIDTH = 100


def words(
    own: "Mapping[str, str]",
    tools: "Mapping[str, str]",
    commands_of: "Callable[[str], Sequence[Command]]",
) -> "dict[str, object]":
    """`commands` and `options`; `own` are the commands and what each does, `tools` the same of the
    tools that the user installed, `commands_of` those of one of them."""
    return {
        "commands": [
            *(
                {"name": name, "help": what, "files": True, "options": options(_help(name))}
                for name, what in own.items()
            ),
            *(
                {
                    "name": name,
                    "help": what,
                    "files": False,
                    "options": [],
                    "commands": [_command(command) for command in commands_of(name)],
                }
                for name, what in tools.items()
            ),
        ],
        "options": _EVERYWHERE,
    }


def _command(command: "Command") -> "dict[str, object]":
    from wae.contract.docs import summary

    return {
        "name": command.name,
        "help": summary(command.doc),
        "files": False,
        "options": options(command.help(_WIDTH)),
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
