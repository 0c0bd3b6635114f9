"""``[run]``: what an app asks for where it is run. It is a request, and grants nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

KEYS = ("environment", "dirs", "data", "net", "http")


@dataclass(frozen=True)
class RunRequest:
    """As the options of `wae run` have it; ``http`` is True for anywhere."""

    environment: tuple[str, ...] = ()
    dirs: tuple[str, ...] = ()
    data: bool = False
    net: bool = False
    http: bool | tuple[str, ...] = False


class BadRun(ValueError):
    """What is wrong with ``key``, and what to write instead."""

    def __init__(self, key: str, problem: str, hint: str) -> None:
        super().__init__(problem)
        self.key = key
        self.problem = problem
        self.hint = hint


def read_run(value: dict[str, Any]) -> RunRequest:
    """The request in the table. Raises :class:`BadRun`."""
    for key in value:
        if key not in KEYS:
            raise BadRun(key, f'[run] has no key "{key}"', f"Keys: {', '.join(KEYS)}")
    http = value.get("http", False)
    return RunRequest(
        environment=_texts("environment", value.get("environment", [])),
        dirs=_texts("dirs", value.get("dirs", [])),
        data=_switch("data", value.get("data", False)),
        net=_switch("net", value.get("net", False)),
        http=http if isinstance(http, bool) else _texts("http", http),
    )


def _texts(key: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise BadRun(key, f"{key} must be a list of strings", f'For example: {key} = ["…"]')
    return tuple(value)


def _switch(key: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise BadRun(key, f"{key} must be true or false", f"For example: {key} = true")
    return value
