"""Serves an app's tools over the Model Context Protocol, on stdio or HTTP."""

from __future__ import annotations

import asyncio
import json
import logging
import uuid
from concurrent.futures import Executor
from typing import Any

from mcp import types
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server

from wae import __version__
from wae.contract.json_values import InvalidValue
from wae.errors import Crash, WaeError
from wae.faces.json_call import error_json, result_json, values
from wae.faces.mcp.tools import Tool
from wae.faces.pool import Pool
from wae.faces.sandbox import ResultError
from wae.runtime import terminal

_log = logging.getLogger("wae.mcp")


def make_server(pool: Pool, threads: Executor, tools: list[Tool]) -> Server[Any]:
    """A server that offers these tools of the pool's app; ``threads`` make the calls."""
    by_name = {tool.name: tool for tool in tools}

    async def list_tools(_context: Any, _parameters: Any) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_described(tool) for tool in tools])

    async def call_tool(
        _context: Any, parameters: types.CallToolRequestParams
    ) -> types.CallToolResult:
        tool = by_name.get(parameters.name)
        if tool is None:
            return _failed(f"There is no tool {parameters.name}")
        return await _call(pool, threads, tool, parameters.arguments or {})

    return Server(
        pool.name.removesuffix(".wasm"),
        version=__version__,
        instructions="Each tool runs in a sandbox and can do no more than its description says.",
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


async def serve_stdio(server: Server[Any]) -> None:
    """Serves one client on this process's stdin and stdout until it leaves."""
    async with stdio_server() as (reading, writing):
        await server.run(reading, writing, server.create_initialization_options())


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


async def _call(
    pool: Pool, threads: Executor, tool: Tool, arguments: dict[str, Any]
) -> types.CallToolResult:
    function = tool.function
    try:
        given = values(function, arguments)
        loop = asyncio.get_running_loop()
        value = await loop.run_in_executor(threads, pool.call, function, given)
    except InvalidValue as error:
        return _failed(f"Invalid arguments: {error.message}", field=error.path)
    except ResultError as error:
        shown = error_json(function, error.value)
        return _failed(f"{function.title} returned an error: {_text(shown)}", error=shown)
    except Crash as crash:
        number = uuid.uuid4().hex[:12]
        _log.error("%s: %s %s\n%s", number, function.title, crash.message, _harmless(crash.debug))
        return _failed(f"{function.title} crashed; the server's log has {number}", id=number)
    except WaeError as error:
        return _failed(error.line())
    document = {"result": result_json(function, value)}
    return types.CallToolResult(
        content=[types.TextContent(type="text", text=_text(document["result"]))],
        structured_content=document,
    )


def _failed(text: str, **more: Any) -> types.CallToolResult:
    return types.CallToolResult(
        content=[types.TextContent(type="text", text=text)],
        structured_content=more or None,
        is_error=True,
    )


def _text(document: Any) -> str:
    return document if isinstance(document, str) else json.dumps(document, ensure_ascii=False)


def _harmless(text: str) -> str:
    return terminal.harmless(text)
