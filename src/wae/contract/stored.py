"""A component's type and docs as text, so that a contract need not be read from megabytes again.

JSON: `{"Record": [...]}` is a value of that class in `binary.types`, with its fields; a list is a
tuple; `{"": [[key, value], …]}` is a dictionary.
"""

from __future__ import annotations

import json
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
    return json.dumps([_plain(component), docs.texts], ensure_ascii=False, separators=(",", ":"))


def read(text: str) -> tuple[wit.ComponentType, Docs]:
    """What :func:`write` wrote. Raises ValueError for anything else."""
    try:
        component, texts = json.loads(text)
        found, docs = _value(component), Docs(dict(texts))
    except (LookupError, TypeError, ValueError, RecursionError) as error:
        raise ValueError("not the text of a contract") from error
    if not isinstance(found, wit.ComponentType):
        raise ValueError("not the text of a contract")
    return found, docs


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {"": [[key, _plain(item)] for key, item in value.items()]}
    if isinstance(value, Value):
        return {type(value).__name__: [_plain(item) for item in fields(value).values()]}
    return value


def _value(plain: Any) -> Any:
    if isinstance(plain, list):
        return tuple([_value(item) for item in plain])
    if not isinstance(plain, dict):
        return plain
    [(name, content)] = plain.items()
    if not name:
        return {key: _value(item) for key, item in content}
    return _CLASSES[name](*[_value(item) for item in content])
