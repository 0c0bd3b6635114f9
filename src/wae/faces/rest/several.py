"""Several apps behind one server: each below its own name, the first at the root.

`POST /NAME/PACKAGE/INTERFACE/FUNCTION` is a call of the app NAME. The description at the root tells
of all of them, and so the page there has a form for each function.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any

from wae.errors import UsageError
from wae.faces.rest.application import Application, Send
from wae.faces.serving.body import Receive

_SCHEMAS = "#/components/schemas/"


class Several:
    """``first`` answers everything but what lies below the name of one of the ``others``."""

    def __init__(self, first: Application, others: Mapping[str, Application]) -> None:
        self._first, self._others = first, dict(others)
        self.longest = max(each.longest for each in self._all())
        self.worker_pool = _Pools(self._all())

    def stop(self) -> None:
        """All of them stop."""
        for each in self._all():
            each.stop()

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        """One request, which the app that it is for sees as if it were alone."""
        name, slash, rest = scope.get("raw_path", b"").removeprefix(b"/").partition(b"/")
        app = self._others.get(name.decode("latin-1"))
        path = scope.get("path", "")[len(name) + 1 :]
        if not slash or app is None or not app.is_called(path):
            await self._first(scope, receive, send)
            return
        await app({**scope, "path": path, "raw_path": b"/" + rest}, receive, send)

    def _all(self) -> list[Application]:
        return [self._first, *self._others.values()]


class _Pools:
    """The workers of all apps as one thing."""

    def __init__(self, applications: Iterable[Application]) -> None:
        self._pools = [each.worker_pool for each in applications]

    async def start(self) -> None:
        """Raises what :meth:`WorkerPool.start` raises, the first."""
        await asyncio.gather(*(pool.start() for pool in self._pools))

    def close(self) -> None:
        for pool in self._pools:
            pool.close()


def check_names(names: Iterable[str], known: Iterable[str]) -> None:
    """Raises UsageError for an app whose name is the beginning of a path that is ``known``."""
    taken = {path.removeprefix("/").partition("/")[0] for path in known}
    for name in names:
        if name in taken:
            raise UsageError(
                f"{name} cannot be served beside the toolbox, which has /{name} itself",
                hint="Install it under another name: wae remove, then wae install --name",
            )


def described(first: Mapping[str, Any], others: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The OpenAPI description of all apps: the first as it is, the others below their names."""
    whole = {**first, "paths": {**first["paths"]}, "tags": [*first["tags"]]}
    schemas = {**first["components"]["schemas"]}
    for name, document in others.items():
        own = _renamed(document, f"{_SCHEMAS}{name}.")
        for path, item in own["paths"].items():
            operation = item["post"]
            whole["paths"][f"/{name}{path}"] = {
                "post": {
                    **operation,
                    "operationId": f"{name}_{operation['operationId']}",
                    "tags": [f"{name}: {tag}" for tag in operation["tags"]],
                }
            }
        whole["tags"] += [{**tag, "name": f"{name}: {tag['name']}"} for tag in own["tags"]]
        schemas |= {f"{name}.{key}": value for key, value in own["components"]["schemas"].items()}
    return {**whole, "components": {**first["components"], "schemas": schemas}}


def _renamed(node: Any, prefix: str) -> Any:
    """The same, with references to schemas that have the prefix."""
    if isinstance(node, list):
        return [_renamed(each, prefix) for each in node]
    if not isinstance(node, dict):
        return node
    return {
        key: prefix + value.removeprefix(_SCHEMAS)
        if key == "$ref" and isinstance(value, str)
        else _renamed(value, prefix)
        for key, value in node.items()
    }
