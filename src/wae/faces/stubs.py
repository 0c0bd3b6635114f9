"""Type stubs of an app: what `wae.load` gives, for type checkers and editors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from wae.contract.model import Contract, Function, Interface
from wae.contract.names import attribute, class_name, interface_parts
from wae.contract.shapes import (
    Bytes,
    Case,
    Enumeration,
    Flags,
    Group,
    Handle,
    Option,
    Record,
    Result,
    Scalar,
    Shape,
    Variant,
)
from wae.contract.shapes import Sequence as ListOf
from wae.harmless import one_line

_HEAD = '''\
"""What `wae.load` gives for the app `{name}`. Made by `wae stubs`.

    if TYPE_CHECKING:
        import {module}
    app: "{module}.App" = wae.load("{name}.wasm")
"""

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import wae
from wae import Error, Ok, Some
'''

_SCALARS = {"bool": "bool", "f32": "float", "f64": "float", "char": "str", "string": "str"}


def stubs(name: str, contract: Contract) -> str:
    """The text of ``name``.pyi."""
    packages: dict[str, list[Interface]] = {}
    for interface in contract.interfaces.values():
        if interface.name:
            package = attribute(interface_parts(interface.name)[0])
            packages.setdefault(package, []).append(interface)
    title = _quoted(one_line(name)).replace('"', '\\"')
    lines = _HEAD.format(name=title, module=module_name(name)).splitlines()
    for package, interfaces in packages.items():
        lines += ["", f"class {package}:"]
        for interface in interfaces:
            lines += _indented(_interface(interface, contract))
        lines += [f"_{package} = {package}"]
    lines += ["", "class App(wae.App):"]
    lines += [f"    {package}: type[_{package}]" for package in packages]
    if "" in contract.interfaces:
        names = _Names("")
        for function in contract.interfaces[""].functions.values():
            lines += _indented(_function(function, names, "self"))
    lines += ["    def __enter__(self) -> Self: ..."]
    return "\n".join(lines) + "\n"


def module_name(name: str) -> str:
    """The module for the app ``name``, which may be any file's name."""
    return re.sub(r"\W|^(?=\d)", "_", attribute(name), flags=re.ASCII)


class _Names:
    """How types are written within one interface, which is reached as ``here``."""

    def __init__(self, here: str) -> None:
        self.here = here

    def of(self, shape: Shape) -> str:
        match shape:
            case Scalar(kind):
                return _SCALARS.get(kind, "int")
            case Bytes():
                return "bytes"
            case ListOf(item):
                return f"list[{self.of(item)}]"
            case Group(items):
                return f"tuple[{', '.join(self.of(item) for item in items) or '()'}]"
            case Option(some, wrapped):
                return "Some | None" if wrapped else f"{self.of(some)} | None"
            case Result():
                return "Ok | Error"
            case Handle(resource):
                package, interface = interface_parts(resource[0])
                return self._title(".".join([*filter(None, (package, interface)), resource[1]]))
            case Record(name) | Variant(name) | Enumeration(name) | Flags(name):
                return self._title(name)

    def _title(self, name: str) -> str:
        *where, last = name.split(".")
        return ".".join([*map(attribute, where), class_name(last)])


def _interface(interface: Interface, contract: Contract) -> Iterator[str]:
    package, last = map(attribute, interface_parts(interface.name))
    names = _Names(".".join(filter(None, (package, last))))
    body = [*_doc(interface.doc)]
    for label, shape in interface.types.items():
        body += _type(class_name(label), shape, names, interface, contract)
    for label in interface.resources:
        body += _resource(label, interface, names)
    for function in interface.functions.values():
        if function.resource is None:
            body += ["@staticmethod", *_function(function, names)]
    if not last:  # an interface written within the world stands in the place of a package
        yield from body or ["..."]
        return
    yield f"class {last}:"
    yield from _indented(body or ["..."])


