"""What an app's tools are, for whoever has to tell it: the app's command line, its pages of docs.

`wae build` makes it of each tool's tool.toml, of its world and of the app's manifest, and puts it
into the component that asks for it (`[tool.wae] tools = ["commands"]`), in the module `app_tools`.
"""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any

from wae.binary.value import Value
from wae.contract.stored import from_json, to_json

DATA = "app_tools"
"""The module that the build makes; its ``TEXT`` is what :func:`write` writes."""


class Setting(Value):
    """A variable in the environment or in a `.env` file: ``about`` is a line, ``how`` says more,
    such as where to get it, ``example`` is a value to show. A ``secret`` is never shown."""

    name: str
    about: str
    how: str = ""
    example: str = ""
    secret: bool = False


class Question(Value):
    """What a menu asks before it runs a command: an empty answer stands for ``default``, and the
    answer is that of an ``option``, or an argument without one."""

    text: str
    default: str
    option: str | None = None


class Entry(Value):
    """A line of a menu: the words that it runs, and what it asks first."""

    label: str
    arguments: tuple[str, ...]
    questions: tuple[Question, ...] = ()


class Example(Value):
    """A command line without the program's name, and what it is for."""

    command: str
    about: str


class Tool(Value):
    """A component that people know by name.

    ``reach`` says what it was granted. ``interfaces`` are those that it exports. ``module`` is the
    package of its own commands, "" where it has none. ``harmless`` are functions that anybody may
    have called (`repositories.get`), ``consent`` says of others what to think of before.
    """

    name: str
    about: str
    reach: str
    interfaces: tuple[str, ...] = ()
    module: str = ""
    settings: tuple[Setting, ...] = ()
    menu: tuple[Entry, ...] = ()
    examples: tuple[Example, ...] = ()
    harmless: tuple[str, ...] = ()
    consent: dict[str, str] = {}


_CLASSES = {kind.__name__: kind for kind in (Setting, Question, Entry, Example, Tool)}


def write(tools: tuple[Tool, ...]) -> str:
    """Them as text."""
    return json.dumps(to_json(tools), ensure_ascii=False, separators=(",", ":"))


def read(text: str) -> tuple[Tool, ...]:
    """What :func:`write` wrote."""
    tools: tuple[Tool, ...] = from_json(json.loads(text), _CLASSES)
    return tools


def given() -> tuple[Tool, ...]:
    """The tools of the app that the component in which this package lies is built for."""
    module: Any = import_module(DATA)
    return read(module.TEXT)
