import os

import crashing
from componentize_py_types import Err
from wit_world import exports
from wit_world.imports import failures, store, values
from wit_world.imports.store import Bucket
from wit_world.imports.values import nest


class Relay(exports.Relay):
    calls = 0

    def scalars(self, value: values.All) -> values.All:
        return values.scalars(value)

    def nest(self, value: values.Nested) -> values.Nested:
        return nest(value)

    def many(
        self, numbers: list[int], pairs: list[tuple[str, float]]
    ) -> tuple[list[int], list[tuple[str, float]]]:
        return values.many(numbers, pairs)

    def optional(self, value: str | None, colour: values.Colour | None) -> str | None:
        return values.optional(value, colour)

    def ask(self, reason: str | None) -> int:
        try:
            return failures.fail(reason)
        except Err as error:
            words = error.value
            raise Err(words.value if isinstance(words, failures.Error_Wrong) else "?") from None

    def crash(self, from_: str) -> int:
        return crashing.crash(from_)

    def count(self) -> int:
        Relay.calls += 1
        return Relay.calls

    def who(self) -> tuple[str | None, str | None]:
        return os.environ.get("RELAY_NAME"), os.environ.get("RELAY_SECRET")

    def keep(self, name: str, key: str, value: str) -> str:
        with Bucket(name) as bucket:
            bucket.put(key, value)
            return bucket.get(key)

    def compare(self, first: str, second: str) -> int | None:
        one, other = Bucket.find(first), store.Bucket.find(second)
        return one.common(other) if one and other else None

    def pour(self, key: str) -> str:
        target = Bucket("new")
        for bucket in store.all():
            store.pour(bucket, target)
        return target.get(key)
