"""JSON Schema (draft 2020-12) of the types in a contract."""

from enum import Flag
from typing import Any, get_args, get_origin

from contract import shapes
from contract.shapes import Unsupported


def of(hint: Any, place: str = "") -> dict[str, Any]:
    """The schema of what `json_values.read` accepts for a type of the bindings.

    `place` is where the type stands (see `shapes.RANGES`). Raises `Unsupported`.
    """
    if (optional := shapes.option(hint)) is not None:
        return {"anyOf": [of(optional, place), {"type": "null"}]}
    if (payload := shapes.some(hint)) is not None:
        return _closed({"some": of(payload, place)}, ["some"])
    if found := shapes.cases(hint):
        return _variant(found)
    if (names := [*shapes.members(hint)]) or _is_flags(hint):
        one = {"type": "string", "enum": names}
        return {"type": "array", "items": one} if _is_flags(hint) else one
    if (fields := shapes.fields(hint)) is not None:
        return members(hint, fields)
    return _of_values(hint, place)


def members(owner: Any, hints: dict[str, Any]) -> dict[str, Any]:
    """An object with a key for each field of a record, or each parameter of a function.

    What is optional may be left out, and its schema does not say `null`, which small models
    stumble over.
    """
    properties = {}
    for name, hint in hints.items():
        inner = shapes.option(hint)
        properties[name] = of(hint if inner is None else inner, shapes.place(owner, name))
    required = [name for name, hint in hints.items() if shapes.option(hint) is None]
    return _closed(properties, required)


def _variant(cases: dict[str, tuple[type, Any]]) -> dict[str, Any]:
    bare = [name for name, (_, payload) in cases.items() if payload is None]
    schemas: list[dict[str, Any]] = [{"type": "string", "enum": bare}] if bare else []
    for name, (_, payload) in cases.items():
        if payload is not None:
            schemas.append(_closed({name: of(payload)}, [name]))
    return schemas[0] if len(schemas) == 1 else {"anyOf": schemas}


def _of_values(hint: Any, place: str) -> dict[str, Any]:
    if hint is bool:
        return {"type": "boolean"}
    if hint is int:
        least, greatest = shapes.whole_numbers(place)
        return {"type": "integer", "minimum": least, "maximum": greatest}
    if hint is float:
        return {"type": "number"}
    if hint is str:
        return {"type": "string"}
    if hint is bytes:
        return {"type": "string", "contentEncoding": "base64"}
    arguments = get_args(hint)
    if get_origin(hint) is list:
        return {"type": "array", "items": of(arguments[0], place)}
    if get_origin(hint) is tuple:
        items = [of(one, place) for one in arguments]
        length = len(items)
        return {"type": "array", "prefixItems": items, "minItems": length, "maxItems": length}
    raise Unsupported(str(hint))


def _closed(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _is_flags(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, Flag)
