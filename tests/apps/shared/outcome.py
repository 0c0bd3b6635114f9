"""What became of a request, as JSON can hold it; and its options."""

from typing import Any

from wit_world.imports import client

_DEFAULTS = {
    "connect-timeout": 10_000,
    "first-byte-timeout": 30_000,
    "between-bytes-timeout": 30_000,
    "redirects": 5,
    "retries": 2,
    "retry-wait": 8_000,
    "max-body": 16 << 20,
}


def options(some: dict[str, int]) -> client.Options:
    """The contract's options, those that are not given as by default."""
    values = _DEFAULTS | some
    return client.Options(**{name.replace("-", "_"): value for name, value in values.items()})


def of_error(error: Any) -> dict[str, Any]:
    """The case's name and value."""
    name = type(error).__name__.removeprefix("Error_")
    kebab = "".join("-" + c.lower() if c.isupper() else c for c in name).lstrip("-")
    return {"error": kebab, "value": _plain(getattr(error, "value", None))}


def _plain(value: Any) -> Any:
    match value:
        case client.Refusal():
            return {"origin": value.origin, "redirected-from": value.redirected_from}
        case client.Phase():
            return value.name.lower().replace("_", "-")
        case tuple():
            return [_plain(part) for part in value]
    return value
