"""What a page about a contract says, whatever it is written in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wae.binary import types as wit
from wae.build import wit_text
from wae.contract.error_cases import meanings
from wae.contract.model import Contract, Function, is_handle_free, make_contract, streamed
from wae.contract.sentences import case_docs
from wae.contract.shapes import Result, Shape
from wae.kit.docs import examples
from wae.kit.docs.sources import Described

_OUTSIDE = "Functions of the app itself"


@dataclass(frozen=True)
class Example:
    """How a face is called; ``language`` is what the lines are written in."""

    face: str
    language: str
    text: str


@dataclass(frozen=True)
class ErrorCase:
    """``status`` and ``exit_code`` are what it is in HTTP, and to a shell."""

    name: str
    doc: str
    status: int
    exit_code: int


@dataclass(frozen=True)
class FunctionPage:
    """``signature`` is WIT; ``note`` says why there are no examples, or not of all faces."""

    title: str
    signature: str
    doc: str
    errors: tuple[ErrorCase, ...]
    examples: tuple[Example, ...]
    note: str = ""


@dataclass(frozen=True)
class InterfacePage:
    """``types`` is the WIT of all its types; that of what the app exports outside of any interface
    has a title instead of a name."""

    name: str
    doc: str
    functions: tuple[FunctionPage, ...]
    types: str


@dataclass(frozen=True)
class Page:
    title: str
    interfaces: tuple[InterfacePage, ...]


def make_page(described: Described) -> Page:
    """The page about what it exports. Raises NameClash."""
    contract = make_contract(described.type, described.docs).without_entries()
    exports = {"": _outside(described.type), **described.type.exports}
    sections = tuple(
        _interface(described, contract, name, item)
        for name, item in exports.items()
        if isinstance(item, wit.Interface) and name in contract.interfaces
    )
    return Page(described.name, sections)


def _outside(kind: wit.ComponentType) -> wit.Interface:
    """The functions that it exports outside of any interface, with the types around them."""
    everything = {**kind.imports, **kind.exports}
    types = {name: item for name, item in everything.items() if isinstance(item, wit.TypeDef)}
    functions = {n: item for n, item in kind.exports.items() if isinstance(item, wit.Func)}
    return wit.Interface({**types, **functions})


def _interface(
    described: Described, contract: Contract, name: str, interface: wit.Interface
) -> InterfacePage:
    home = contract.interfaces[name]
    functions = interface.functions()
    pages = [
        _function(described, contract, function, functions[function.name])
        for function in home.functions.values()
    ]
    for (owner, label), why in contract.skipped.items():
        if owner == name:
            doc = described.docs.of(name, label)
            text = _signature(label, functions[label])
            pages.append(FunctionPage(label, text, doc, (), (), f"No face calls it: {why}."))
    types = wit_text.types_text(name, interface, described.docs)
    return InterfacePage(name or _OUTSIDE, home.doc, tuple(pages), types)


def _function(
    described: Described, contract: Contract, function: Function, kind: wit.Func
) -> FunctionPage:
    given = tuple(_examples(described.app, contract, function))
    note = (
        "" if is_handle_free(function) else "It passes a resource, which does not outlive one call."
    )
    return FunctionPage(
        function.title,
        _signature(function.name, kind),
        function.whole_doc,
        tuple(_errors(described, contract, _error(function))),
        given,
        note,
    )


def _signature(name: str, kind: wit.Func) -> str:
    return f"{name if name.startswith('[') else wit_text.escaped(name)}: {wit_text.signature(kind)}"


def _examples(app: str, contract: Contract, function: Function) -> Iterator[Example]:
    if function.resource is not None:
        return
    if is_handle_free(function):
        yield Example("Terminal", "console", examples.terminal(app, contract, function))
    if is_handle_free(function) or streamed(contract, function):
        text = examples.curl(contract, function)
        yield Example(
            "REST", "console", text if is_handle_free(function) else f"{text} --no-buffer"
        )
        yield Example("MCP", "json", examples.tool_call(contract, function))
        yield Example("Python", "python", examples.python(app, contract, function))


def _error(function: Function) -> Shape | None:
    return function.result.error if isinstance(function.result, Result) else None


def _errors(described: Described, contract: Contract, shape: Shape | None) -> Iterator[ErrorCase]:
    docs = case_docs(described.docs, contract.names, shape)
    for label, meant in meanings(shape).items():
        if label:
            doc = docs.get(label, "")
            yield ErrorCase(label, doc, meant.status, meant.exit_code)
