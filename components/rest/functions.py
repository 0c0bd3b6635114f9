"""The functions of the world's imports, as openapi.json describes them."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from schema_shapes import Schema, Shapes
from wae.contract.names import attribute, interface_parts
from wae.contract.shapes import Result, Shape

#: Read while the component is built; the same is served as the description.
DOCUMENT: dict[str, Any] = json.loads(
    Path(__file__).with_name("openapi.json").read_text(encoding="utf-8")
)


@dataclass(frozen=True)
class Parameter:
    """`name` as in WIT."""

    name: str
    shape: Shape


@dataclass(frozen=True)
class Function:
    """`item` is the shape of the values that a stream brings; None where it returns `result`."""

    title: str
    parameters: tuple[Parameter, ...]
    result: Shape | None
    item: Shape | None
    run: Callable[..., Any]


def functions(document: dict[str, Any]) -> dict[str, Function]:
    """The functions by their path."""
    shapes = Shapes(document["components"]["schemas"])
    return {
        path: _function(shapes, path.rpartition("/")[2], item["post"])
        for path, item in document["paths"].items()
    }


def _function(shapes: Shapes, name: str, operation: Schema) -> Function:
    [tag] = operation["tags"]
    _, interface = interface_parts(tag)
    module = import_module(f"wit_world.imports.{attribute(interface)}")
    arguments = operation["requestBody"]["content"]["application/json"]["schema"]
    result, item = _answers(shapes, operation["responses"])
    parameters = tuple(Parameter(n, shapes.of(s)) for n, s in arguments["properties"].items())

    def run(*given: Any) -> Any:
        return getattr(module, attribute(name))(*given)

    return Function(f"{interface}.{name}", parameters, result, item, run)


def _answers(shapes: Shapes, responses: dict[str, Schema]) -> tuple[Shape | None, Shape | None]:
    """The shapes of the result and of a stream's items."""
    content = responses["200"]["content"]
    stream = content.get("text/event-stream")
    ok = {"type": "null"} if stream else content["application/json"]["schema"]
    result: Shape | None = shapes.maybe(ok)
    for response in responses.values():
        match response["content"].get("application/problem+json"):
            case {"schema": {"allOf": [_, {"properties": {"error": error}}]}}:
                return Result(result, shapes.maybe(error)), _item(shapes, stream)
    return result, _item(shapes, stream)


def _item(shapes: Shapes, stream: Schema | None) -> Shape | None:
    return shapes.of(stream["x-item"]) if stream else None
