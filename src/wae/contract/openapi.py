"""The OpenAPI 3.1 description of an app's endpoints, from its contract."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from wae.contract import resources
from wae.contract.docs import summary
from wae.contract.error_cases import meanings
from wae.contract.examples import NoExample
from wae.contract.examples import arguments as example_arguments
from wae.contract.model import Contract, Function, is_handle_free, streamed
from wae.contract.retry_after import may_retry
from wae.contract.schema import Schema, Schemas, arguments
from wae.contract.shapes import Option, Result, Shape
from wae.contract.versions import order

_PROBLEM: Schema = {
    "type": "object",
    "properties": {
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
    "required": ["title", "status", "detail"],
}
_PROBLEM_NAME = "Problem"  # no type of a contract has small and capital letters in one word
_PROBLEM_REFERENCE = {"$ref": f"#/components/schemas/{_PROBLEM_NAME}"}
_RETRY_AFTER = {
    "description": "When to ask again, where the error says so: seconds, or a date.",
    "schema": {"type": "string"},
}
_PROBLEMS = {
    "400": "The body is not JSON.",
    "403": "The request comes from another site's page.",
    "413": "The body is too large.",
    "415": "The body is not application/json, or compressed.",
    "422": "The arguments do not fit; `field` says which.",
    "500": "The app crashed; `id` finds it in the server's log.",
    "503": "Too many requests at a time.",
    "504": "The call took too long.",
}


def paths(contract: Contract) -> dict[str, Function]:
    """The functions that JSON can call, by their path: ``/password/generator/generate``."""
    return {
        contract.names.path(function.interface, function.name): function
        for function in contract.functions()
        if is_handle_free(function) or streamed(contract, function)
    }


def describe(name: str, contract: Contract, *, token: bool) -> dict[str, Any]:
    """The description of the app called ``name``; ``token``: calls need one."""
    schemas = Schemas("#/components/schemas/", contract.docs, contract.names, examples=True)
    schemas.definitions[_PROBLEM_NAME] = _PROBLEM
    operations = {
        path: {"post": _operation(schemas, contract, function, token)}
        for path, function in paths(contract).items()
    }
    left = ", ".join(f"`{title}`" for title in resources.passing(contract))
    about = {"description": f"{resources.WORDS}{left}."} if left else {}
    document: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": name, "version": _version(contract), **about},
        "servers": [{"url": "/"}],
        "tags": [
            {"name": _tag(contract, i.name), "description": i.doc or i.name}
            for i in contract.interfaces.values()
            if i.name
        ],
        "paths": operations,
        "components": {"schemas": schemas.definitions},
    }
    if token:
        document["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        document["security"] = [{"token": []}]
    return document


def _version(contract: Contract) -> str:
    """The newest version among the packages of the contract."""
    versions = (name.partition("@")[2] for name in contract.interfaces)
    return max(versions, key=order, default="") or "0"


def _tag(contract: Contract, interface: str) -> str:
    """An interface without its version, unless there are two of it."""
    bare = interface.partition("@")[0]
    all_bare = [name.partition("@")[0] for name in contract.interfaces]
    return interface if all_bare.count(bare) > 1 else bare


def _operation(
    schemas: Schemas, contract: Contract, function: Function, token: bool
) -> dict[str, Any]:
    result = function.result
    ok = result.ok if isinstance(result, Result) else result
    stream = streamed(contract, function)
    content = (
        {"application/json": {"schema": schemas.maybe(ok)}}
        if not stream
        else {"text/event-stream": {}}
    )
    meaning = (
        "Events: `item` with one value each, then `end` or `error`." if stream else "Its result."
    )
    responses: dict[str, Any] = {"200": {"description": meaning, "content": content}}
    responses |= _problems(schemas, result, token)
    short, whole = summary(function.doc), function.doc
    more = {"description": whole} if " ".join(whole.split()) != short else {}
    return {
        "operationId": contract.names.operation(function.interface, function.name),
        "tags": [_tag(contract, function.interface)] if function.interface else [],
        "summary": short or function.title,
        **more,
        "requestBody": {
            "required": any(not isinstance(p.shape, Option) for p in function.parameters),
            "content": {"application/json": _body(schemas, contract, function)},
        },
        "responses": responses,
    }


def _body(schemas: Schemas, contract: Contract, function: Function) -> dict[str, Any]:
    """What a request holds; the shortest call, if the contract's words have enough for it."""
    body: dict[str, Any] = {"schema": arguments(schemas, function.parameters)}
    with suppress(NoExample):
        body["example"] = example_arguments(contract, function)
    return body


def _problems(schemas: Schemas, result: Shape | None, token: bool) -> dict[str, Any]:
    """The responses that are errors: the server's own, and the function's by their cases."""
    texts = {**_PROBLEMS, **({"401": "No token, or a wrong one."} if token else {})}
    problems = {status: _problem(text, _PROBLEM_REFERENCE) for status, text in texts.items()}
    if not isinstance(result, Result):
        return problems
    error = {"type": "object", "properties": {"error": schemas.maybe(result.error)}}
    both = {"allOf": [_PROBLEM_REFERENCE, error]}
    for status, names in _by_status(result.error).items():
        own = f"The function's own error, in `error`{names and f': {names}'}."
        problems[status] = _problem(" ".join(filter(None, (texts.get(status), own))), both)
        if may_retry(result.error):
            problems[status]["headers"] = {"Retry-After": _RETRY_AFTER}
    return dict(sorted(problems.items()))


def _by_status(error: Shape | None) -> dict[str, str]:
    """The statuses that errors of a shape have, each with the names of those that have it."""
    texts: dict[str, list[str]] = {}
    for name, kind in meanings(error).items():
        texts.setdefault(str(kind.status), []).append(f"`{name}`")
    return {status: ", ".join(n for n in names if n != "``") for status, names in texts.items()}


def _problem(text: str, schema: Schema) -> dict[str, Any]:
    return {"description": text, "content": {"application/problem+json": {"schema": schema}}}
