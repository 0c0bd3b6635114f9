"""What a client may read besides calling tools: an app's API, and what its contracts say."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from wae.contract.docs import summary
from wae.contract.error_cases import meanings
from wae.contract.model import Contract, Function, Interface
from wae.contract.openapi import describe
from wae.contract.schema import Schemas
from wae.contract.sentences import case_docs
from wae.contract.shapes import Result
from wae.faces.mcp.tools import Tool

JSON, MARKDOWN = "application/json", "text/markdown"


@dataclass(frozen=True)
class Resource:
    """A text by its ``uri``, made when it is read."""

    uri: str
    title: str
    description: str
    media_type: str
    text: Callable[[], str]


def resources(app: str, contract: Contract, tools: Iterable[Tool]) -> list[Resource]:
    """The whole API of an app, and a page for each interface of which there are tools."""
    app = app.rpartition("/")[2].removesuffix(".wasm")
    root = f"wae://{quote(app, safe='')}"
    pages: dict[str, list[Tool]] = {}
    for tool in tools:
        pages.setdefault(tool.function.interface, []).append(tool)
    api = Resource(
        f"{root}/openapi.json",
        f"API of {app}",
        "OpenAPI 3.1: the schemas of all results and errors.",
        JSON,
        lambda: json.dumps(describe(app, contract, token=False), ensure_ascii=False),
    )
    return [api, *(_page(root, contract, contract.interfaces[n], t) for n, t in pages.items())]


def _page(root: str, contract: Contract, interface: Interface, tools: list[Tool]) -> Resource:
    return Resource(
        f"{root}/{quote(contract.names.short(interface.name) or 'functions')}.md",
        interface.name or root,
        summary(interface.doc) or "What its functions take, give and fail with.",
        MARKDOWN,
        lambda: "\n".join(_lines(contract, interface, tools)),
    )


def _lines(contract: Contract, interface: Interface, tools: list[Tool]) -> Iterator[str]:
    yield f"# {interface.name}\n"
    if interface.doc:
        yield f"{interface.doc}\n"
    for tool in tools:
        yield f"## {tool.name}\n\n{tool.function.whole_doc}\n"
        schemas = Schemas("#/$defs/", contract.docs, contract.names)
        schema = {**schemas.maybe(tool.function.returned), "$defs": schemas.definitions}
        yield f"Its result:\n\n```json\n{json.dumps(schema, ensure_ascii=False)}\n```\n"
        if errors := [*_errors(contract, tool.function)]:
            yield "\n".join(["Its errors:\n", *errors, ""])


def _errors(contract: Contract, function: Function) -> Iterator[str]:
    error = function.result.error if isinstance(function.result, Result) else None
    docs = case_docs(contract.docs, contract.names, error)
    for name in meanings(error):
        if name:
            yield f"- `{name}`: {' '.join(docs.get(name, '').split())}".rstrip(": ")
