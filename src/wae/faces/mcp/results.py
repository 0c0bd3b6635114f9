"""What a client gets for a call: the result for programs, and the same as text for models."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from mcp import types
from mcp_types.version import is_version_at_least

from wae.contract.model import Function
from wae.contract.router import JSON, Problem
from wae.contract.shapes import Bytes, Option, Scalar, Sequence, Shape
from wae.contract.tools import RESULT
from wae.errors import WaeError
from wae.faces.mcp.kept import Content, Kept
from wae.faces.mcp.pictures import Picture, without_pictures
from wae.faces.mcp.tools import Tool
from wae.faces.serving.workers import wire
from wae.faces.serving.workers.wire import Reply

Outcome: TypeAlias = Reply | Problem | WaeError
"""Of a call: what the function replied, or why there is nothing."""

_STRUCTURED = "2025-06-18"
"""The version of the protocol that brought structured content."""


@dataclass(frozen=True)
class CallResults:
    """``longest`` is how many characters a result may have, pictures aside; what does not go into
    an answer is ``kept``: what a call has done or cost is not lost."""

    longest: int
    kept: Kept = field(default_factory=Kept)

    def of(self, tool: Tool, outcome: Outcome, version: str) -> types.CallToolResult:
        """What a client that speaks this version of the protocol is told.

        Structured content comes as text, too, as the protocol recommends: clients give their model
        one of both. A client of an older version gets the text alone.
        """
        result = self._result(tool, outcome)
        if not is_version_at_least(version, _STRUCTURED):
            result.structured_content = None
        return result

    def _result(self, tool: Tool, outcome: Outcome) -> types.CallToolResult:
        if isinstance(outcome, WaeError):
            return _failed(outcome.line())
        if isinstance(outcome, Problem):
            return _refused(outcome.document())
        document = json.loads(outcome.body)
        if outcome.status != wire.OK:
            return _refused(document)
        pictures: list[Picture] = []

        def told(picture: Picture) -> str:
            pictures.append(picture)
            uri = self.kept.keep(Content(picture.data, picture.media_type), picture.format)
            return f"picture {len(pictures)} of this result, and the resource {uri}"

        document = without_pictures(document, told)
        text = _text(document)
        if len(text) > self.longest:
            uri = self.kept.keep(Content(text, JSON), "json")
            return _failed(_too_long(tool.function, len(text), self.longest, uri))
        shown = [
            types.ImageContent(type="image", data=one.data, mime_type=one.media_type)
            for one in pictures
        ]
        return types.CallToolResult(
            content=[types.TextContent(type="text", text=text), *shown],
            structured_content={RESULT: document},
        )


def _refused(problem: dict[str, Any]) -> types.CallToolResult:
    text = problem["detail"]
    if "error" not in problem:  # of the function's own, the detail is a whole sentence
        text = f"{problem['title']}: {text}"
    known = {name: problem[name] for name in ("field", "error", "id") if name in problem}
    return _failed(text, **known)


def _failed(text: str, **more: Any) -> types.CallToolResult:
    return types.CallToolResult(
        content=[types.TextContent(type="text", text=text)],
        structured_content=more or None,
        is_error=True,
    )


def _too_long(function: Function, length: int, longest: int, uri: str) -> str:
    ways = [f"`{one.name}`" for one in function.parameters if _narrows(one.shape)]
    how = f", by {' or '.join(ways)}" if ways else ""
    return (
        f"{function.title} returned {length:,} characters, and {longest:,} are the most that are "
        f"passed on. None of them is here: the whole result is the resource {uri}, for a while. "
        f"Or ask for less{how}"
    )


def _narrows(shape: Shape) -> bool:
    """Whether less may come back for another argument: another number or time, or fewer things."""
    if isinstance(shape, Option):
        return isinstance(shape.some, Scalar) and shape.some.kind not in ("bool", "char")
    return isinstance(shape, Sequence) and not isinstance(shape, Bytes)


def _text(document: Any) -> str:
    if isinstance(document, str):
        return document
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))
