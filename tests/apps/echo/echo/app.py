"""The component `echo`: every type of WIT, ways to end badly, resources."""

import time

from componentize_py_types import Err
from counters import Counter, Ticks
from wit_world import exports
from wit_world.exports import failures, values

_MIB = 1 << 20
_asked = 0


class Values(exports.Values):
    """`test:echo/values`."""

    def scalars(self, value: values.All) -> values.All:
        return value

    def nest(self, value: values.Nested) -> values.Nested:
        return value

    def bytes(self, value: bytes) -> bytes:
        return value

    def many(self, numbers: list[int], pairs: list[tuple[str, float]]):
        return numbers, pairs

    def optional(self, value: str | None, colour: values.Colour | None) -> str | None:
        return value

    def nothing(self) -> None:
        return None


class Failures(exports.Failures):
    """`test:echo/failures`."""

    def fail(self, reason: str | None) -> int:
        raise Err(failures.Error_Unknown() if reason is None else failures.Error_Wrong(reason))

    def refuse(self, reason: failures.Cause) -> None:
        raise Err(failures.Refusal("https://echo.example", reason))

    def crash(self, message: str) -> int:
        raise RuntimeError(message)

    def spin(self) -> None:
        while True:
            pass

    def sleep(self, seconds: int) -> None:
        time.sleep(seconds)

    def hoard(self) -> int:
        held = []
        try:
            while True:
                held.append(bytearray(_MIB))
        except MemoryError:
            return len(held)

    def count(self) -> int:
        global _asked
        _asked += 1
        return _asked


class Counters(exports.Counters):
    """`test:echo/counters`."""

    def open(self, end: int, failing: int | None) -> Ticks:
        if failing == 0:
            raise Err("failing at 0")
        return Ticks(end, failing)

    def finish(self, counter: Counter) -> int:
        return counter.number
