"""An app's tools as a server of the Model Context Protocol, whatever it is served on."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from difflib import get_close_matches
from typing import Any

from mcp import MCPError, types
from mcp.server.lowlevel import Server

from wae import __version__
from wae.contract.model import Contract, Function
from wae.contract.openapi import paths
from wae.contract.router import JSON, Problem, json_bytes
from wae.errors import WaeError
from wae.faces.mcp.tools import Tool
from wae.faces.serving import journal
from wae.faces.serving.room import Room
from wae.faces.serving.workers import wire
from wae.faces.serving.workers.crew import Crew
from wae.faces.serving.workers.wire import Question, Reply

CALLS = 4
"""At the same time."""

_WAITING = 64
_SHOWN = 100
_PROGRESS = 2.0
"""Seconds between two messages that a call is still running, to clients that ask for them."""


def make_server(name: str, calls: Calls, tools: list[Tool]) -> Server[Any]:
    """A server that offers these tools of the app called ``name``."""
    by_name = {tool.name: tool for tool in tools}

    async def list_tools(_context: Any, _parameters: Any) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_described(tool) for tool in tools])

    async def call_tool(
        context: Any, parameters: types.CallToolRequestParams
    ) -> types.CallToolResult:
        tool = by_name.get(parameters.name)
        if tool is None:
            raise MCPError(types.INVALID_PARAMS, _unknown(parameters.name, list(by_name)))
        telling = asyncio.ensure_future(_tell_progress(context.session, tool, calls.seconds))
        try:
            return await _call(calls, tool, parameters.arguments or {})
        finally:
            telling.cancel()

    return Server(
        name.removesuffix(".wasm"),
        version=__version__,
        instructions="Each tool runs in a sandbox and can do no more than its description says.",
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def _unknown(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, 1)
    guess = f". Did you mean {near[0]}?" if near else ""
    return f"There is no tool {name[:_SHOWN]}{guess}"


async def _tell_progress(session: Any, tool: Tool, longest: float) -> None:
    """Tells a client that asked for it, as long as the call runs: its own patience begins anew."""
    started = asyncio.get_running_loop().time()
    while True:
        await asyncio.sleep(_PROGRESS)
        taken = asyncio.get_running_loop().time() - started
        await session.report_progress(taken, longest, f"{tool.name} is running")


def _described(tool: Tool) -> types.Tool:
    return types.Tool(
        name=tool.name,
        title=tool.function.title,
        description=tool.description,
        input_schema=tool.arguments,
        output_schema=tool.result,
        annotations=types.ToolAnnotations(
            title=tool.function.title,
            # Of what can reach nothing outside this is known; of the rest nothing is.
            read_only_hint=True if tool.sealed else None,
            destructive_hint=False if tool.sealed else None,
            open_world_hint=not tool.sealed,
        ),
    )


class Calls:
    """Calls of an app's functions, in the same workers as those of `wae serve`."""

    def __init__(self, contract: Contract, crew: Crew, seconds: float) -> None:
        self._paths = {
            (function.interface, function.name): path for path, function in paths(contract).items()
        }
        self.seconds = seconds
        self._crew = crew
        self._room = Room(crew, CALLS + _WAITING, seconds, journal.failed)
        self._started: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def ready(self) -> AsyncIterator[None]:
        """Within it, calls can be made; the first ones wait for the workers."""
        self._started = asyncio.ensure_future(self._crew.start())
        try:
            yield
        finally:
            if not self._started.cancel() and not self._started.cancelled():
                self._started.exception()  # heeded, where nobody called
            self._crew.close()

    async def call(self, function: Function, arguments: dict[str, Any]) -> Reply:
        """The function's reply to arguments as JSON. Raises Problem; WaeError if nobody works."""
        assert self._started is not None
        body = _body(arguments)
        await asyncio.shield(self._started)
        path = self._paths[function.interface, function.name]
        place = self._room.enter()
        try:
            return await place.ask(Question(wire.CALL, path, JSON, body))
        finally:
            place.leave(streaming=False)


def _body(arguments: dict[str, Any]) -> bytes:
    # The protocol's library takes 1e999 for infinity, and numbers of any length.
    try:
        return json_bytes(arguments)
    except ValueError:
        detail = "a number is too large, or not one that JSON has"
        raise Problem(422, "Invalid arguments", detail) from None


async def _call(calls: Calls, tool: Tool, arguments: dict[str, Any]) -> types.CallToolResult:
    try:
        reply = await calls.call(tool.function, arguments)
    except Problem as problem:
        return _refused(tool, problem.document())
    except WaeError as error:
        return _failed(error.line())
    document = json.loads(reply.body)
    if reply.status != wire.OK:
        return _refused(tool, document)
    return types.CallToolResult(
        content=[types.TextContent(type="text", text=_text(document))],
        structured_content={"result": document},
    )


def _refused(tool: Tool, problem: dict[str, Any]) -> types.CallToolResult:
    text = f"{problem['title']}: {problem['detail']}"
    if "error" in problem:
        text = f"{tool.function.title} returned an error: {_text(problem['error'])}"
    known = {name: problem[name] for name in ("field", "error", "id") if name in problem}
    return _failed(text, **known)


def _failed(text: str, **more: Any) -> types.CallToolResult:
    return types.CallToolResult(
        content=[types.TextContent(type="text", text=text)],
        structured_content=more or None,
        is_error=True,
    )


def _text(document: Any) -> str:
    return document if isinstance(document, str) else json.dumps(document, ensure_ascii=False)
