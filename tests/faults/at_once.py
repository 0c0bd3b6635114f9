"""How many requests are waited for at the same time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class AtOnce:
    """`most` is the largest number of blocks that ran side by side."""

    def __init__(self) -> None:
        self.most = 0
        self._now = 0
        self._lock = threading.Lock()

    @contextmanager
    def counted(self) -> Iterator[None]:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        try:
            yield
        finally:
            with self._lock:
                self._now -= 1
