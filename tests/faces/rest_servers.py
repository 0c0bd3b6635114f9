"""`wae serve`, run as a user runs it: in a process of its own, on a free port."""

import re
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from tests.patience import PATIENCE, until

from tests.conftest import COMMAND

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

    def calls_in_progress(self, count: int) -> bool:
        """Whether there are so many."""
        return f"\nwae_calls_in_progress {count}\n" in self.http.get("/metrics").text

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
        _starts(server, lambda: _URL.search(server.log) is not None)
        [server.url] = _URL.findall(server.log)
        server.http = httpx.Client(base_url=server.url, timeout=PATIENCE, trust_env=False)
        _starts(server, lambda: server.http.get("/readyz").is_success)
        if settled:
            _starts(server, lambda: server.http.get("/readyz").text == "ready\n")
        yield server
    finally:
        server.http.close()
        process.terminate()
        process.wait(PATIENCE)


def _starts(server: Server, holds: Callable[[], bool]) -> None:
    def is_so() -> bool:
        assert server.process.poll() is None, server.log
        return holds()

    until(is_so, lambda: server.log)
