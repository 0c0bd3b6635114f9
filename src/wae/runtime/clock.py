"""The clock that ends an engine's epochs, so that calls in it can have deadlines."""

from __future__ import annotations

import threading

from wae.runtime.engine import Engine

EPOCH = 0.05
"""Seconds; a deadline is kept to within one epoch."""


class Clock:
    """Ends an epoch of ``engine`` every :data:`EPOCH` seconds until it is stopped."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="wae-epochs", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stops it, once and for all."""
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopped.wait(EPOCH):
            self._engine.library.wasmtime_engine_increment_epoch(self._engine.pointer)
