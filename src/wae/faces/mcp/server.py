"""An app's tools as a server of the Model Context Protocol, whatever it is served on."""

from __future__ import annotations

import asyncio
from difflib import get_close_matches
from typing import Any

from mcp import MCPError, types
from mcp.server.caching import CacheHint
from mcp.server.lowlevel import Server

from wae import __version__
from wae.contract.router import Problem
from wae.errors import WaeError
from wae.faces.mcp.calls import Calls
from wae.faces.mcp.kept import Content
from wae.faces.mcp.powers import Power
from wae.faces.mcp.resources import Resource
from wae.faces.mcp.results import CallResults, Outcome
from wae.faces.mcp.tools import Tool

_LONGEST_QUOTE = 100
_PROGRESS = 2.0
"""Seconds between two messages that a call is still running, to clients that ask for them."""

_FRESH = CacheHint(ttl_ms=3_600_000)
"""For what stays the same as long as the server runs."""

_INSTRUCTIONS = """\
Each tool runs in a sandbox of its own, and reaches no more than the last line of its description \
says. Optional arguments have defaults. Tools give a `result`; its whole schema, and the errors \
of each tool, are in the resources."""


def make_server(
    name: str,
    apps: list[tuple[Calls, list[Tool]]],
    resources: list[Resource],
    results: CallResults,
) -> Server[Any]:
    """A server called ``name`` that offers these tools of each app, whose names are distinct, and
    the ``resources``. ``results`` makes the answers to calls."""
    by_name = {tool.name: (calls, tool) for calls, tools in apps for tool in tools}
    by_uri = {resource.uri: resource for resource in resources}

    async def list_tools(
        _context: Any, parameters: types.PaginatedRequestParams | None
    ) -> types.ListToolsResult:
        _first_page(parameters)
        return types.ListToolsResult(tools=[_described(tool) for _, tool in by_name.values()])

    async def call_tool(
        context: Any, parameters: types.CallToolRequestParams
    ) -> types.CallToolResult:
        if parameters.name not in by_name:
            raise MCPError(types.INVALID_PARAMS, _unknown("tool", parameters.name, list(by_name)))
        calls, tool = by_name[parameters.name]
        telling = asyncio.ensure_future(_tell_progress(context.session, tool, calls))
        try:
            outcome = await _outcome(calls, tool, parameters.arguments or {})
        finally:
            telling.cancel()
        return results.of(tool, outcome, context.protocol_version)

    async def list_resources(
        _context: Any, parameters: types.PaginatedRequestParams | None
    ) -> types.ListResourcesResult:
        _first_page(parameters)
        return types.ListResourcesResult(resources=[_listed(each) for each in resources])

    async def read_resource(
        _context: Any, parameters: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        kept = results.kept.get(str(parameters.uri))
        if kept is not None:
            return types.ReadResourceResult(contents=[_content(str(parameters.uri), kept)])
        resource = by_uri.get(str(parameters.uri))
        if resource is None:
            raise MCPError(types.INVALID_PARAMS, _unknown("resource", parameters.uri, list(by_uri)))
        content = types.TextResourceContents(
            uri=resource.uri, mime_type=resource.media_type, text=resource.text()
        )
        return types.ReadResourceResult(contents=[content])

    return Server(
        name.removesuffix(".wasm"),
        version=__version__,
        instructions=_INSTRUCTIONS,
        cache_hints={"tools/list": _FRESH, "resources/list": _FRESH, "resources/read": _FRESH},
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_resources,
        on_read_resource=read_resource,
    )


def _first_page(parameters: types.PaginatedRequestParams | None) -> None:
    """Raises MCPError for a cursor: a list is on one page, so nobody was given any."""
    if parameters is not None and parameters.cursor is not None:
        raise MCPError(types.INVALID_PARAMS, "There is no such cursor: the list is on one page")


def _content(uri: str, kept: Content) -> types.TextResourceContents | types.BlobResourceContents:
    if kept.is_text:
        return types.TextResourceContents(uri=uri, mime_type=kept.media_type, text=kept.text)
    return types.BlobResourceContents(uri=uri, mime_type=kept.media_type, blob=kept.text)


def _unknown(kind: str, name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, 1)
    guess = f". Did you mean {near[0]}?" if near else ""
    return f"There is no {kind} {name[:_LONGEST_QUOTE]}{guess}"


async def _tell_progress(session: Any, tool: Tool, calls: Calls) -> None:
    """Tells a client that asked for it, as long as the call runs: its own patience begins anew."""
    started = asyncio.get_running_loop().time()
    while True:
        await asyncio.sleep(_PROGRESS)
        taken = asyncio.get_running_loop().time() - started
        await session.report_progress(taken, calls.seconds, f"{tool.name} {calls.state()}")


def listed(tools: list[Tool]) -> str:
    """What a client gets that asks for these tools, as JSON."""
    result = types.ListToolsResult(tools=[_described(tool) for tool in tools])
    return result.model_dump_json(by_alias=True, exclude_none=True, include={"tools"})


def _described(tool: Tool) -> types.Tool:
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.arguments,
        output_schema=tool.result,
        annotations=_hints(tool.power),
    )


def _hints(power: Power) -> types.ToolAnnotations | None:
    """What is known, as far as it is not what clients take for granted: that a tool changes things,
    and deals with the world outside (MCP, "ToolAnnotations")."""
    if power.sealed:
        return types.ToolAnnotations(read_only_hint=True, open_world_hint=False)
    return types.ToolAnnotations(read_only_hint=True) if power.harmless else None


def _listed(resource: Resource) -> types.Resource:
    return types.Resource(
        uri=resource.uri,
        name=resource.uri,
        title=resource.title,
        description=resource.description,
        mime_type=resource.media_type,
    )


async def _outcome(calls: Calls, tool: Tool, arguments: dict[str, Any]) -> Outcome:
    try:
        return await calls.call(tool.function, arguments)
    except (Problem, WaeError) as error:
        return error
