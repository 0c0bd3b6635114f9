"""``wae serve APP.wasm``: REST and a web page for the functions that an app exports."""

from __future__ import annotations

import argparse
import os
import socket
from dataclasses import replace
from typing import TYPE_CHECKING

from wae.commands.arguments import Parser
from wae.commands.door import TOKEN, checked_token, listen, rules
from wae.errors import UsageError, WaeError
from wae.grants import options as grant_options
from wae.runtime import folder, terminal

if TYPE_CHECKING:
    from wae.faces.rest.folder import NothingServed, OpenFolder
    from wae.grants.model import Grants

HELP = f"""\
Usage: wae serve [OPTION]... APP.wasm

Serves the functions that an app exports: POST /PACKAGE/INTERFACE/FUNCTION with
a JSON object of its arguments. `toolbox` is the packaged app.

  /              a web page with a form for each function
  /openapi.json  the description (OpenAPI 3.1)
  /healthz       200 while the server runs
  /readyz        200 once calls are answered
  /metrics       for Prometheus
  /files/        the files of the folder that --files names
  /lazy?seconds=N
                 waits N seconds, 60 at most: others are answered meanwhile

Each call gets a fresh sandbox, of those components only that it reaches. A
function that streams answers with server-sent events.

With WAE_TOKEN in the environment, calls and /metrics need the header
`Authorization: Bearer TOKEN`. Without, only this machine is served.

{grant_options.HELP}
Options:
  --files DIR        Serve the files in this folder at /files/, to read.
  --host HOST        The address to listen on (127.0.0.1).
  --port PORT        The port, 0 for any free one (8000).
  --reuse INTERFACE  Let sandboxes of this interface serve call after call:
                     faster, but state leaks from one call to the next.
  --timeout SECONDS  For each call, or each item of a stream (30).
  --memory MIB       For each linear memory of a sandbox (256).
  --body MIB         For the body of a request (1).
  --workers NUMBER   Processes that make the calls (one for each processor, up
                     to 4).
  --threads NUMBER   Calls at the same time (16); 64 more may wait.
  --warm NUMBER      Idle sandboxes each worker keeps per part (2).
  --quiet            No line in the log for each request.
  -h, --help         Show this message and exit.

Examples:
  wae serve toolbox
  wae serve toolbox --reuse password/generator --port 0
  curl -d '{{"password": "hunter2", "user-inputs": []}}' \\
      -H 'content-type: application/json' \\
      http://127.0.0.1:8000/password/checker/check
"""

_MIB = 1 << 20
_MOST_WORKERS = 4  # unless told otherwise
_WAITING = 64  # calls


def main(arguments: list[str], *, debug: bool) -> int:
    """Serves until it is told to stop; returns 0. Raises :class:`wae.errors.WaeError`."""
    grants, arguments = grant_options.take(arguments, anywhere=True)
    options = _parse(arguments)
    # Taken out of the environment, so that no component of the app finds it there.
    token = checked_token(os.environ.pop(TOKEN, ""))
    try:
        import uvicorn  # noqa: F401
    except ImportError:
        from wae.distribution import install

        raise WaeError(
            "`wae serve` needs uvicorn, which is not installed",
            hint=install("serve"),
        ) from None
    files = _files(options.files)
    listening = listen(options.host, options.port, token)
    _serve(options, grants, token, listening, files)
    return 0


def _serve(
    options: argparse.Namespace,
    grants: Grants,
    token: str | None,
    listening: socket.socket,
    files: OpenFolder | NothingServed,
) -> None:
    from wae.faces.parts import only_whole
    from wae.faces.pool import plain_contract, reused_interfaces
    from wae.faces.rest.application import Application, Settings
    from wae.faces.rest.server import serve
    from wae.faces.serving import journal
    from wae.faces.serving.listening import is_loopback, url
    from wae.faces.serving.workers.crew import Crew
    from wae.faces.serving.workers.process import Task
    from wae.grants.granted import grant
    from wae.runtime.app import find_app
    from wae.runtime.panels import panels_of

    where = folder.path(os.environ)
    app = find_app(options.app, where)
    contract = plain_contract(app, where)
    reused = tuple(sorted(reused_interfaces(contract, options.reuse)))
    memory = options.memory * _MIB
    granted = grant(app, grants, os.environ, where)
    given = granted.settled
    task = Task(options.app, app.sha256, given, options.timeout, memory, options.warm, reused)
    # While its parts are compiled, the whole app answers, if the code that every command shares
    # is there.
    first = replace(task, whole=True) if only_whole(granted, contract, where) else None
    size = options.workers or _processors()
    crew = Crew(task, size, options.threads, journal.noted, first)
    address = url(listening)
    settings = Settings(
        rules(token, address, local=is_loopback(listening)),
        options.timeout,
        options.threads + _WAITING,
        options.body * _MIB,
        log_requests=not options.quiet,
        panels=panels_of(app, where),
        folder=files,
    )

    def started() -> None:
        terminal.line(f"wae: serving {app.name} at {address} (Ctrl-C ends it)")

    serve(Application(app.name, contract, crew, settings), listening, started)


def _files(path: str | None) -> OpenFolder | NothingServed:
    from wae.faces.rest.folder import NothingServed, OpenFolder

    return NothingServed() if path is None else OpenFolder(path)


def _processors() -> int:
    """How many workers are worth their memory here."""
    try:
        found = len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        found = os.cpu_count() or 1
    return min(found, _MOST_WORKERS)


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = Parser("wae serve", HELP)
    parser.add_argument("app", nargs="?")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--files")
    parser.add_argument("--reuse", action="append", default=[])
    parser.add_argument("--timeout", type=float, default=30.0)
    parser.add_argument("--memory", type=int, default=256)
    parser.add_argument("--body", type=int, default=1)
    parser.add_argument("--workers", type=int)
    parser.add_argument("--threads", type=int, default=16)
    parser.add_argument("--warm", type=int, default=2)
    parser.add_argument("--quiet", action="store_true")
    options = parser.parse_args(arguments)
    if options.app is None:
        raise UsageError("`wae serve` needs the app's file", hint="For example: wae serve toolbox")
    if not 0 <= options.port <= 65535:
        raise UsageError(f"there is no port {options.port}", hint="Ports are 0 to 65535")
    for name in ("timeout", "memory", "body", "workers", "threads"):
        given = getattr(options, name)
        if given is not None and not given > 0:
            raise UsageError(f"--{name} must be more than 0", hint="See wae serve --help")
    if options.warm < 0:
        raise UsageError("--warm must not be less than 0", hint="See wae serve --help")
    return options
