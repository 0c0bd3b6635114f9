"""What a sealed Python program tries, behind an export and as a command."""

import os
import select
import socket
import sys
import urllib.request

from componentize_py_types import Err
from wit_world import exports
from wit_world.imports import outgoing_handler
from wit_world.imports.types import Fields, Method_Post, OutgoingRequest, RequestOptions


class Tries(exports.Tries):
    def attempt(self, what: str) -> str:
        try:
            return str(ATTEMPTS[what]())
        except Err as error:
            return type(error.value).__name__
        except Exception as error:
            return type(error).__name__


class Run(exports.Run):
    def run(self) -> None:
        print("Python on stdout")
        print(repr(sys.stdin.read()), len(os.environ), len(sys.argv))
        sys.exit(3)


def _post() -> object:
    """A request with headers, options, and a body that is open when it is sent."""
    request = OutgoingRequest(Fields.from_list([("accept", b"text/plain")]))
    request.set_method(Method_Post())
    body = request.body()
    with body.write() as stream:
        try:
            stream.blocking_write_and_flush(b"content")
        except Err:
            return outgoing_handler.handle(request, RequestOptions())
    return "sent"


ATTEMPTS = {
    "stdout": lambda: print("Python on stdout", flush=True) or "written",
    "descriptor": lambda: os.write(1, b"Python on descriptor 1\n"),
    "stdin": lambda: repr(sys.stdin.read()),
    "input": lambda: input("? "),
    "select": lambda: select.select([], [1], [], 1)[1],
    "environment": lambda: (dict(os.environ), sys.argv),
    "open": lambda: os.listdir("."),
    "look-up": lambda: socket.getaddrinfo("example.com", 80),
    "connect": lambda: socket.create_connection(("127.0.0.1", 80)),
    "datagram": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
    "urllib": lambda: urllib.request.urlopen("http://example.com"),
    "get": lambda: outgoing_handler.handle(OutgoingRequest(Fields()), None),
    "post": _post,
    "random": lambda: len(os.urandom(8)),
    "exit": lambda: sys.exit(3),
}
