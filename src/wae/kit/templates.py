"""The templates of `wae new`: folders of files in which words in double braces are filled in.

A template is made of layers. In a layer, `component/` is what becomes the component's folder,
`contract/` its WIT package, `cli/` a command's folder; `table.toml` goes into the app's manifest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import PurePosixPath

from wae.errors import UsageError
from wae.kit.names import Name

SUFFIX = ".in"
_TABLE = "table.toml"
_PLACE = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True)
class Template:
    """``what`` it makes, of which ``layers``; ``example`` is how to try it, as a command of wae.

    ``exports`` are what the app exports of it, the component itself last.
    """

    what: str
    layers: tuple[str, ...]
    example: str
    exports: tuple[str, ...] = ("{{name}}",)


_CALL = "wae call {{name}}.wasm {{name}}.count --text 'one two'"
TEMPLATES = {
    "python": Template("A component in Python.", ("words", "python"), _CALL),
    "http": Template(
        "A component in Python that asks a web server.",
        ("http",),
        "wae call --http https://example.com {{name}}.wasm {{name}}.title "
        "--url https://example.com/",
    ),
    "javascript": Template(
        "A component in JavaScript; needs npm, and `npm install` once in its folder.",
        ("words", "javascript"),
        _CALL,
    ),
    "c": Template("A component in C; needs zig.", ("words", "c"), _CALL),
    "app": Template(
        "A component in Python, and a command that uses it.",
        ("words", "python", "command"),
        "wae run {{name}}.wasm 'one two'",
        ("cli", "{{name}}"),
    ),
}


@dataclass(frozen=True)
class Filled:
    """A template with a name: files by their places, and the tables and exports of the manifest."""

    component: Mapping[str, str]
    contract: Mapping[str, str]
    beside: Mapping[str, str]
    tables: str
    exports: tuple[str, ...]


def find_template(name: str) -> Template:
    """The template of this name. Raises :class:`UsageError`, with the one that may be meant."""
    if name in TEMPLATES:
        return TEMPLATES[name]
    near = get_close_matches(name, TEMPLATES, 1)
    hint = f"Did you mean {near[0]}?" if near else f"Templates: {', '.join(TEMPLATES)}"
    raise UsageError(f'there is no template "{name}"', hint=hint)


def fill(template: Template, name: Name) -> Filled:
    """The files of a template for this name."""
    words = name.words
    contents: dict[str, str] = {}
    tables = []
    for layer in template.layers:
        for path, text in _files(layer).items():
            if path == _TABLE:
                tables.append(filled(text, words))
            else:
                contents[path.replace("NAME", name.name)] = filled(text, words)
    return Filled(
        _below("component", contents),
        _below("contract", contents),
        _beside(contents),
        "\n".join(tables),
        tuple(filled(each, words) for each in template.exports),
    )


def standalone(template: Template, name: Name) -> dict[str, str]:
    """The files of an app of its own, but for what :func:`fill` gives."""
    words = {
        **name.words,
        "what": template.what,
        "example": filled(template.example, name.words),
        "exports": ", ".join(f'"{filled(each, name.words)}"' for each in template.exports),
    }
    return {path: filled(text, words) for path, text in _files("standalone").items()}


def filled(text: str, words: Mapping[str, str]) -> str:
    """A text with words instead of their names."""
    return _PLACE.sub(lambda match: words[match[1]], text)


def _files(layer: str) -> dict[str, str]:
    root = files("wae.kit").joinpath("templates", layer)
    return dict(sorted(_walk(root, PurePosixPath())))


def _walk(folder: Traversable, place: PurePosixPath) -> list[tuple[str, str]]:
    files = []
    for entry in folder.iterdir():
        if entry.is_dir():
            files += _walk(entry, place / entry.name)
        elif entry.name.endswith(SUFFIX):
            name = str(place / entry.name.removesuffix(SUFFIX))
            files.append((name, entry.read_text(encoding="utf-8")))
    return files


def _below(folder: str, files: Mapping[str, str]) -> dict[str, str]:
    start = f"{folder}/"
    return {p.removeprefix(start): text for p, text in files.items() if p.startswith(start)}


def _beside(files: Mapping[str, str]) -> dict[str, str]:
    """Further folders of an app."""
    return {p: t for p, t in files.items() if not p.startswith(("component/", "contract/"))}
