"""The words of a contract in its bindings, where editors show them.

componentize-py writes those of functions alone. Here modules, classes, fields and cases get theirs:
as docstrings (PEP 257), and as string literals after attributes, which editors take for such.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from wae.binary import types as wit
from wae.build.syntax import parse_module
from wae.build.tree import Tree
from wae.build.world import KnownWorld
from wae.contract import stored
from wae.contract.docs import Docs
from wae.contract.python_names import attribute, binding_names, class_name, constant

_INDENT = " " * 4


def documented_bindings(world: KnownWorld) -> Tree:
    """The bindings of a world with all that its contract says."""
    component, docs = stored.read(world.contract)
    bindings = dict(world.bindings)
    for side, items in (("imports", component.imports), ("exports", component.exports)):
        for name, item in items.items():
            file = _file(bindings, side, name)
            if file and isinstance(item, wit.Interface):
                bindings[file] = _documented(bindings[file], name, item, docs)
    return bindings


def _file(bindings: Tree, side: str, interface: str) -> str | None:
    for form in binding_names(interface):
        file = str(PurePosixPath("wit_world", side, f"{attribute(form)}.py"))
        if file in bindings:
            return file
    return None


def _documented(content: bytes, name: str, interface: wit.Interface, docs: Docs) -> bytes:
    tree = parse_module(content)
    texts = dict(_texts(name, interface, docs))
    added = dict(_places(tree, texts))  # by the line after which it stands
    if docs.of(name) and tree.body:
        added[tree.body[0].lineno - 1] = _literal(docs.of(name), "")
    lines = content.decode().split("\n")
    for number in sorted(added, reverse=True):
        lines[number:number] = [added[number]]
    return "\n".join(lines).encode()


def _texts(
    name: str, interface: wit.Interface, docs: Docs
) -> Iterator[tuple[tuple[str, str], str]]:
    """The text of each class and of each attribute in one, by their names in Python."""
    for label, item in interface.typedefs().items():
        python, kind = class_name(label), item.type
        yield (python, ""), docs.of(name, label)
        match kind:
            case wit.Record(fields):
                for part, _ in fields:
                    yield (python, attribute(part)), docs.of(name, label, part)
            case wit.Variant(cases):
                for part, _ in cases:
                    yield (f"{python}_{class_name(part)}", ""), docs.of(name, label, part)
            case wit.Enum(labels) | wit.Flags(labels):
                for part in labels:
                    yield (python, constant(part)), docs.of(name, label, part)


def _places(tree: ast.Module, texts: Mapping[tuple[str, str], str]) -> Iterator[tuple[int, str]]:
    """The line after which each text stands, and the text as it stands there."""
    for node in tree.body:
        for target in _targets(node):
            if text := texts.get((target, "")):
                yield node.end_lineno or node.lineno, _literal(text, "")
        if isinstance(node, ast.ClassDef):
            if (text := texts.get((node.name, ""))) and not ast.get_docstring(node):
                first = node.body[0]
                decorated = getattr(first, "decorator_list", [])
                yield (decorated or [first])[0].lineno - 1, _literal(text, _INDENT)
            for member in node.body:
                for target in _targets(member):
                    if text := texts.get((node.name, target)):
                        yield member.end_lineno or member.lineno, _literal(text, _INDENT)


def _targets(node: ast.stmt) -> list[str]:
    """The names that a statement assigns to."""
    targets = node.targets if isinstance(node, ast.Assign) else []
    targets = [node.target] if isinstance(node, ast.AnnAssign) else targets
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _literal(text: str, indent: str) -> str:
    """A string literal of a text, on lines of its own."""
    escaped = "".join(map(_escaped, text.strip())).replace('"""', '\\"\\"\\"')
    if escaped.endswith('"'):
        escaped = f'{escaped[:-1]}\\"'
    lines = escaped.split("\n")
    end = [f'{indent}"""'] if len(lines) > 1 else []
    first = f'{indent}"""{lines[0]}' + ("" if end else '"""')
    return "\n".join([first, *(f"{indent}{line}".rstrip() for line in lines[1:]), *end])


def _escaped(character: str) -> str:
    is_handle_free = character != "\\" and (character.isprintable() or character == "\n")
    return character if is_handle_free else repr(character)[1:-1]
