"""JSON Schema (draft 2020-12) of what `json_values` reads and writes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from wae.contract.docs import Docs
from wae.contract.examples import said
from wae.contract.json_scalars import DIGITS, LARGE, NOT_FINITE
from wae.contract.names import Names
from wae.contract.shapes import (
    INTEGERS,
    Bytes,
    Enum,
    Flags,
    Handle,
    Option,
    Record,
    Result,
    Scalar,
    Sequence,
    Shape,
    Tuple,
    Variant,
)

if TYPE_CHECKING:
    from wae.contract.model import Parameter

Schema = dict[str, Any]


class Schemas:
    """Schemas that refer to named types by ``prefix`` and name; ``definitions`` collects those.

    ``docs`` describes them; ``names`` says which type of which interface a name among them is.
    With ``examples`` each value has the one that its words give.
    """

    def __init__(
        self,
        prefix: str,
        docs: Docs | None = None,
        names: Names | None = None,
        *,
        examples: bool = False,
    ) -> None:
        self.definitions: dict[str, Schema] = {}
        self._examples = examples
        self._prefix = prefix
        self._docs = docs or Docs()
        self._names = names or Names({})

    def of(self, shape: Shape) -> Schema:
        """The schema of a shape."""
        match shape:
            case Scalar(kind):
                return _scalar(kind)
            case Bytes(length):
                return _bytes(length)
            case Sequence(item, length):
                return _array(self.of(item), length)
            case Tuple(items):
                count = {"minItems": len(items), "maxItems": len(items)}
                return {"type": "array", "prefixItems": [self.of(i) for i in items], **count}
            case Option(some, wrapped):
                inner = whole_object({"some": self.of(some)}) if wrapped else self.of(some)
                return {"anyOf": [inner, {"type": "null"}]}
            case Result(ok, error):
                sides = {"ok": self.maybe(ok), "error": self.maybe(error)}
                return {"oneOf": [whole_object({name: inner}) for name, inner in sides.items()]}
            case Handle():
                return {"not": {}}
            case _:
                return self._named(shape)

    def maybe(self, shape: Shape | None) -> Schema:
        """The schema of a shape; that of null where there is none."""
        return {"type": "null"} if shape is None else self.of(shape)

    def described(self, shape: Shape, words: str) -> Schema:
        """The schema of a shape, with what the contract says of the value."""
        return _with_words(self._with_example(shape, words), words)

    def _with_example(self, shape: Shape, words: str) -> Schema:
        schema, example = self.of(shape), said(shape, words) if self._examples else None
        return schema if example is None else {**schema, "examples": [example]}

    def _named(self, shape: Record | Variant | Enum | Flags) -> Schema:
        if not shape.name:
            return self._definition(shape)
        if shape.name not in self.definitions:
            self.definitions[shape.name] = {}  # keeps its place before those that it is made of
            words = self._words(shape.name)
            self.definitions[shape.name] = _with_words(self._definition(shape), words)
        return {"$ref": self._prefix + shape.name}

    def _definition(self, shape: Record | Variant | Enum | Flags) -> Schema:
        match shape:
            case Record(name, fields=fields):
                members = {
                    f.name: self.described(f.shape, self._words(name, f.name)) for f in fields
                }
                required = [f.name for f in fields if not isinstance(f.shape, Option)]
                return whole_object(members, required)
            case Variant(name, cases=cases):
                return {"oneOf": [self._case(name, c.name, c.shape) for c in cases]}
            case Enum(labels=labels):
                return {"type": "string", "enum": list(labels)}
            case Flags(labels=labels):
                return _array({"type": "string", "enum": list(labels)}, None)

    def _case(self, owner: str, name: str, shape: Shape | None) -> Schema:
        words = self._words(owner, name)
        if shape is None:
            return _with_words({"const": name}, words)
        return _with_words(whole_object({name: self._with_example(shape, words)}), words)

    def _words(self, name: str, part: str = "") -> str:
        return self._docs.of(*self._names.home(name), part)


def _with_words(schema: Schema, words: str) -> Schema:
    return {**schema, "description": words} if words else schema


def _scalar(kind: str) -> Schema:
    if kind in INTEGERS:
        low, high = INTEGERS[kind]
        whole: Schema = {"type": "integer", "minimum": low, "maximum": high}
        if kind in LARGE:
            whole |= {"type": ["integer", "string"], "pattern": f"^{DIGITS}$"}
        return whole
    if kind in ("f32", "f64"):
        return {"anyOf": [{"type": "number"}, {"type": "string", "enum": list(NOT_FINITE)}]}
    if kind == "char":
        return {"type": "string", "minLength": 1, "maxLength": 1}
    return {"type": "boolean" if kind == "bool" else "string"}


def _bytes(length: int | None) -> Schema:
    schema: Schema = {"type": "string", "contentEncoding": "base64"}
    if length is not None:
        size = 4 * ((length + 2) // 3)
        schema |= {"minLength": size, "maxLength": size}
    return schema


def _array(items: Schema, length: int | None) -> Schema:
    schema: Schema = {"type": "array", "items": items}
    return schema if length is None else schema | {"minItems": length, "maxItems": length}


def kinds(shape: Shape | None) -> Schema:
    """What kinds of JSON a value of a shape may be, and nothing else about it."""
    found = _kinds(shape)
    return {"type": found[0] if len(found) == 1 else found}


def _kinds(shape: Shape | None) -> list[str]:
    match shape:
        case None:
            return ["null"]
        case Scalar(kind) if kind in INTEGERS:
            return ["integer", "string"] if kind in LARGE else ["integer"]
        case Scalar("f32" | "f64"):
            return ["number", "string"]
        case Scalar("bool"):
            return ["boolean"]
        case Scalar() | Bytes() | Enum():
            return ["string"]
        case Sequence() | Tuple() | Flags():
            return ["array"]
        case Variant(cases=cases):
            return sorted({"string" if case.shape is None else "object" for case in cases})
        case Option(some, wrapped):
            return ["object", "null"] if wrapped else [*_kinds(some), "null"]
        case _:
            return ["object"]


def arguments(schemas: Schemas, parameters: Iterable[Parameter]) -> Schema:
    """The schema of a function's arguments: an object, by name."""
    members = {}
    required = []
    for parameter in parameters:
        members[parameter.name] = schemas.described(parameter.shape, parameter.doc)
        if not isinstance(parameter.shape, Option):
            required.append(parameter.name)
    return whole_object(members, required)


def whole_object(members: dict[str, Schema], required: list[str] | None = None) -> Schema:
    """The schema of an object with these members and no others; all of them are ``required``, if
    nothing else is said."""
    names = list(members) if required is None else required
    return {
        "type": "object",
        "properties": members,
        "required": names,
        "additionalProperties": False,
    }
