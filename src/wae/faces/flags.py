"""A function's parameters as options of `wae call`, with help from its contract."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from wae.contract.docs import Docs, summary
from wae.contract.model import Contract, Function, Parameter
from wae.contract.names import Names
from wae.contract.shapes import Option, Record, Result, Shape, Variant, parts
from wae.errors import UsageError
from wae.tools import arguments as words
from wae.tools.options import whole_options
from wae.tools.words import describe

_WIDTH = 24


def wants_help(function: Function, arguments: Sequence[str]) -> bool:
    """Whether the arguments ask for the function's help: ``-h``, or ``--help`` where no parameter
    has that name. The value of an option asks for nothing."""
    return words.wants_help(whole_options(function), arguments)


def parse(function: Function, arguments: Sequence[str]) -> list[Any]:
    """The values of the function's parameters, in their order (`wae.tools.arguments`).

    ``@FILE`` is the content of a file, ``@-`` of standard input; a value that begins with ``@`` has
    two of them. Raises UsageError, which names the option.
    """
    helped = f"wae call APP {function.title}"
    return words.parse(function, whole_options(function), arguments, helped=helped, read=_content)


def _content(option: str, file: str) -> str:
    try:
        if file == "-":
            return sys.stdin.read()
        with open(file, encoding="utf-8") as content:
            return content.read()
    except OSError as error:
        raise UsageError(
            f"{option}: cannot read {file}: {error.strerror}",
            hint=f"Write @@{file} for a value that begins with @",
        ) from None
    except UnicodeDecodeError:
        raise UsageError(f"{option}: {file} is not UTF-8 text") from None


def help_text(program: str, function: Function, docs: Docs, names: Names) -> str:
    """The text of ``--help``: how to call it, its options, the types that they have."""
    lines = [f"Usage: {program} {function.title} [OPTIONS]", ""]
    lines += [*(function.doc or f"Calls {function.title}.").splitlines(), ""]
    if function.parameters:
        lines.append("Options:")
        for parameter in function.parameters:
            lines += _option_lines(parameter)
        lines.append("")
        lines += [
            "A value @FILE is the content of a file, @- of standard input; @@ begins with @.",
            "",
        ]
    for shape in _named(function):
        lines += _type_lines(shape, docs, names)
    result = function.result
    if isinstance(result, Result):
        result = result.ok
    lines.append(f"Prints {describe(result) if result else 'nothing'}.")
    return "\n".join(lines) + "\n"


def list_text(program: str, contract: Contract) -> str:
    """The functions of an app, and what each does."""
    lines = [f"Usage: {program} INTERFACE.FUNCTION [--PARAMETER VALUE]...", ""]
    for interface in contract.interfaces.values():
        lines.append(f"{interface.name or 'Functions'}:")
        for function in interface.functions.values():
            doc = summary(function.doc)
            lines.append(f"  {function.title:<{_WIDTH}}  {doc}".rstrip())
        lines.append("")
    return "\n".join(lines)


def _option_lines(parameter: Parameter) -> list[str]:
    needed = "" if isinstance(parameter.shape, Option) else " (required)"
    option = f"--{parameter.name}"
    first = f"  {option:<{_WIDTH}}  {describe(parameter.shape)}{needed}"
    return [first, *(f"  {'':<{_WIDTH}}  {line}" for line in parameter.doc.splitlines())]


def _named(function: Function) -> list[Record | Variant]:
    """The records and variants among the parameters, each before those that it is made of."""
    named: list[Record | Variant] = []
    todo: list[Shape] = [parameter.shape for parameter in function.parameters]
    while todo:
        shape = todo.pop(0)
        if isinstance(shape, Record | Variant) and shape not in named:
            named.append(shape)
        todo += parts(shape)
    return named


def _type_lines(shape: Record | Variant, docs: Docs, names: Names) -> list[str]:
    interface, label = names.home(shape.name)
    lines = [f"{label or 'value'}:"]
    members = shape.fields if isinstance(shape, Record) else shape.cases
    for member in members:
        kind = describe(member.shape) if member.shape is not None else "no payload"
        lines.append(f"  {member.name:<{_WIDTH}}  {kind}")
        doc = docs.of(interface, label, member.name)
        lines += [f"  {'':<{_WIDTH}}  {line}" for line in doc.splitlines()]
    return [*lines, ""]
