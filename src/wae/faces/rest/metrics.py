"""Counts and durations for Prometheus, in its text format 0.0.4.

Source: "Exposition formats" of Prometheus' documentation.
"""

from __future__ import annotations

import os
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
OTHER = "other"
"""Stands for all paths that are none of ours, and rare methods: their number must not grow."""

_METHODS = ("GET", "HEAD", "POST")

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """For one event loop."""

    def __init__(self) -> None:
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._buckets: dict[str, list[int]] = {}
        self._seconds: dict[str, float] = {}
        self.crashes = 0
        self.in_progress = 0

    def answered(self, method: str, path: str, status: int, seconds: float) -> None:
        """Counts an answered request; ``path`` is one of ours, or OTHER."""
        self._requests[method if method in _METHODS else OTHER, path, status] += 1
        counts = self._buckets.setdefault(path, [0] * (len(_BUCKETS) + 1))
        counts[bisect_left(_BUCKETS, seconds)] += 1
        self._seconds[path] = self._seconds.get(path, 0.0) + seconds

    def text(self, calls: int, workers: Collection[int]) -> bytes:
        """All of it; ``calls`` is the number of calls and streams that are being served, and
        ``workers`` are the process ids of the workers."""
        return "".join(f"{line}\n" for line in self._lines(calls, workers)).encode()

    def _lines(self, calls: int, workers: Collection[int]) -> Iterator[str]:
        yield from _head("wae_requests_total", "counter", "Requests that were answered.")
        for (method, path, status), count in sorted(self._requests.items()):
            labels = f'method="{_escaped(method)}",path="{_escaped(path)}",status="{status}"'
            yield f"wae_requests_total{{{labels}}} {count}"
        yield from _head("wae_request_seconds", "histogram", "Seconds until the end of an answer.")
        for path, counts in sorted(self._buckets.items()):
            yield from self._histogram(path, counts)
        yield from _head("wae_crashes_total", "counter", "Calls that crashed in their sandbox.")
        yield f"wae_crashes_total {self.crashes}"
        yield from _head("wae_requests_in_progress", "gauge", "Requests without an answer yet.")
        yield f"wae_requests_in_progress {self.in_progress}"
        yield from _head("wae_calls_in_progress", "gauge", "Calls and streams being served.")
        yield f"wae_calls_in_progress {calls}"
        yield from _head("wae_workers", "gauge", "Processes that make calls.")
        yield f"wae_workers {len(workers)}"
        resident = [_resident(str(worker)) for worker in workers]
        yield from _head("wae_workers_resident_memory_bytes", "gauge", "Their resident memory.")
        yield f"wae_workers_resident_memory_bytes {sum(resident)}"
        yield from _head("process_resident_memory_bytes", "gauge", "The server's resident memory.")
        yield f"process_resident_memory_bytes {_resident('self')}"

    def _histogram(self, path: str, counts: list[int]) -> Iterator[str]:
        label, total = f'path="{_escaped(path)}"', 0
        for edge, count in zip([*map(str, _BUCKETS), "+Inf"], counts, strict=True):
            total += count
            yield f'wae_request_seconds_bucket{{{label},le="{edge}"}} {total}'
        yield f"wae_request_seconds_sum{{{label}}} {self._seconds[path]:.6f}"
        yield f"wae_request_seconds_count{{{label}}} {total}"


def _head(name: str, kind: str, text: str) -> Iterator[str]:
    yield f"# HELP {name} {text}"
    yield f"# TYPE {name} {kind}"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _resident(process: str) -> int:
    """Bytes; 0 where the system does not tell (proc(5), statm)."""
    try:
        with open(f"/proc/{process}/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
