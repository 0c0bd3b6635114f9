"""Type stubs of an app: what `wae.load` gives, for type checkers and editors.

Nothing in an app has a name that begins with an underscore, so what a stub needs itself does; and
Python's own words are reached through their module where the app uses them for something else.
"""

from __future__ import annotations

import builtins
import re
import sys
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from wae.contract.model import Contract, Function, Interface
from wae.contract.python_names import attribute, callables
from wae.contract.shapes import Case, Enum, Flags, Option, Record, Shape, Variant
from wae.faces.objects import goes_on, is_needed
from wae.faces.written import Written
from wae.harmless import one_line

_HEAD = '''\
"""What `wae.load` gives for the app `{name}`. Made by `wae stubs`.

    if TYPE_CHECKING:
        import {module}
    app: "{module}.App" = wae.load("{name}.wasm")
"""

import builtins as _Builtins
from collections.abc import AsyncIterator as _AsyncIterator, Iterable as _Iterable
from collections.abc import Iterator as _Iterator, Mapping as _Mapping, Sequence as _Sequence
from dataclasses import dataclass as _Dataclass
from enum import Enum as _Enum, Flag as _Flag
from typing import Any as _Any, Literal as _Literal, Self as _Self, TypeAlias as _TypeAlias

import wae as _Wae
from wae import Err as _Err, Ok as _Ok, Some as _Some
'''

Given: TypeAlias = tuple[str, Shape, bool]
"""A parameter: its name, its shape, and whether it may be left out."""


def stubs(name: str, contract: Contract) -> str:
    """The text of ``name``.pyi."""
    title = _quoted(one_line(name)).replace('"', '\\"')
    head = _HEAD.format(name=title, module=module_name(name)).splitlines()
    return "\n".join([*head, *_Stub(contract).lines()]) + "\n"


def module_name(name: str) -> str:
    """The module for the app ``name``, which may be any file's name: none that Python, or wae, has
    already."""
    identifier = re.sub(r"\W|^(?=\d)", "_", attribute(name), flags=re.ASCII)
    return f"{identifier}_" if identifier in {*sys.stdlib_module_names, "wae", ""} else identifier


