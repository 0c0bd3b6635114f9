"""Takes hold of whatever it can, and tells what that was."""

import json
import os
import socket
import sys
from pathlib import Path

from componentize_py_types import Err
from wit_world import exports
from wit_world.imports import outgoing_handler
from wit_world.imports import types as http


class Run(exports.Run):
    """`wasi:cli/run`."""

    def run(self) -> None:
        """Tells it on stdout; says a word on stderr."""
        print(look(int(sys.argv[1])))
        print("\x1b[31mdone\x1b[0m", file=sys.stderr)


class Probe(exports.Probe):
    """`test:stranger/probe`."""

    def look(self, port: int) -> str:
        """What it can get hold of."""
        return look(port)


def look(port: int) -> str:
    """All of it, as JSON."""
    return json.dumps(
        {
            "arguments": sys.argv[1:],
            "variables": {n: v for n, v in os.environ.items() if n.startswith("STRANGER_")},
            "files": _files(),
            "socket": _attempt(lambda: _connect(port)),
            "http": _attempt(lambda: _request(port)),
        }
    )


def _files() -> dict[str, object]:
    return {
        name: {"listed": _attempt(lambda n=name: sorted(os.listdir(n))), "written": _written(name)}
        for name in (".", "/elsewhere", "/config", "/data")
    }


def _written(name: str) -> object:
    return _attempt(lambda: Path(name, "stranger.txt").write_text("was here"))


def _connect(port: int) -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as connection:
        connection.connect(("127.0.0.1", port))
        return "connected"


def _request(port: int) -> str:
    request = http.OutgoingRequest(http.Fields())
    request.set_scheme(http.Scheme_Http())
    request.set_authority(f"127.0.0.1:{port}")
    request.set_path_with_query("/echo")
    with outgoing_handler.handle(request, None) as pending:
        with pending.subscribe() as ready:
            ready.block()
        answer = pending.get()
    assert answer is not None
    if isinstance(answer, Err):
        return f"failed: {answer.value}"
    inner = answer.value
    return f"failed: {inner.value}" if isinstance(inner, Err) else "answered"


def _attempt(action: object) -> object:
    try:
        return action()
    except Err as error:
        return f"refused: {type(error.value).__name__}"
    except OSError as error:
        return f"refused: {type(error).__name__}"
