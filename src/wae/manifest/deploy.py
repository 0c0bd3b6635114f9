"""``[deploy]``: where and how an app is deployed, as the options of `wae deploy` have it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

_TEXTS = ("image", "host", "nats", "group", "health", "files", "env-file")
_NUMBERS = ("replicas", "requests")
_TABLES = {
    "tls": ("ca", "cert", "key"),
    "pool": ("core-instances", "memories", "tables"),
    "warm": ("instances", "calls"),
}
KEYS = (*_TEXTS, "env", *_NUMBERS, *_TABLES)
_EXAMPLES = {
    "tls": 'tls = { ca = "ca.pem", cert = "me.pem", key = "me.key" }',
    "pool": "pool = { core-instances = 20000 }",
    "warm": "warm = { instances = 8, calls = 1000 }",
}


class BadDeploy(ValueError):
    """What is wrong with ``key``, and what to write instead."""

    def __init__(self, key: str, problem: str, hint: str) -> None:
        super().__init__(problem)
        self.key = key
        self.problem = problem
        self.hint = hint


@dataclass(frozen=True)
class DeployRequest:
    """``texts`` and ``numbers`` by their keys, those that are set; tables likewise."""

    texts: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    variables: tuple[str, ...] = ()
    tls: dict[str, str] = field(default_factory=dict)
    pool: dict[str, int] = field(default_factory=dict)
    warm: dict[str, int] = field(default_factory=dict)


def read_deploy(value: dict[str, Any]) -> DeployRequest:
    """The request in the table. Raises :class:`BadDeploy`."""
    for key in value:
        if key not in KEYS:
            raise BadDeploy(key, f'[deploy] has no key "{key}"', f"Keys: {', '.join(KEYS)}")
    variables = value.get("env", [])
    if not isinstance(variables, list) or not all(map(_is_text, variables)):
        raise BadDeploy("env", "env must be a list of variables", 'For example: env = ["GH_TOKEN"]')
    tables = {key: _table(key, value[key]) for key in _TABLES if key in value}
    warm = tables.get("warm", {})
    if warm and len(warm) < len(_TABLES["warm"]):
        raise BadDeploy("warm", "warm names instances and calls", f"Write {_EXAMPLES['warm']}")
    return DeployRequest(
        texts={key: _text(key, value[key]) for key in _TEXTS if key in value},
        numbers={key: _number(key, value[key]) for key in _NUMBERS if key in value},
        variables=tuple(variables),
        **tables,
    )


def _table(key: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict) or not value or not {*value} <= {*_TABLES[key]}:
        raise BadDeploy(
            key,
            f"{key} names {', '.join(_TABLES[key])}, and nothing else",
            f"Write {_EXAMPLES[key]}",
        )
    read = _text if key == "tls" else _number
    return {name: read(name, each, key) for name, each in value.items()}


def _text(key: str, value: Any, table: str = "") -> str:
    if not _is_text(value):
        raise BadDeploy(table or key, f"{key} must be a string", f'For example: {key} = "…"')
    return str(value)


def _number(key: str, value: Any, table: str = "") -> int:
    if type(value) is not int or value < 1:
        raise BadDeploy(table or key, f"{key} must be a number from 1", f"For example: {key} = 2")
    return value


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value != ""
