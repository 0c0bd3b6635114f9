"""Requests to the REST API that every server of it answers alike."""

from dataclasses import dataclass
from typing import Any

CHECK = "/password/checker/check"
HUNTER = {"password": "hunter2", "user-inputs": []}
BUSY = {"region": "BUSY", "signal": "co2-moer", "hours": 1}
RECIPE = {"password": {"classes": ["lower"], "exclude-ambiguous": False}}


def chat(model: str, text: str) -> dict[str, Any]:
    """The arguments of a chat that says `text` to a model of `tests.faults.openai`."""
    message = {"role": "user", "content": text, "tool-calls": []}
    return {"request": {"model": model, "messages": [message], "tools": []}}


@dataclass(frozen=True)
class Exchange:
    """A request, and the status of its answer."""

    status: int
    path: str
    arguments: Any = None
    method: str = "POST"
    content: bytes | None = None


SAME = {
    "a result": Exchange(200, CHECK, HUNTER),
    "a repository": Exchange(200, "/github/repositories/get", {"name": "wae/toolbox"}),
    "a list": Exchange(200, "/github/repositories/releases", {"name": "wae/toolbox", "limit": 2}),
    "an option left out": Exchange(200, "/github/repositories/releases", {"name": "wae/toolbox"}),
    "a chat": Exchange(200, "/openai/chat/complete", chat("parrot", "Hi, 日本!")),
    "a stream": Exchange(200, "/openai/chat/open", chat("parrot", "Hi there, 日本!")),
    "no parameters": Exchange(200, "/openai/models/list-models"),
    "results in a list": Exchange(
        200, "/watttime/emissions/indexes", {"regions": ["NOWHERE"], "signal": "co2-moer"}
    ),
    "an error without payload": Exchange(422, CHECK, {**HUNTER, "password": ""}),
    "an error with a text": Exchange(422, "/github/repositories/get", {"name": "x"}),
    "an error with a record": Exchange(
        429, "/github/repositories/get", {"name": "faults/limit-403"}
    ),
    "not found": Exchange(404, "/github/repositories/get", {"name": "wae/nothing"}),
    "no such key": Exchange(401, "/github/repositories/get", {"name": "faults/bad-token"}),
    "not allowed": Exchange(403, "/github/repositories/get", {"name": "faults/forbidden"}),
    "not understood": Exchange(502, "/github/repositories/get", {"name": "faults/html"}),
    "an error that names a field": Exchange(
        422,
        "/password/generator/generate",
        {
            "request": {
                "recipe": {"passphrase": {"words": 0, "separator": "", "capitalize": True}},
                "count": 1,
            }
        },
    ),
    "a field is missing": Exchange(
        422,
        "/openai/chat/complete",
        {"request": {"model": "parrot", "messages": [{"role": "user"}]}},
    ),
    "a parameter is missing": Exchange(422, CHECK, {"user-inputs": []}),
    "a parameter too many": Exchange(422, CHECK, {**HUNTER, "more": 1}),
    "a wrong type": Exchange(422, CHECK, {**HUNTER, "user-inputs": ["a", 1]}),
    "a number out of range": Exchange(
        422, "/github/repositories/releases", {"name": "x", "limit": -1}
    ),
    "a fraction": Exchange(422, "/github/repositories/releases", {"name": "x", "limit": 1.5}),
    "no label of an enum": Exchange(
        422, "/watttime/emissions/indexes", {"regions": [], "signal": "co3"}
    ),
    "no port": Exchange(
        422, "/net/ports/probe", {"endpoints": [{"host": "x", "port": 65536}], "timeout": 1}
    ),
    "no object": Exchange(422, CHECK, []),
    "no JSON": Exchange(415, CHECK, content=b"password=x"),
    "no such path": Exchange(404, "/password/checker/guess", {}),
    "no such method": Exchange(405, CHECK, method="GET"),
    "a document is not called": Exchange(405, "/openapi.json"),
    "health": Exchange(200, "/healthz", method="GET"),
    "the page": Exchange(200, "/", method="GET"),
    "a moment": Exchange(200, "/lazy?seconds=0.25", method="GET"),
    "no time": Exchange(400, "/lazy", method="GET"),
    "too long": Exchange(400, "/lazy?seconds=60.001", method="GET"),
    "more than the longest": Exchange(400, "/lazy?seconds=61", method="GET"),
    "less than no time": Exchange(400, "/lazy?seconds=-1", method="GET"),
    "no finite time": Exchange(400, "/lazy?seconds=inf", method="GET"),
    "digits of another script": Exchange(400, "/lazy?seconds=%D9%A3", method="GET"),
    "time twice": Exchange(400, "/lazy?seconds=1&seconds=60", method="GET"),
    "no method of lazy": Exchange(405, "/lazy?seconds=1", {}),
}
