"""Replies of `wae:openai/chat` as streams, for callers that wait for several things at once."""

import wit_world
from componentize_py_async_support import spawn
from componentize_py_async_support.futures import FutureReader, FutureWriter
from componentize_py_async_support.streams import StreamReader, StreamWriter
from componentize_py_types import Err, Ok, Result
from wit_world import exports
from wit_world.imports import chat

Ending = Result[None, chat.Failure]


class ChatStream(exports.ChatStream):
    """`wae:openai/chat-stream`."""

    async def open(
        self, request: chat.Request
    ) -> tuple[StreamReader[chat.Event], FutureReader[Ending]]:
        reply = chat.open(request)
        writer, events = wit_world.chat_event_stream()
        ending, told = wit_world.result_unit_chat_failure_future(lambda: Ok(None))
        spawn(_pass_on(reply, writer, ending))
        return events, told


async def _pass_on(
    reply: chat.ReplyStream, writer: StreamWriter[chat.Event], ending: FutureWriter[Ending]
) -> None:
    """Writes the events of a reply, and then how it ended."""
    with writer, reply:
        ended = await _events(reply, writer)
        reply.close()
    await ending.write(ended)


async def _events(reply: chat.ReplyStream, writer: StreamWriter[chat.Event]) -> Ending:
    """Asks for an event only when somebody reads, so whoever hangs up is noticed at once, and so
    that nobody else waits for the model in the meantime."""
    while True:
        await writer.write([])  # until somebody reads
        if writer.reader_dropped:
            return Ok(None)
        try:
            event = reply.next()
        except Err as error:
            return error
        if event is None:
            return Ok(None)
        await writer.write([event])
        if isinstance(event, chat.Event_Finished):
            return Ok(None)
