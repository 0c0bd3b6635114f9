"""The type model of a component as wasm-tools sees it: its JSON turned into ours."""

from typing import Any

from wae.binary.types import (
    Borrow,
    Enum,
    Flags,
    Func,
    Interface,
    Item,
    List,
    Named,
    Option,
    Own,
    Primitive,
    Record,
    Resource,
    Result,
    Tuple,
    Type,
    TypeDef,
    Variant,
)


def world_items(data: dict[str, Any], side: str) -> dict[str, Interface]:
    """The interfaces that a component's world imports or exports (`side`), by name."""
    world = next(w for w in data["worlds"] if w["name"] == "root")
    ids = [item["interface"]["id"] for item in world[side].values()]
    return {_name(data, number): _interface(data, number) for number in ids}


def _name(data: dict[str, Any], number: int) -> str:
    interface = data["interfaces"][number]
    package, _, version = data["packages"][interface["package"]]["name"].partition("@")
    return f"{package}/{interface['name']}" + (f"@{version}" if version else "")


def _interface(data: dict[str, Any], number: int) -> Interface:
    interface = data["interfaces"][number]
    items: dict[str, Item] = {
        name: TypeDef(_definition(data, data["types"][kind]["kind"]))
        for name, kind in interface["types"].items()
    }
    for name, func in interface["functions"].items():
        params = tuple((p["name"], _type(data, p["type"])) for p in func["params"])
        result = func.get("result")
        items[name] = Func(params, None if result is None else _type(data, result))
    return Interface(items)


def _type(data: dict[str, Any], reference: Any) -> Type:
    """A type where it is used: a primitive, a name, or a definition in place."""
    if isinstance(reference, str):
        return Primitive(reference)
    actual = data["types"][reference]
    if actual["name"] is not None:
        return Named(_name(data, actual["owner"]["interface"]), actual["name"])
    return _definition(data, actual["kind"])


def _maybe(data: dict[str, Any], reference: Any) -> Type | None:
    return None if reference is None else _type(data, reference)


def _definition(data: dict[str, Any], kind: Any) -> Type:
    if kind == "resource":
        return Resource()
    ((what, value),) = kind.items()
    match what:
        case "type":
            return _type(data, value)
        case "record":
            return Record(tuple((f["name"], _type(data, f["type"])) for f in value["fields"]))
        case "variant":
            return Variant(tuple((c["name"], _maybe(data, c["type"])) for c in value["cases"]))
        case "enum":
            return Enum(tuple(case["name"] for case in value["cases"]))
        case "flags":
            return Flags(tuple(flag["name"] for flag in value["flags"]))
        case "tuple":
            return Tuple(tuple(_type(data, item) for item in value["types"]))
        case "list":
            return List(_type(data, value))
        case "option":
            return Option(_type(data, value))
        case "result":
            return Result(_maybe(data, value["ok"]), _maybe(data, value["err"]))
        case "handle":
            ((handle, resource),) = value.items()
            return (Own if handle == "own" else Borrow)(_type(data, resource))
        case _:
            raise AssertionError(f"unknown kind {what}")
