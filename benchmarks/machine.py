"""Where and when the numbers were taken."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path


def description() -> str:
    """One sentence: processor, its load before the run, versions, date."""
    load = os.getloadavg()[2]
    return (
        f"{_processor()}, {os.cpu_count()} cores, load average {load:.1f} over the 15 minutes "
        f"before; {platform.system()} {platform.release().partition('-')[0]}, "
        f"CPython {platform.python_version()}, wasmtime {version('wasmtime')}; "
        f"{datetime.now(UTC):%Y-%m-%d}."
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
