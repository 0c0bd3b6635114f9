"""What a sealed component may try. Each attempt gives what it got hold of."""

import faulthandler
import json
import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from wit_world.imports import environment, outgoing_handler, preopens
from wit_world.imports.wasi_http_types import Fields, OutgoingRequest

TEXT = "\x1b[2Jwae: Type your password: "
_calls = 0


def outcome(name: str) -> str:
    """What the attempt gave, as JSON, or the class of the exception that stopped it."""
    try:
        return json.dumps(ATTEMPTS[name](), default=repr)
    except Exception as error:
        return type(error).__name__


def _write_file() -> None:
    with open("written-by-the-guest", "w") as file:
        file.write(TEXT)


def _database() -> None:
    with sqlite3.connect("written.db") as connection:
        connection.execute("create table t (x)")


def _descriptors() -> list[int]:
    """The open descriptors beyond the standard streams."""
    actual = []
    for number in range(3, 64):
        try:
            os.fstat(number)
        except OSError:
            continue
        actual.append(number)
    return actual


def _connect() -> None:
    socket.create_connection(("127.0.0.1", 80), timeout=1).close()


def _listen() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()


def _datagram() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"secret", ("127.0.0.1", 53))


def _wasi_http() -> str:
    return repr(outgoing_handler.handle(OutgoingRequest(Fields()), None))


def _urllib() -> int:
    return urllib.request.urlopen("http://127.0.0.1:80/", timeout=1).status


def _loop() -> None:
    while True:
        pass


def _recurse() -> None:
    _recurse()


def _recurse_without_limit() -> None:
    sys.setrecursionlimit(1 << 30)
    _recurse()


def _nest() -> str:
    """Nested so deep that the interpreter's own C code recurses."""
    value: list[object] = []
    for _ in range(1_000_000):
        value = [value]
    return repr(value)[:9]


def _hoard() -> int:
    """Takes all the memory there is, and says how many MiB that were."""
    hoard: list[bytearray] = []
    try:
        while True:
            hoard.append(bytearray(1 << 24))
    except MemoryError:
        return len(hoard) * 16


def _spoof() -> None:
    """Notices framed with tokens that it can only guess."""
    for token in ("", "0" * 32, "WAE_NOTICES", os.environ.get("WAE_NOTICES", "?")):
        text = TEXT.encode()
        frame = b"\x1e%s:%d:%s" % (token.encode(), len(text), text)
        sys.stderr.buffer.write(frame)
    sys.stderr.buffer.write(b"\x1e")
    sys.stderr.flush()


def _plain_spoof() -> None:
    print(TEXT, file=sys.stderr, flush=True)


def _flood() -> int:
    """64 MiB on stderr."""
    for _ in range(1024):
        sys.stderr.write("x" * (1 << 16))
    sys.stderr.flush()
    return 64


def _flood_of_marks() -> int:
    """What begins like a notice, a million times."""
    for _ in range(256):
        sys.stderr.buffer.write(b"\x1e" * 4096)
    sys.stderr.flush()
    return 1


def _count() -> int:
    global _calls
    _calls += 1
    return _calls


ATTEMPTS: dict[str, Callable[[], object]] = {
    "": lambda: "well-behaved",
    "environ": lambda: dict(os.environ),
    "environment": environment.get_environment,
    "arguments": lambda: [*environment.get_arguments(), *sys.argv],
    "preopens": preopens.get_directories,
    "list": lambda: os.listdir("."),
    "list-root": lambda: os.listdir("/"),
    "read": lambda: Path("secret.txt").read_text(),
    "read-dotenv": lambda: Path(".env").read_text(),
    "read-parent": lambda: Path("../secret.txt").read_text(),
    "read-absolute": lambda: Path("/etc/passwd").read_text(),
    "read-proc": lambda: Path("/proc/self/environ").read_text(),
    "read-device": lambda: Path("/dev/tty").read_text(),
    "read-config": lambda: Path("/config/.env").read_text(),
    "descriptors": _descriptors,
    "write": _write_file,
    "make-folder": lambda: os.mkdir("made-by-the-guest"),
    "link": lambda: os.symlink("/etc/passwd", "link"),
    "temporary": tempfile.mkstemp,
    "database": _database,
    "stdin": lambda: sys.stdin.read(),
    "stdin-descriptor": lambda: os.read(0, 100),
    "stdout": lambda: print(TEXT, flush=True),
    "stdout-descriptor": lambda: os.write(1, TEXT.encode()),
    "terminal": lambda: [stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)],
    "sys-exit": lambda: sys.exit(0),
    "os-exit": lambda: os._exit(0),
    "abort": lambda: os.abort(),
    "segfault": lambda: faulthandler._sigsegv(),
    "tcp": _connect,
    "listen": _listen,
    "udp": _datagram,
    "dns": lambda: socket.getaddrinfo("example.com", 443),
    "wasi-http": _wasi_http,
    "urllib": _urllib,
    "process": lambda: subprocess.run(["sh"], check=False),
    "loop": _loop,
    "recursion": _recurse,
    "recursion-without-limit": _recurse_without_limit,
    "nesting": _nest,
    "memory": lambda: len(bytearray(1 << 30)),
    "hoard": _hoard,
    "spoof": _spoof,
    "plain-spoof": _plain_spoof,
    "flood": _flood,
    "flood-of-marks": _flood_of_marks,
    "exception": lambda: 1 // 0,
    "state": _count,
    "clock": time.time,
}
