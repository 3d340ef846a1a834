"""The Model Context Protocol over standard input and output."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from typing import TYPE_CHECKING, Any

import anyio
import anyio.to_thread
from mcp import types
from mcp.server import Server, ServerRequestContext
from mcp.server.stdio import stdio_server
from mcp.shared.message import SessionMessage

from kgraph.errors import KgraphError
from kgraph.service.mcp_messages import Outstanding
from kgraph.service.problems import ProblemError
from kgraph.service.tool_answers import bounded
from kgraph.service.tools import INSTRUCTIONS, QUERY_LIMITS, Tool, complaint, readable, tools
from kgraph.sparql.pool import QueryWorkers, StoreSource
from kgraph.version import __version__

if TYPE_CHECKING:
    from kgraph.graph import KnowledgeGraph

_AT_A_TIME = 2
# JSON-RPC 2.0, section 5.1; what the message was an answer to cannot be read from it.
_FAULT = types.JSONRPCError(
    jsonrpc="2.0",
    id=None,
    error=types.ErrorData(code=types.PARSE_ERROR, message="The line is no JSON-RPC 2.0 message."),
)
_WEBSITE = "https://w3id.org/kgraph/"


def run(graph: KnowledgeGraph) -> None:
    """Serve until standard input ends, or a signal comes.  No process is left behind."""
    with QueryWorkers(StoreSource(files=graph.files), limits=QUERY_LIMITS, size=_AT_A_TIME) as workers:
        anyio.run(_serve_until_signalled, {tool.name: tool for tool in tools(graph, workers)}, workers)


async def _serve_until_signalled(known: dict[str, Tool], workers: QueryWorkers) -> None:
    async with anyio.create_task_group() as group:
        group.start_soon(_end_on_signal, workers)
        await _serve(known)
        group.cancel_scope.cancel()


async def _end_on_signal(workers: QueryWorkers) -> None:
    with anyio.open_signal_receiver(signal.SIGINT, signal.SIGTERM) as signals:
        async for number in signals:
            workers.close()
            sys.stderr.write("kgraph: interrupted\n")
            sys.stderr.flush()
            # A thread waits for standard input, and nothing but more input would wake it.
            os._exit(128 + number)


async def _serve(known: dict[str, Tool]) -> None:
    busy = anyio.CapacityLimiter(_AT_A_TIME)

    async def list_tools(
        _: ServerRequestContext[Any], __: types.PaginatedRequestParams | None
    ) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_described(tool) for tool in known.values()])

    async def call_tool(_: ServerRequestContext[Any], asked: types.CallToolRequestParams) -> types.CallToolResult:
        tool = known.get(asked.name)
        if tool is None:
            return _failed(f"There is no tool {asked.name[:60]!r}; there are {', '.join(known)}.")
        try:
            answer = await anyio.to_thread.run_sync(tool.answer, asked.arguments or {}, limiter=busy)
        except (ProblemError, KgraphError) as error:
            return _failed(complaint(error))
        except Exception as error:  # noqa: BLE001  # the server goes on; what happened is in the log
            traceback.print_exc(file=sys.stderr)
            return _failed(complaint(error))
        return types.CallToolResult(
            content=[types.TextContent(type="text", text=readable(answer.text))],
            structured_content=bounded(answer.data),
        )

    server: Server[Any] = Server(
        "kgraph",
        version=__version__,
        instructions=INSTRUCTIONS,
        website_url=_WEBSITE,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )
    async with stdio_server() as (reading, writing), anyio.create_task_group() as group:
        asked, passed = anyio.create_memory_object_stream[SessionMessage | Exception]()
        answered, given = anyio.create_memory_object_stream[SessionMessage]()
        outstanding = Outstanding()
        group.start_soon(_pass_questions, reading, asked, answered.clone(), outstanding)
        group.start_soon(_pass_answers, given, writing, outstanding)
        await server.run(passed, answered, server.create_initialization_options())
        group.cancel_scope.cancel()


async def _pass_questions(reading: Any, asked: Any, answering: Any, outstanding: Outstanding) -> None:
    """Pass messages on; one that is none gets an error for an answer, which the SDK leaves out.

    The end of the input is passed on when every request before it has its answer: the SDK gives up those under way.
    """
    async with asked, answering:
        async for message in reading:
            if isinstance(message, Exception):
                await answering.send(SessionMessage(_FAULT))
            else:
                outstanding.came(message)
                await asked.send(message)
        await outstanding.all_answered()


async def _pass_answers(given: Any, writing: Any, outstanding: Outstanding) -> None:
    async with writing:
        async for message in given:
            await writing.send(message)
            outstanding.left(message)


def _described(tool: Tool) -> types.Tool:
    hints = types.ToolAnnotations(
        read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
    )
    return types.Tool(name=tool.name, description=tool.description, input_schema=tool.schema(), annotations=hints)


def _failed(why: str) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(type="text", text=readable(why))], is_error=True)
