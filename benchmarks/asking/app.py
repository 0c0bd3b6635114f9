"""Asks three tools at once, whether their contracts are synchronous or asynchronous."""

import asyncio
import inspect

from wit_world import exports
from wit_world.imports import location, models, repositories


async def asked(function, *arguments):
    answer = function(*arguments)
    return await answer if inspect.isawaitable(answer) else answer


class Asking(exports.Asking):
    async def ask(self, name: str) -> list[str]:
        repository, known, place = await asyncio.gather(
            asked(repositories.get, name), asked(models.list_models), asked(location.by_address)
        )
        return [repository.full_name, known[0].id, place.name]
