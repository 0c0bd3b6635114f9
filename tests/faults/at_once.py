"""How many requests are waited for at the same time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.patience import PATIENCE


class AtOnce:
    """`most` is the largest number of blocks that ran side by side. None of them runs before
    there were `least` of them at a time."""

    def __init__(self, least: int = 1) -> None:
        self.least = least
        self.most = 0
        self._now = 0
        self._changed = threading.Condition()

    @contextmanager
    def counted(self) -> Iterator[None]:
        with self._changed:
            self._now += 1
            self.most = max(self.most, self._now)
            self._changed.notify_all()
            assert self._changed.wait_for(lambda: self.most >= self.least, PATIENCE)
        try:
            yield
        finally:
            with self._changed:
                self._now -= 1
