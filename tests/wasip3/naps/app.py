"""What asyncio has, in a component."""

import asyncio

from componentize_py_types import Err
from wit_world import exports
from wit_world.exports import naps
from wit_world.imports import work

HOUR = 3_600_000  # milliseconds
LOCK = asyncio.Lock()
holding = 0


class Naps(exports.Naps):
    async def nap(self, milliseconds: int) -> int:
        await asyncio.sleep(milliseconds / 1000)
        return milliseconds

    async def gather(self, milliseconds: int, times: int) -> list[int]:
        return await asyncio.gather(*(work.work(milliseconds) for _ in range(times)))

    async def race(self) -> str:
        racing = [
            asyncio.create_task(work.work(HOUR), name="slow"),
            asyncio.create_task(work.work(10), name="quick"),
        ]
        done, pending = await asyncio.wait(racing, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
        return ",".join(task.get_name() for task in done)

    async def time_out(self) -> list[str]:
        over = []
        try:
            async with asyncio.timeout(0.03):
                await work.work(HOUR)
        except TimeoutError:
            over.append("work")
        try:
            await asyncio.wait_for(asyncio.sleep(HOUR), 0.01)
        except TimeoutError:
            over.append("sleep")
        async with asyncio.timeout(HOUR):
            await work.work(1)
        return over

    async def hold(self, milliseconds: int) -> int:
        global holding
        async with LOCK:
            holding += 1
            together = holding
            await asyncio.sleep(milliseconds / 1000)
            holding -= 1
        return together

    async def events(self) -> list[str]:
        event, told = asyncio.Event(), []

        async def waits(name: str) -> None:
            await event.wait()
            told.append(name)

        tasks = [asyncio.create_task(waits(name)) for name in "ab"]
        await asyncio.sleep(0.01)
        told.append("set")
        event.set()
        await asyncio.gather(*tasks)
        return told

    async def group(self) -> list[str]:
        told = []

        async def fails() -> None:
            await asyncio.sleep(0.01)
            raise ValueError

        async def cleans() -> None:
            try:
                await asyncio.sleep(HOUR)
            finally:
                await asyncio.sleep(0.001)
                told.append("cleaned")

        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(fails())
                tasks.create_task(cleans())
        except* ValueError:
            told.append("failed")
        return told

    async def queue(self) -> list[int]:
        queue: asyncio.Queue[int] = asyncio.Queue(1)

        async def fill() -> None:
            for number in range(3):
                await queue.put(number)

        task = asyncio.create_task(fill())
        numbers = [await queue.get() for _ in range(3)]
        await task
        return numbers

    async def forget(self) -> int:
        self.forgotten = asyncio.create_task(work.work(HOUR))
        return await work.work(1)

    async def spin(self) -> int:
        task, turns = asyncio.create_task(work.work(20)), 0
        while not task.done():
            await asyncio.sleep(0)
            turns += 1
        return turns

    async def thread(self) -> str:
        try:
            await asyncio.to_thread(print)
        except NotImplementedError as error:
            return str(error)
        return ""

    async def sleep_without_a_clock(self) -> str:
        loop = asyncio.get_running_loop()
        clock, loop.clock = loop.clock, None
        try:
            await asyncio.sleep(1)
        except NotImplementedError as error:
            return str(error)
        finally:
            loop.clock = clock
        return ""

    async def wait_for_ever(self) -> None:
        await asyncio.Event().wait()

    async def refuse(self) -> int:
        await asyncio.sleep(0.001)
        raise Err(naps.Error_InvalidRequest("no naps today"))
