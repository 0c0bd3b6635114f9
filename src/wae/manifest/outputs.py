"""``[app.outputs]``: which options of which commands name files that the app writes."""

from __future__ import annotations

import re
from typing import Any

from wae.manifest.model import OutputOptions

_COMMAND = re.compile(r"([a-z][a-z0-9-]*( [a-z][a-z0-9-]*)*)?")
_OPTION = re.compile(r"-[a-zA-Z0-9]|--[a-z0-9][a-z0-9-]*")
_LISTS = ("files", "values", "reads", "folders", "here")
_EXAMPLE = 'For example: "image draw" = { files = ["-o", "--output"], values = ["--size"] }'


class BadOutputs(ValueError):
    """What is wrong with the outputs of ``command``, and what to write instead."""

    def __init__(self, command: str, problem: str, hint: str = _EXAMPLE) -> None:
        super().__init__(problem)
        self.command = command
        self.problem = problem
        self.hint = hint


def read_outputs(value: Any) -> dict[str, OutputOptions]:
    """The options by command; "" is an app without commands. Raises :class:`BadOutputs`."""
    if not isinstance(value, dict):
        raise BadOutputs("", "outputs must be a table of commands")
    return {command: _options(command, options) for command, options in value.items()}


def _options(command: str, value: Any) -> OutputOptions:
    if not _COMMAND.fullmatch(command):
        raise BadOutputs(
            command, f'outputs: "{command}" is not a command', "Write its words as they are typed"
        )
    if not isinstance(value, dict) or not value.keys() <= {*_LISTS, "asks"}:
        raise BadOutputs(
            command, f'outputs of "{command}" must be a table of {", ".join(_LISTS)} and asks'
        )
    files, values, reads, folders, here = (_names(command, value.get(key, [])) for key in _LISTS)
    for option in here:
        if not option.startswith("--"):
            raise BadOutputs(
                command, f'outputs of "{command}": here takes long options, not "{option}"'
            )
    asks = value.get("asks", False)
    if not isinstance(asks, bool):
        raise BadOutputs(command, f'outputs of "{command}": asks must be true or false')
    if not (files or reads or folders or here or asks):
        raise BadOutputs(command, f'outputs of "{command}" names no option for files')
    return OutputOptions(files, values, reads, folders, here, asks)


def _names(command: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise BadOutputs(command, f'outputs of "{command}" must be lists of options')
    for option in value:
        if not isinstance(option, str) or not _OPTION.fullmatch(option):
            raise BadOutputs(command, f'outputs of "{command}": "{option}" is not an option')
    return tuple(value)
