import asyncio

from wit_world import exports
from wit_world.imports import quick, slow


class Asking(exports.Asking):
    async def ask(self) -> list[str]:
        over = []

        async def note(name, nap, milliseconds):
            await nap(milliseconds)
            over.append(name)

        naps = [note(f"quick {number}", quick.nap, 1) for number in range(3)]
        await asyncio.gather(note("slow", slow.nap, 500), *naps)
        return over
