"""An example of a call through each face."""

from __future__ import annotations

import base64
import json
import shlex
from typing import Any

from wae.contract import examples
from wae.contract.model import Contract, Function
from wae.contract.python_names import callables, class_name
from wae.contract.shapes import (
    Bytes,
    Enum,
    Option,
    Record,
    Result,
    Scalar,
    Sequence,
    Shape,
    Tuple,
    Variant,
)

_SCALARS: dict[str, Any] = {"bool": True, "char": "c", "string": "text", "f32": 1.5, "f64": 1.5}


def arguments(contract: Contract, function: Function) -> dict[str, Any]:
    """Those of an example: what may be left out is. Where the contract's words have no value, there
    is one that has the type."""
    return examples.arguments(contract, function, _any)


def _any(shape: Shape) -> Any:
    match shape:
        case Scalar(kind):
            return _SCALARS.get(kind, 1)
        case Bytes(length):
            return base64.b64encode(bytes(length or 0)).decode("ascii")
        case Enum(labels=labels):
            return labels[0]
        case Option():
            return None
        case _:
            raise ValueError("a resource has no JSON form")


def terminal(app: str, contract: Contract, function: Function) -> str:
    """A command for a shell."""
    words = ["wae", "call", app, function.title]
    given = arguments(contract, function)
    for parameter in function.parameters:
        if parameter.name in given:
            words += [f"--{parameter.name}", _word(parameter.shape, given[parameter.name])]
    return shlex.join(words)


def curl(contract: Contract, function: Function) -> str:
    """A request to `wae serve`, for a shell."""
    body = json.dumps(arguments(contract, function), ensure_ascii=False)
    url = f"http://127.0.0.1:8000{contract.names.path(function.interface, function.name)}"
    return f"curl -H 'content-type: application/json' -d {shlex.quote(body)} {shlex.quote(url)}"


def tool_call(contract: Contract, function: Function) -> str:
    """The parameters of MCP's `tools/call`."""
    name = contract.names.tool(function.interface, function.name)
    return json.dumps(
        {"name": name, "arguments": arguments(contract, function)}, ensure_ascii=False
    )


def python(app: str, contract: Contract, function: Function) -> str:
    """The lines that call a function from Python."""
    return f"with wae.load({app!r}) as app:\n    {python_call(contract, function)}"


def python_call(contract: Contract, function: Function) -> str:
    """The call alone, of the loaded `app`. What comes after what is left out goes by its name."""
    values, given, is_next = arguments(contract, function), [], True
    for parameter in function.parameters:
        if parameter.name not in values:
            is_next = False
            continue
        text = _python(contract, parameter.shape, values[parameter.name])
        given.append(text if is_next else f"{parameter.attribute}={text}")
    return f"{_path(contract, function)}({', '.join(given)})"


def _path(contract: Contract, function: Function) -> str:
    if not function.interface:
        return f"app.{contract.names.root()[function.name][0]}"
    home = contract.interfaces[function.interface]
    name, _ = callables(contract.labels(home, None))[function.name]
    return ".".join(("app", *contract.names.python(function.interface), name))


def _word(shape: Shape, example: Any) -> str:
    """A value as an option takes it: text and enums as they are, everything else as JSON."""
    if isinstance(shape, Scalar | Enum | Bytes) and isinstance(example, str):
        return f"@{example}" if example.startswith("@") else example
    if isinstance(shape, Variant) and isinstance(example, str):
        return example
    return json.dumps(example, ensure_ascii=False)


def _python(contract: Contract, shape: Shape, example: Any) -> str:
    """A value as Python writes it, classes by the interface that has them."""
    match shape:
        case Bytes():
            return repr(base64.b64decode(example))
        case Sequence(item):
            return f"[{', '.join(_python(contract, item, one) for one in example)}]"
        case Tuple(items):
            inside = [_python(contract, i, e) for i, e in zip(items, example, strict=True)]
            return f"({', '.join(inside)}{',' if len(inside) == 1 else ''})"
        case Record(fields=fields):
            inside = [
                f"{f.attribute!r}: {_python(contract, f.shape, example[f.name])}"
                for f in fields
                if f.name in example
            ]
            return f"{{{', '.join(inside)}}}"
        case Variant(name, (first, *_)) if first.shape is not None:
            inner = _python(contract, first.shape, example[first.name])
            return f"{_home(contract, name)}.{class_name(first.name)}({inner})"
        case Result(ok, _):
            return f"wae.Ok({'' if ok is None else _python(contract, ok, example['ok'])})"
        case _:
            return repr(example)


def _home(contract: Contract, schema: str) -> str:
    """The expression for a named type's class."""
    interface, label = contract.names.home(schema)
    path = ".".join(("app", *contract.names.python(interface)))
    return f"{path}.{contract.class_of(interface, label) or class_name(label)}"
