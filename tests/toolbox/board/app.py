import asyncio
import base64

from wit_world import exports
from wit_world.imports import downloads, location, models, repositories


async def rest(download):
    pieces = []
    while (piece := await download.next()) is not None:
        pieces.append(base64.b64decode(piece))
    return b"".join(pieces)


class Board(exports.Board):
    async def look(self, name: str) -> list[str]:
        repository, known, place = await asyncio.gather(
            repositories.get(name), models.list_models(), location.by_address()
        )
        return [repository.full_name, known[0].id, place.name]

    async def read(self, name: str) -> list[str]:
        file = repositories.Asset(1, "file", None, None, None, None, None)
        download = await downloads.open(name, file)
        first = base64.b64decode(await download.next())
        more, known = await asyncio.gather(rest(download), models.list_models())
        return [(first + more).decode(), known[0].id]