class _Stub:
    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._taken = {*_identifiers(contract)}
        self._written = Written(contract.names, self._type, self._word)

    def lines(self) -> Iterator[str]:
        """What stands below the imports."""
        root: list[str] = []
        packages: dict[str, list[str]] = {}
        for interface in self._contract.all_interfaces():
            body = [*self._interface(interface)]
            match self._contract.names.python(interface.name):
                case ():
                    root = body
                case (name,):
                    packages[name] = body
                case (package, name, *_):
                    packages.setdefault(package, []).extend(_class(name, body))
        for package, body in packages.items():
            yield ""
            yield from _class(package, body)
            yield f"_{package} = {package}"
        yield from ("", "class App(_Wae.App):")
        kind = self._word("type")
        yield from _indented(f"{package}: {kind}[_{package}]" for package in packages)
        yield from _indented(root)
        yield from ("    def __enter__(self) -> _Self: ...", "_App = App")

    def _word(self, word: str) -> str:
        if not hasattr(builtins, word):
            return f"_{word}"
        return f"_Builtins.{word}" if word in self._taken else word

    def _place(self, interface: str) -> str:
        """Where the types of an interface stand."""
        return "_" + (".".join(self._contract.names.python(interface)) or "App")

    def _type(self, interface: str, label: str) -> str:
        title = self._contract.class_of(interface, label)
        return f"{self._place(interface)}.{title}" if title else "_Wae.Resource"

    def _interface(self, interface: Interface) -> Iterator[str]:
        yield from _doc(interface.doc)
        for label, title in interface.classes().items():
            if label in interface.resources:
                yield from self._resource(label, title, interface)
            else:
                yield from self._definition(label, title, interface)
        names = callables(self._contract.labels(interface, None))
        if not interface.name:
            names = self._contract.names.root()
        for label, function in interface.functions.items():
            if label in names and interface.name:
                yield from self._function(function, names[label], decorator="staticmethod")
            elif label in names:
                yield from self._function(function, names[label], first="self")

    def _definition(self, label: str, title: str, interface: Interface) -> list[str]:
        """A class for the type, where it is at home; elsewhere another name for it."""
        shape = interface.types[label]
        home = self._contract.names.home(getattr(shape, "name", ""))
        if home != (interface.name, label):
            return [f"{title}: _TypeAlias = {self._written.of(shape)}"]
        match shape:
            case Record(fields=fields):
                members = [f"{f.attribute}: {self._written.of(f.shape)}" for f in fields]
                given = [(f.attribute, f.shape, isinstance(f.shape, Option)) for f in fields]
                made = f"def __init__({self._parameters(given, 'self', '*')}) -> None: ..."
                body = [*members, made] if fields else []
                return ["@_Dataclass(frozen=True, kw_only=True)", *_class(title, body)]
            case Variant(cases=cases):
                return self._variant(title, cases, self._place(interface.name))
            case Enum(made=made):
                return _class(f"{title}(_Enum)", [f'{m.name} = "{m.value}"' for m in made])
            case Flags(made=made):
                return _class(f"{title}(_Flag)", [f"{m.name} = {m.value}" for m in made])
            case _:
                return [f"{title}: _TypeAlias = {self._written.of(shape)}"]

    def _variant(self, title: str, cases: tuple[Case, ...], place: str) -> list[str]:
        """The base class, and after it the cases, which it names: a nested class cannot inherit
        from the one around it."""
        made = [(case.made.__name__, case.shape) for case in cases]
        kind = self._word("type")
        lines = _class(title, [f"{p}: {kind}[{place}._{title}_{p}]" for p, _ in made])
        for python, shape in made:
            inside = []
            if shape is not None:
                given = self._parameters([("value", shape, False)], "self")
                inside = [f"value: {self._written.of(shape)}"]
                inside.append(f"def __init__({given}) -> None: ...")
            lines += ["@_Dataclass(frozen=True)", *_class(f"_{title}_{python}({title})", inside)]
        return lines

    def _resource(self, label: str, title: str, interface: Interface) -> list[str]:
        body = [*_doc(self._contract.docs.of(interface.name, label))]
        names = callables(self._contract.labels(interface, label))
        for function in interface.functions.values():
            if function.resource != label:
                continue
            if function.name.startswith("[constructor]"):
                given = self._parameters(_given(function), "self")
                body.append(f"def __init__({given}) -> None: ...")
            elif function.name.startswith("[static]"):
                body += self._function(function, names[function.name], decorator="staticmethod")
            else:
                body += self._function(function, names[function.name], first="self", skip=1)
                if goes_on(function) and isinstance(function.returned, Option):
                    item = self._written.of(function.returned.some)
                    body.append(f"def __iter__(self) -> _Iterator[{item}]: ...")
                    body.append(f"def __aiter__(self) -> _AsyncIterator[{item}]: ...")
        body += ["def __enter__(self) -> _Self: ...", "async def __aenter__(self) -> _Self: ..."]
        return _class(f"{title}(_Wae.Resource)", body)

    def _function(
        self,
        function: Function,
        names: tuple[str, str],
        *,
        decorator: str = "",
        first: str = "",
        skip: int = 0,
    ) -> Iterator[str]:
        parameters = self._parameters(_given(function)[skip:], first)
        returned = self._written.of(function.returned)
        doc = _doc(function.whole_doc)
        for keyword, name in zip(("def", "async def"), names, strict=True):
            if decorator:
                yield f"@{self._word(decorator)}"
            yield f"{keyword} {name}({parameters}) -> {returned}:" + ("" if doc else " ...")
            yield from _indented(doc)

    def _parameters(self, given: Iterable[Given], *before: str) -> str:
        """``before``: that by which a method gets its object, and the star before names."""
        parameters = {}
        for name, shape, may_lack in given:
            parameters[name] = (
                f"{name}: {self._written.given(shape)}{' = None' if may_lack else ''}"
            )
        start = [f"_{name}" if name in parameters else name for name in before if name]
        return ", ".join([*start, *parameters.values()])


def _identifiers(contract: Contract) -> Iterator[str]:
    """Every name in lower case that the app gives to something in its stub, but to parameters."""
    for interface in contract.all_interfaces():
        yield from contract.names.python(interface.name)
        for resource in (None, *interface.resources):
            for names in callables(contract.labels(interface, resource)).values():
                yield from names
        for shape in interface.types.values():
            if isinstance(shape, Record):
                yield from (field.attribute for field in shape.fields)


def _given(function: Function) -> list[Given]:
    return [
        (parameter.attribute, parameter.shape, not is_needed(function, number))
        for number, parameter in enumerate(function.parameters)
    ]


def _class(head: str, body: Iterable[str]) -> list[str]:
    return [f"class {head}:", *_indented([*body] or ["..."])]


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
