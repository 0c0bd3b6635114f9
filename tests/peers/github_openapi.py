"""GitHub's own OpenAPI description, cut down to what wae asks for, so that Prism starts fast."""

import json
from pathlib import Path

_REPOSITORY = "/repos/{owner}/{repo}"
PATHS = tuple(
    _REPOSITORY + rest
    for rest in ("", "/releases", "/releases/latest", "/contributors", "/stargazers")
)


def trimmed(description: Path) -> dict[str, object]:
    """`description` with only `PATHS`, their `GET` and the components they refer to."""
    full = json.loads(description.read_text())
    paths = {path: {"get": full["paths"][path]["get"]} for path in PATHS}
    components: dict[str, dict[str, object]] = {}
    waiting = _references(paths)
    while waiting:
        kind, name = waiting.pop()
        if name not in components.setdefault(kind, {}):
            components[kind][name] = full["components"][kind][name]
            waiting |= _references(components[kind][name])
    kept = {key: full[key] for key in ("openapi", "info", "servers")}
    return {**kept, "paths": paths, "components": components}


def _references(value: object) -> set[tuple[str, str]]:
    """The (kind, name) of every `#/components/KIND/NAME` in `value`."""
    if isinstance(value, list):
        return {actual for each in value for actual in _references(each)}
    if not isinstance(value, dict):
        return set()
    reference = value.get("$ref")
    if isinstance(reference, str):
        _, _, kind, name = reference.split("/")
        return {(kind, name)}
    return {actual for each in value.values() for actual in _references(each)}
