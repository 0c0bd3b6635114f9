"""A tool's `tool.toml`: what its team says of it, for menus, help, lists of settings and models."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from wae.build.tools import BuildError
from wae.build.tree import read_file
from wae.manifest import OutputOptions
from wae.manifest.outputs import BadOutputs, read_outputs
from wae.tools.description import Entry, Example, Question, Setting, Tool

T = TypeVar("T")

_KEYS = {
    "": ("about", "examples", "menu", "settings", "outputs", "chat"),
    "examples": ("command", "about"),
    "menu": ("label", "command", "ask"),
    "ask": ("text", "default", "option"),
    "settings": ("about", "how", "example", "secret"),
    "chat": ("harmless", "consent"),
}


class ToolFile(NamedTuple):
    """``tool`` lacks what others know of it. ``outputs`` are commands of the app that write files,
    as `[app.outputs]` has them."""

    tool: Tool
    outputs: dict[str, OutputOptions]


def read_tool(name: str, file: Path, functions: Collection[str]) -> ToolFile:
    """What the file says of the tool.

    ``functions`` are those that it exports, such as `roller.roll`. Raises :class:`BuildError` for
    what it cannot mean; OSError.
    """
    try:
        data = tomllib.loads(read_file(file).decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BuildError(f"{file}: this is not TOML: {error}") from None
    except RecursionError:
        raise BuildError(f"{file}: it is nested too deeply") from None
    reader = _Reader(name, file, functions)
    return ToolFile(reader.tool(data), reader.outputs(data))


class _Reader:
    def __init__(self, name: str, file: Path, functions: Collection[str]) -> None:
        self.name = name
        self.file = file
        self.functions = functions

    def fail(self, problem: str, hint: str = "") -> BuildError:
        return BuildError(f"{self.file}: {problem}", hint=hint)

    def tool(self, data: dict[str, Any]) -> Tool:
        self.known(data, "", "it")
        chat = self.table(data, "chat", "chat")
        self.known(chat, "chat", "[chat]")
        settings = self.table(data, "settings", "settings")
        return Tool(
            name=self.name,
            about=self.text(data, "about", ""),
            reach="",
            settings=tuple(self.setting(name, one) for name, one in settings.items()),
            menu=self.each(data, "menu", "[[menu]]", self.entry),
            examples=self.each(data, "examples", "[[examples]]", self.example),
            harmless=self.named(self.texts(chat, "harmless", "[chat]"), "harmless"),
            consent=self.consent(self.table(chat, "consent", "chat.consent")),
        )

    def outputs(self, data: dict[str, Any]) -> dict[str, OutputOptions]:
        """Keys are words after the tool's own."""
        try:
            own = read_outputs(data.get("outputs", {}))
        except BadOutputs as error:
            raise self.fail(error.problem, error.hint) from None
        return {f"{self.name} {words}".rstrip(): options for words, options in own.items()}

    def setting(self, name: str, data: Any) -> Setting:
        place = f"[settings.{name}]"
        if not isinstance(data, dict):
            raise self.fail(f"{place} must be a table", 'For example: about = "the key"')
        self.known(data, "settings", place)
        secret = data.get("secret", False)
        if not isinstance(secret, bool):
            raise self.fail(f"{place} secret must be true or false")
        about = self.text(data, "about", place)
        how, example = (self.text(data, key, place, "") for key in ("how", "example"))
        if secret and example:
            raise self.fail(f"{place} is secret, so it has no example", "Remove one of them")
        return Setting(name, about, how.strip(), example, secret)

    def entry(self, data: dict[str, Any]) -> Entry:
        place = "[[menu]]"
        self.known(data, "menu", place)
        words = self.command(data, place)
        return Entry(
            self.text(data, "label", place),
            tuple(words.split()),
            self.each(data, "ask", "ask", self.question),
        )

    def question(self, data: dict[str, Any]) -> Question:
        self.known(data, "ask", "ask")
        text = self.text(data, "text", "ask")
        option, default = (self.text(data, key, "ask", "") for key in ("option", "default"))
        return Question(text, default, option or None)

    def example(self, data: dict[str, Any]) -> Example:
        place = "[[examples]]"
        self.known(data, "examples", place)
        return Example(self.command(data, place), self.text(data, "about", place))

    def command(self, data: dict[str, Any], place: str) -> str:
        """A command line of the tool's own."""
        command = self.text(data, "command", place)
        if command.split()[0] != self.name:
            raise self.fail(
                f'{place} command "{command}" does not belong to this tool',
                f'Begin it with "{self.name}", without the program\'s name',
            )
        return command

    def consent(self, data: dict[str, Any]) -> dict[str, str]:
        self.named(data, "consent")
        return {name: self.text(data, name, "[chat] consent") for name in data}

    def named(self, names: Iterable[str], key: str) -> tuple[str, ...]:
        """Names of functions, which the tool must have."""
        for name in names:
            if name not in self.functions:
                near = get_close_matches(name, [*self.functions], 1)
                known = f"Did you mean {near[0]}?" if near else self.all_functions()
                raise self.fail(f"[chat] {key}: the contract has no function {name}", known)
        return tuple(names)

    def all_functions(self) -> str:
        return f"It has {', '.join(sorted(self.functions)) or 'none'}"

    # Values

    def known(self, data: Mapping[str, Any], kind: str, place: str) -> None:
        for key in data:
            if key not in _KEYS[kind]:
                raise self.fail(f'{place} has no key "{key}"', f"Keys: {', '.join(_KEYS[kind])}")

    def table(self, data: Mapping[str, Any], key: str, place: str) -> dict[str, Any]:
        table = data.get(key, {})
        if not isinstance(table, dict):
            raise self.fail(f"[{place}] must be a table")
        return table

    def text(
        self, data: Mapping[str, Any], key: str, place: str, default: str | None = None
    ) -> str:
        text = data.get(key, default)
        if text is None:
            raise self.fail(f"{place or 'it'} needs {key}", f'For example: {key} = "…"')
        if not isinstance(text, str) or (not text.strip() and default is None):
            written = f'"{key}"' if "." in key else key
            problem = f"{place} {key} must be a string".lstrip()
            raise self.fail(problem, f'For example: {written} = "…"')
        return text

    def texts(self, data: Mapping[str, Any], key: str, place: str) -> list[str]:
        texts = data.get(key, [])
        if not isinstance(texts, list) or not all(isinstance(one, str) for one in texts):
            raise self.fail(
                f"{place} {key} must be a list of strings", f'For example: {key} = ["…"]'
            )
        return texts

    def each(
        self, data: Mapping[str, Any], key: str, place: str, make: Callable[[dict[str, Any]], T]
    ) -> tuple[T, ...]:
        items = data.get(key, [])
        if not isinstance(items, list) or not all(isinstance(one, dict) for one in items):
            raise self.fail(f"{place} must be a list of tables")
        return tuple(make(one) for one in items)
