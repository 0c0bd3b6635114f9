"""A component's type and docs as text, so that a contract need not be read from megabytes again.

JSON: `{"Record": [...]}` is a value of that class in `binary.types`, with its fields; a list is a
tuple; `{"": [[key, value], …]}` is a dictionary.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from wae.binary import types as wit
from wae.binary.value import Value, fields
from wae.contract.docs import Docs

_CLASSES: dict[str, Any] = {
    kind.__name__: kind
    for kind in vars(wit).values()
    if isinstance(kind, type) and issubclass(kind, Value) and kind is not Value
}


def write(component: wit.ComponentType, docs: Docs) -> str:
    """The text of both."""
    return json.dumps([to_json(component), docs.texts], ensure_ascii=False, separators=(",", ":"))


def read(text: str) -> tuple[wit.ComponentType, Docs]:
    """What :func:`write` wrote. Raises ValueError for anything else."""
    try:
        component, texts = json.loads(text)
        kind, docs = from_json(component, _CLASSES), Docs(dict(texts))
    except (LookupError, TypeError, ValueError, RecursionError) as error:
        raise ValueError("not the text of a contract") from error
    if not isinstance(kind, wit.ComponentType):
        raise ValueError("not the text of a contract")
    return kind, docs


def to_json(value: Any) -> Any:
    """What `json.dumps` takes for a value, or one made of values."""
    if isinstance(value, tuple):
        return [to_json(item) for item in value]
    if isinstance(value, dict):
        return {"": [[key, to_json(item)] for key, item in value.items()]}
    if isinstance(value, Value):
        return {type(value).__name__: [to_json(item) for item in fields(value).values()]}
    return value


def from_json(stored: Any, classes: Mapping[str, Any]) -> Any:
    """What :func:`to_json` was given; ``classes`` are those of its values, by their names."""
    if isinstance(stored, list):
        return tuple([from_json(item, classes) for item in stored])
    if not isinstance(stored, dict):
        return stored
    [(name, content)] = stored.items()
    if not name:
        return {key: from_json(item, classes) for key, item in content}
    return classes[name](*[from_json(item, classes) for item in content])
