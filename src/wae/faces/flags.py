"""A function's parameters as options of a command line, with help from its contract."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from wae.contract import json_text
from wae.contract.docs import Docs
from wae.contract.json_values import InvalidValue, from_json
from wae.contract.model import Contract, Function, Parameter
from wae.contract.names import Names
from wae.contract.shapes import (
    Bytes,
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
from wae.contract.shapes import (
    Sequence as ListOf,
)
from wae.errors import UsageError

_HELP = "help"
_WIDTH = 24


def wants_help(function: Function, arguments: Sequence[str]) -> bool:
    """Whether the arguments ask for the function's help: ``-h``, or ``--help`` where no parameter
    has that name. The value of an option asks for nothing."""
    known = {parameter.name: parameter for parameter in function.parameters}
    rest = list(arguments)
    while rest:
        option = rest.pop(0)
        name = option.removeprefix("--")
        if option == "-h" or (option == f"--{_HELP}" and _HELP not in known):
            return True
        if option.startswith("--") and name in known and _takes_next(known[name], rest):
            rest = rest[1:]
    return False


def parse(function: Function, arguments: Sequence[str]) -> list[Any]:
    """The values of the function's parameters, in their order.

    An option is ``--name VALUE`` or ``--name=VALUE``; for a bool ``--name`` and ``--no-name``
    too. ``@FILE`` is the content of a file, ``@-`` of standard input; a value that begins with
    ``@`` has two of them. An optional parameter may be left out. Raises UsageError, which names the
    option.
    """
    given = _collect(function, arguments)
    missing = [
        p.name
        for p in function.parameters
        if p.name not in given and not isinstance(p.shape, Option)
    ]
    if missing:
        options = ", ".join(f"--{name}" for name in missing)
        raise UsageError(
            f"{function.title} needs {options}", hint=f"See wae call APP {function.title} --help"
        )
    return [_value(p, given.get(p.name)) for p in function.parameters]


def _collect(function: Function, arguments: Sequence[str]) -> dict[str, str]:
    known = {parameter.name: parameter for parameter in function.parameters}
    given: dict[str, str] = {}
    rest = list(arguments)
    while rest:
        option, equals, text = rest.pop(0).partition("=")
        name = option.removeprefix("--")
        negated = name.removeprefix("no-")
        if option.startswith("--") and name in known:
            if not equals and not _takes_next(known[name], rest):
                text = "true"
            elif not equals:
                text = _next(option, rest)
        elif option.startswith("--no-") and known.get(negated) and not equals:
            if known[negated].shape != Scalar("bool"):
                raise UsageError(f"--{negated} is no switch, so there is no {option}")
            name, text = negated, "false"
        else:
            raise UsageError(
                f"{function.title} has no {option}",
                hint=f"It has {', '.join(f'--{n}' for n in known) or 'no parameters'}",
            )
        if name in given:
            raise UsageError(f"--{name} is given twice")
        given[name] = text
    return given


_BOOLS = {"true": True, "false": False}


def _takes_next(parameter: Parameter, rest: Sequence[str]) -> bool:
    """Whether the option's value is the next argument, whatever that begins with; a bool alone is
    true."""
    return parameter.shape != Scalar("bool") or (bool(rest) and rest[0] in _BOOLS)


def _next(option: str, rest: list[str]) -> str:
    if not rest:
        raise UsageError(f"{option} needs a value")
    return rest.pop(0)


def _value(parameter: Parameter, text: str | None) -> Any:
    if text is None:
        return None
    option = f"--{parameter.name}"
    if text.startswith("@@"):
        text = text[1:]
    elif text.startswith("@"):
        text = _content(option, text[1:])
    try:
        return from_json(parameter.shape, _json(parameter.shape, text, option), option)
    except InvalidValue as error:
        raise UsageError(error.message, hint=f"It takes {describe(parameter.shape)}") from None


def _content(option: str, file: str) -> str:
    try:
        return sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"{option}: cannot read {file}: {error.strerror}",
            hint=f"Write @@{file} for a value that begins with @",
        ) from None
    except UnicodeDecodeError:
        raise UsageError(f"{option}: {file} is not UTF-8 text") from None


def _json(shape: Shape, text: str, option: str) -> Any:
    """What the text says as JSON; the simple types need no quotes."""
    if isinstance(shape, Option) and not shape.wrapped:
        return None if text == "null" else _json(shape.some, text, option)
    match shape:
        case Scalar("string" | "char") | Enumeration() | Bytes():
            return text
        case Variant(cases=cases) if text in [case.name for case in cases]:
            return text
        case Scalar("f32" | "f64") if text in ("NaN", "Infinity", "-Infinity"):
            return text
        case Flags(labels=labels) if all(word in labels for word in text.split(",") if word):
            return [word for word in text.split(",") if word]
    try:
        return json_text.parse(text)
    except json_text.NumberTooLarge as error:
        raise UsageError(f"{option}: {error}") from None
    except (ValueError, RecursionError):
        raise UsageError(
            f"{option}: {_shortened(text)} is no {describe(shape)}",
            hint="Write it as JSON, for example in single quotes",
        ) from None


def _shortened(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:39] + "…")


def describe(shape: Shape) -> str:
    """What a shape is called in help and messages."""
    match shape:
        case Scalar("string"):
            return "text"
        case Scalar("char"):
            return "one character"
        case Scalar("bool"):
            return "true or false"
        case Scalar("f32" | "f64"):
            return "number"
        case Scalar(kind):
            return f"whole number ({kind})"
        case Bytes():
            return "base64 text"
        case ListOf(item):
            return f"JSON array of {describe(item)}"
        case Group():
            return "JSON array"
        case Enumeration(labels=labels):
            return "|".join(labels)
        case Flags(labels=labels):
            return f"any of {','.join(labels)}"
        case Option(some, wrapped):
            return 'JSON {"some": …}' if wrapped else describe(some)
        case Record(fields=fields):
            return "JSON {" + ", ".join(field.name for field in fields) + "}"
        case Variant(cases=cases):
            return "JSON: " + " | ".join(
                f'"{c.name}"' if c.shape is None else f'{{"{c.name}": …}}' for c in cases
            )
        case Result():
            return 'JSON {"ok": …} or {"error": …}'
        case Handle(resource):
            return f"a {resource[1]}, which a command line cannot hold"


def help_text(program: str, function: Function, docs: Docs, names: Names) -> str:
    """The text of ``--help``: how to call it, its options, the types that they have."""
    lines = [f"Usage: {program} {function.title} [OPTIONS]", ""]
    lines += [*(function.doc or f"Calls {function.title}.").splitlines(), ""]
    if function.parameters:
        lines.append("Options:")
        lines += [_option_line(parameter) for parameter in function.parameters]
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
    """The functions of an app, with the first line of what each does."""
    lines = [f"Usage: {program} INTERFACE.FUNCTION [--PARAMETER VALUE]...", ""]
    for interface in contract.interfaces.values():
        lines.append(f"{interface.name or 'Functions'}:")
        for function in interface.functions.values():
            doc = function.doc.partition("\n")[0]
            lines.append(f"  {function.title:<{_WIDTH}}  {doc}".rstrip())
        lines.append("")
    return "\n".join(lines)


def _option_line(parameter: Parameter) -> str:
    needed = "" if isinstance(parameter.shape, Option) else " (required)"
    option = f"--{parameter.name}"
    return f"  {option:<{_WIDTH}}  {describe(parameter.shape)}{needed}"


def _named(function: Function) -> list[Record | Variant]:
    """The records and variants among the parameters, each before those that it is made of."""
    from wae.contract.shapes import parts

    found: list[Record | Variant] = []
    todo: list[Shape] = [parameter.shape for parameter in function.parameters]
    while todo:
        shape = todo.pop(0)
        if isinstance(shape, Record | Variant) and shape not in found:
            found.append(shape)
        todo += parts(shape)
    return found


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
