"""`wae serve`, run as a user runs it: in a process of its own, on a free port."""

import re
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.conftest import COMMAND

_START_SECONDS = 600
_URL = re.compile(r"serving \S+ at (http://\S+)/ ")


@dataclass
class Server:
    """`http` asks it; `log` is what it has written so far."""

    process: "subprocess.Popen[bytes]"
    file: Path
    url: str = ""
    http: httpx.Client = field(default_factory=httpx.Client)

    @property
    def log(self) -> str:
        return self.file.read_text("utf-8", "replace")

    @property
    def workers(self) -> list[int]:
        """The process ids of its workers."""
        server = self.process.pid
        return [int(n) for n in Path(f"/proc/{server}/task/{server}/children").read_text().split()]

    @property
    def memory(self) -> int:
        """Resident bytes, of the workers too."""
        processes = [self.process.pid, *self.workers]
        texts = [Path(f"/proc/{process}/statm").read_text() for process in processes]
        return sum(int(text.split()[1]) * 4096 for text in texts)


@contextmanager
def serving(
    app: Path | str, log: Path, environ: Mapping[str, str], *options: str, settled: bool = True
) -> Iterator[Server]:
    """A server that is ready, and if ``settled`` has all that it compiles; it is stopped at the
    end."""
    command = [str(COMMAND), "serve", str(app), "--port", "0", *options]
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=dict(environ), stderr=output, stdout=output)
    server = Server(process, log)
    try:
        _until(server, lambda: _URL.search(server.log) is not None)
        [server.url] = _URL.findall(server.log)
        server.http = httpx.Client(base_url=server.url, timeout=30, trust_env=False)
        _until(server, lambda: server.http.get("/readyz").is_success)
        if settled:
            _until(server, lambda: server.http.get("/readyz").text == "ready\n")
        yield server
    finally:
        server.http.close()
        process.terminate()
        process.wait(60)


def _until(server: Server, holds: Callable[[], bool]) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and server.process.poll() is None:
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError(f"the server did not start: {server.log}")