def _type(
    title: str, shape: Shape, names: _Names, interface: Interface, contract: Contract
) -> list[str]:
    owner = ".".join(filter(None, interface_parts(interface.name)))
    if getattr(shape, "name", "").rpartition(".")[0] not in ("", owner):
        return [f"{title} = {names.of(shape)}"]
    match shape:
        case Record(fields=fields):
            members = [f"{f.attribute}: {names.of(f.shape)}{_default(f.shape)}" for f in fields]
            return [
                "@dataclass(frozen=True, kw_only=True)",
                f"class {title}:",
                *_indented(members or ["..."]),
            ]
        case Variant(cases=cases):
            return _variant(title, cases, names)
        case Enumeration(made=made):
            members = [f'{member.name} = "{member.value}"' for member in made]
            return [f"class {title}(enum.Enum):", *_indented(members)]
        case Flags(made=made):
            members = [f"{member.name} = {member.value}" for member in made]
            return [f"class {title}(enum.Flag):", *_indented(members)]
        case _:
            return [f"{title} = {names.of(shape)}"]


def _variant(title: str, cases: tuple[Case, ...], names: _Names) -> list[str]:
    """The base class, and after it the cases, which it names: a nested class cannot inherit from
    the one around it."""
    made = [(case.made.__name__, case.shape) for case in cases]
    lines = [f"class {title}:", *_indented(f"{p}: type[{names.here}._{title}{p}]" for p, _ in made)]
    for python, shape in made:
        inner = "..." if shape is None else f"value: {names.of(shape)}"
        lines += ["@dataclass(frozen=True)", f"class _{title}{python}({title}):", f"    {inner}"]
    return lines


def _default(shape: Shape) -> str:
    return " = None" if isinstance(shape, Option) else ""


def _resource(label: str, interface: Interface, names: _Names) -> list[str]:
    lines = [f"class {class_name(label)}:"]
    body: list[str] = []
    for function in interface.functions.values():
        if function.resource != label:
            continue
        kind = function.name.partition("]")[0]
        if kind == "[constructor":
            body += [f"def __init__({_parameters(function, names, 'self')}) -> None: ..."]
        elif kind == "[static":
            body += ["@staticmethod", *_function(function, names)]
        else:
            body += _function(function, names, "self", skip=1)
            if function.name.endswith(".next"):
                shape = function.result
                shape = shape.ok if isinstance(shape, Result) else shape
                if isinstance(shape, Option):
                    body += [f"def __iter__(self) -> Iterator[{names.of(shape.some)}]: ..."]
    body += ["def __enter__(self) -> Self: ...", "def __exit__(self, *error: object) -> None: ..."]
    return lines + _indented(body)


def _function(function: Function, names: _Names, first: str = "", skip: int = 0) -> list[str]:
    result = function.result.ok if isinstance(function.result, Result) else function.result
    returned = "None" if result is None else names.of(result)
    name = attribute(function.name.rpartition(".")[2])
    head = f"def {name}({_parameters(function, names, first, skip)}) -> {returned}:"
    doc = _doc(function.doc)
    return [head, *_indented(doc)] if doc else [f"{head} ..."]


def _parameters(function: Function, names: _Names, first: str = "", skip: int = 0) -> str:
    parameters = function.parameters[skip:]
    found = [first] if first else []
    for number, parameter in enumerate(parameters):
        optional = all(isinstance(p.shape, Option) for p in parameters[number:])
        default = " = None" if optional else ""
        found.append(f"{parameter.attribute}: {names.of(parameter.shape)}{default}")
    return ", ".join(found)


def _doc(text: str) -> list[str]:
    if not text:
        return []
    lines = _quoted(text).split("\n")
    if len(lines) == 1 and not lines[0].endswith('"'):
        return [f'"""{lines[0]}"""']
    return [f'"""{lines[0]}', *lines[1:], '"""']


def _quoted(text: str) -> str:
    """Text that cannot end the docstring that it is in."""
    return text.replace("\\", "\\\\").replace('"""', "'''")


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"    {line}" if line else line for line in lines]
