"""What shapes are called in help and messages, and values that stand for them in examples."""

from __future__ import annotations

from wae.contract.shapes import (
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


def unwrap_option(shape: Shape) -> Shape:
    """The shape of an option's value; any other as it is."""
    return shape.some if isinstance(shape, Option) and not shape.wrapped else shape


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
        case Sequence(item):
            return f"JSON array of {describe(item)}"
        case Tuple():
            return "JSON array"
        case Enum(labels=labels):
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


def metavar(shape: Shape) -> str:
    """What stands for a value in a line of help: ``N``, ``TEXT``, ``red|green``."""
    match unwrap_option(shape):
        case Scalar("string"):
            return "TEXT"
        case Scalar("char"):
            return "CHAR"
        case Scalar("f32" | "f64"):
            return "NUMBER"
        case Scalar():
            return "N"
        case Bytes():
            return "BASE64"
        case Enum(labels=labels) | Flags(labels=labels):
            return "|".join(labels)
        case Variant(cases=cases) if all(case.shape is None for case in cases):
            return "|".join(case.name for case in cases)
        case Sequence(item) if not isinstance(unwrap_option(item), Sequence | Tuple | Flags):
            return metavar(item)
        case _:
            return "JSON"


def sample(shape: Shape) -> str | None:
    """A value to show in an example; None for what takes more than a word."""
    match unwrap_option(shape):
        case Scalar("string"):
            return "TEXT"
        case Scalar("char"):
            return "c"
        case Scalar("f32" | "f64"):
            return "1.5"
        case Scalar("bool"):
            return "true"
        case Scalar():
            return "3"
        case Enum(labels=labels) | Flags(labels=labels):
            return labels[0] if labels else None
        case Variant(cases=cases):
            return next((case.name for case in cases if case.shape is None), None)
        case Sequence(item):
            return sample(item) if metavar(item) != "JSON" else None
        case _:
            return None
