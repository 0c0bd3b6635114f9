import asyncio

from componentize_py_types import Err
from wit_world import exports
from wit_world.imports import chat, chat_stream, models, repositories


def asked(model):
    message = chat.Message(chat.Role.USER, "Hello", None, None, None)
    return chat.Request(model, [message], None, None, None, None, None, None)


def shown(event):
    return event.value.finish if isinstance(event, chat.Event_Finished) else event.value


async def read(events):
    got = []
    with events:
        while not events.writer_dropped:
            got += [shown(event) for event in await events.read(8)]
    return got


def ended(result):
    return str(result.value) if isinstance(result, Err) else "ended well"


class Talk(exports.Talk):
    async def aside(self, model: str, repository: str) -> list[str]:
        try:
            events, ending = await chat_stream.open(asked(model))
        except Err as error:
            return [str(error.value)]
        first = await events.read(1)
        rest, found = await asyncio.gather(read(events), repositories.get(repository))
        return [shown(first[0]), *rest, ended(await ending.read()), found.full_name]

    async def hang_up(self, model: str) -> list[str]:
        events, ending = await chat_stream.open(asked(model))
        with events:
            first = await events.read(1)
        known = await models.list_models()
        return [shown(first[0]), ended(await ending.read()), known[0].id]

    async def turns(self, one: str, other: str) -> list[str]:
        replies = await asyncio.gather(chat_stream.open(asked(one)), chat_stream.open(asked(other)))
        got = []
        while any(not events.writer_dropped for events, _ in replies):
            for events, _ in replies:
                got += [shown(event) for event in await events.read(1)]
        for events, ending in replies:
            events.__exit__(None, None, None)
            got.append(ended(await ending.read()))
        return got
