"""What a server's processes hold, by the port that is in their command lines."""

from collections.abc import Iterator
from pathlib import Path

import httpx


def resident(client: httpx.Client) -> int:
    """Bytes of memory of the server that a client asks, and of its children."""
    return sum(int((one / "statm").read_text().split()[1]) * 4096 for one in _processes(client))


def open_files(client: httpx.Client, name: str) -> int:
    """How often it has a file of this name open."""
    return sum(
        link.resolve().name == name for one in _processes(client) for link in (one / "fd").iterdir()
    )


def _processes(client: httpx.Client) -> Iterator[Path]:
    port = str(client.base_url.port)
    for directory in Path("/proc").iterdir():
        if not directory.name.isdigit():
            continue
        try:
            command = (directory / "cmdline").read_bytes().decode("utf-8", "replace").split("\0")
        except OSError:
            continue
        if port in command or f"127.0.0.1:{port}" in command:
            yield directory
