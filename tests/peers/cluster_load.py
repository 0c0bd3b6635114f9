"""Requests to a cluster, one after the other on several connections at a time."""

import http.client
import threading
import time
from collections import Counter
from types import TracebackType
from typing import Self

from tests.patience import PATIENCE

_PAUSE = 0.01


class Load:
    """Asks ``port`` for ``name`` until it is left, one half of the connections by GET, one by POST.

    ``answers`` counts (method, status, first line), ``broken`` the requests of each method whose
    answer did not come whole. A GET is asked once more then, as clients do, and what that brings
    is counted; a POST is not, for it may have been done.
    """

    def __init__(self, port: int, name: str, connections: int = 16) -> None:
        self.answers: Counter[tuple[str, int, str]] = Counter()
        self.broken: Counter[str] = Counter()
        self._port, self._name = port, name
        self._lock = threading.Lock()
        self._ends = threading.Event()
        methods = ["GET", "POST"] * (connections // 2)
        self._threads = [threading.Thread(target=self._run, args=(each,)) for each in methods]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._ends.set()
        for thread in self._threads:
            thread.join()

    def count(self) -> int:
        """How many answers there are so far."""
        with self._lock:
            return self.answers.total()

    def failed(self, method: str, *lines: str) -> dict[tuple[str, int, str], int]:
        """The answers to a method other than these lines with the status 200."""
        with self._lock:
            return {
                answer: number
                for answer, number in self.answers.items()
                if answer[0] == method and answer[1:] not in {(200, line) for line in lines}
            }

    def _run(self, method: str) -> None:
        connection = self._connection()
        while not self._ends.is_set():
            for is_last in (method == "POST", True):
                try:
                    status, line = self._ask(connection, method)
                    break
                except (OSError, http.client.HTTPException) as error:
                    status, line, connection = 0, type(error).__name__, self._connection()
                    with self._lock:
                        self.broken[method] += 1
                if is_last:
                    break
            with self._lock:
                self.answers[method, status, line] += 1
            time.sleep(_PAUSE)

    def _connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)

    def _ask(self, connection: http.client.HTTPConnection, method: str) -> tuple[int, str]:
        # Without a body: the greeter reads none, and a host that answers before it has read the
        # body may lose the answer.
        connection.request(method, "/", headers={"Host": self._name})
        answer = connection.getresponse()
        return answer.status, answer.read().partition(b"\n")[0].decode()
