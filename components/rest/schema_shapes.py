"""The shapes of schemas in openapi.json, made of the bindings' classes."""

from importlib import import_module
from typing import Any

from componentize_py_types import Err, Ok

from wae.contract.names import attribute, class_name
from wae.contract.shapes import (
    INTEGERS,
    Bytes,
    Case,
    Enumeration,
    Field,
    Flags,
    Group,
    NoShape,
    Option,
    Record,
    Result,
    Scalar,
    Sequence,
    Shape,
    Variant,
)

Schema = dict[str, Any]

_NULL = {"type": "null"}
_KINDS = {ends: kind for kind, ends in INTEGERS.items()}


class Shapes:
    """`definitions` are the schemas of named types, each called `PACKAGE.INTERFACE.TYPE`.

    A schema that `wae.contract.schema` does not make of types as our contracts have them raises
    NoShape, which ends the build.
    """

    def __init__(self, definitions: dict[str, Schema]) -> None:
        self._definitions = definitions

    def of(self, schema: Schema) -> Shape:
        """The shape of a schema."""
        match schema:
            case {"$ref": reference}:
                return self._named(reference.rpartition("/")[2])
            case {"anyOf": [{"type": "number"}, {"type": "string"}]}:
                return Scalar("f64")
            case {"anyOf": [some, {"type": "null"}]}:
                return Option(self.of(some), wrapped=False)
            case {"oneOf": [{"properties": {"ok": ok}}, {"properties": {"error": error}}]}:
                return self.result(ok, error)
            case {"type": "integer" | ["integer", "string"], "minimum": low, "maximum": high}:
                return Scalar(_KINDS[low, high])
            case {"type": "boolean"}:
                return Scalar("bool")
            case {"type": "string", "contentEncoding": "base64"}:
                return Bytes(None)
            case {"type": "string", "maxLength": 1}:
                return Scalar("char")
            case {"type": "string"}:
                return Scalar("string")
            case {"type": "array", "prefixItems": items}:
                return Group(tuple(self.of(item) for item in items))
            case {"type": "array", "items": item}:
                return Sequence(self.of(item))
        raise NoShape(f"no shape is known for {schema}")

    def maybe(self, schema: Schema) -> Shape | None:
        """The shape of a schema; None for that of nothing."""
        return None if schema == _NULL else self.of(schema)

    def result(self, ok: Schema, error: Schema) -> Result:
        """The shape of a result."""
        return Result(self.maybe(ok), self.maybe(error), (Ok, Err))

    def _named(self, name: str) -> Shape:
        module, made = _class(name)
        match self._definitions[name]:
            case {"type": "object", "properties": members}:
                fields = (Field(n, attribute(n), self.of(s)) for n, s in members.items())
                return Record(name, tuple(fields), lambda: made)
            case {"oneOf": cases}:
                members = tuple(self._case(module, name, c) for c in cases)
                return Variant(name, members, lambda: object)
            case {"type": "string", "enum": labels}:
                return Enumeration(name, tuple(labels), lambda: made)
            case {"type": "array", "items": {"enum": labels}}:
                return Flags(name, tuple(labels), lambda: made)
        raise NoShape(f"no shape is known for {name}")

    def _case(self, module: Any, name: str, schema: Schema) -> Case:
        [(label, inner)] = schema.get("properties", {schema.get("const"): None}).items()
        made = getattr(module, f"{class_name(name.rpartition('.')[2])}_{class_name(label)}")
        return Case(label, None if inner is None else self.of(inner), lambda: made)


def _class(name: str) -> tuple[Any, Any]:
    """The module of the bindings, and the class or union in it, for `PACKAGE.INTERFACE.TYPE`."""
    _, interface, kind = name.split(".")
    module = import_module(f"wit_world.imports.{attribute(interface)}")
    return module, getattr(module, class_name(kind))
