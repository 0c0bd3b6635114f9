"""Contracts as WIT text, written from the types in a component's bytes.

Source: ``WIT.md``. What the bytes carry of doc comments goes along.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping

from wae.binary.text import compound
from wae.binary.types import (
    Enum,
    Flags,
    Func,
    Interface,
    Named,
    Own,
    Primitive,
    Record,
    Resource,
    Result,
    Type,
    Variant,
)
from wae.contract.docs import Docs

# ``WIT.md``, Keywords.
_KEYWORDS = frozenset(
    re.findall(
        r"[\w-]+",
        """
        as async bool borrow char constructor enum error-context export f32 f64 flags from func
        future import include interface list map option own package record resource result s16 s32
        s64 s8 static stream string tuple type u16 u32 u64 u8 use variant with world
        """,
    )
)


def packages(interfaces: Mapping[str, Interface], docs: Docs | None = None) -> dict[str, str]:
    """The text of each package that these interfaces, by full name, belong to.

    Interfaces without a package, which only one world knows, are left out. Those whose types others
    use have to be among them.
    """
    grouped: dict[str, dict[str, str]] = {}
    for title in sorted(interfaces):
        if ":" in title:
            package, name = package_of(title)
            grouped.setdefault(package, {})[name] = title
    texts = docs or Docs()
    return {
        package: "\n".join(
            [
                f"package {package};",
                *(_Writer(t, interfaces[t], texts).text() for t in members.values()),
            ]
        )
        for package, members in grouped.items()
    }


def types_text(title: str, interface: Interface, docs: Docs) -> str:
    """The types of an interface, as they stand in it, without its indent."""
    return textwrap.dedent("\n".join(_Writer(title, interface, docs).types()))


def package_of(title: str) -> tuple[str, str]:
    """`wae:http/client@0.1.0` as its package, `wae:http@0.1.0`, and the interface's own name."""
    base, _, version = title.partition("@")
    package, _, name = base.partition("/")
    return (f"{package}@{version}" if version else package), name


def type_text(kind: Type) -> str:
    """A type as it may stand in a function, a field or a case."""
    match kind:
        case Primitive(name):
            return name
        case Named(_, name):
            return escaped(name)
        case Own(resource):
            return type_text(resource)
        case _:
            text = compound(kind, type_text)
            if text is None:
                raise TypeError(f"a {type(kind).__name__.lower()} without a name")
            return text


def signature(function: Func) -> str:
    """`func(count: u32) -> list<u32>`."""
    params = ", ".join(f"{escaped(name)}: {type_text(kind)}" for name, kind in function.params)
    result = "" if function.result is None else f" -> {type_text(function.result)}"
    return f"{'async ' if function.is_async else ''}func({params}){result}"


def is_keyword(name: str) -> bool:
    """Whether a name is a word of WIT itself."""
    return name in _KEYWORDS


def escaped(name: str) -> str:
    """A name as an identifier: a word of WIT itself gets a `%`."""
    return f"%{name}" if is_keyword(name) else name


class _Writer:
    """The text of one interface."""

    def __init__(self, title: str, interface: Interface, docs: Docs) -> None:
        self.title = title
        self.interface = interface
        self.docs = docs

    def text(self) -> str:
        lines = [*_comment(self.docs.of(self.title), ""), f"interface {self.name()} {{"]
        lines += self.types()
        for name, function in self.interface.functions().items():
            if not name.startswith("["):
                comment = self.comment_of(name, function, "    ")
                lines += [*comment, f"    {escaped(name)}: {signature(function)};"]
        return "\n".join([*lines, "}", ""])

    def types(self) -> Iterator[str]:
        for name, kind in self.interface.typedefs().items():
            yield from self.documented(name)
            yield from self.typedef(name, kind.type)

    def name(self) -> str:
        return escaped(package_of(self.title)[1])

    def documented(self, item: str, part: str = "", indent: str = "    ") -> Iterable[str]:
        return _comment(self.docs.of(self.title, item, part), indent)

    def comment_of(self, name: str, function: Func, indent: str) -> Iterable[str]:
        parameters = [parameter for parameter, _ in function.params]
        return _comment(self.docs.of_function(self.title, name, parameters), indent)

    def typedef(self, name: str, kind: Type) -> Iterator[str]:
        title = escaped(name)
        match kind:
            case Named(owner, other) if owner != self.title:
                renamed = "" if name == other else f" as {title}"
                yield f"    use {_path(owner, self.title)}.{{{escaped(other)}{renamed}}};"
            case Record(fields):
                yield from self.block(f"record {title}", name, fields, ": ")
            case Variant(cases):
                yield from self.block(f"variant {title}", name, cases, "")
            case Enum(labels):
                yield from self.block(f"enum {title}", name, ((each, None) for each in labels), "")
            case Flags(labels):
                yield from self.block(f"flags {title}", name, ((each, None) for each in labels), "")
            case Resource():
                yield from self.resource(name)
            case _:
                yield f"    type {title} = {type_text(kind)};"

    def block(
        self, head: str, item: str, parts: Iterable[tuple[str, Type | None]], colon: str
    ) -> Iterator[str]:
        yield f"    {head} {{"
        for label, kind in parts:
            yield from self.documented(item, label, " " * 8)
            if kind is None:
                yield f"        {escaped(label)},"
            elif colon:
                yield f"        {escaped(label)}{colon}{type_text(kind)},"
            else:
                yield f"        {escaped(label)}({type_text(kind)}),"
        yield "    }"

    def resource(self, name: str) -> Iterator[str]:
        members = [*self.members(name)]
        if not members:
            yield f"    resource {escaped(name)};"
            return
        yield f"    resource {escaped(name)} {{"
        yield from members
        yield "    }"

    def members(self, resource: str) -> Iterator[str]:
        for name, function in self.interface.functions().items():
            kind, _, rest = name.removeprefix("[").partition("]")
            owner, _, label = rest.partition(".")
            if not name.startswith("[") or owner != resource:
                continue
            yield from self.comment_of(name, function, " " * 8)
            match kind:
                case "constructor":
                    text = signature(function).removeprefix("func")
                    # It gives the resource, unless it may fail (``WIT.md``, Resources).
                    fails = isinstance(function.result, Result)
                    yield f"        constructor{text if fails else text.partition(' -> ')[0]};"
                case "static":
                    yield f"        {escaped(label)}: static {signature(function)};"
                case _:
                    method = Func(function.params[1:], function.result, function.is_async)
                    yield f"        {escaped(label)}: {signature(method)};"


def _path(owner: str, user: str) -> str:
    """How an interface refers to another: by its own name within a package."""
    package, name = package_of(owner)
    if package == package_of(user)[0]:
        return escaped(name)
    base, _, version = package.partition("@")
    return f"{base}/{escaped(name)}" + (f"@{version}" if version else "")


def _comment(text: str, indent: str) -> Iterator[str]:
    for line in text.splitlines():
        yield f"{indent}/// {line}".rstrip()
