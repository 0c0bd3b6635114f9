"""``wae serve APP.wasm``: REST and a web page for the functions that an app exports."""

from __future__ import annotations

import argparse
import os
import socket
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from wae.commands.arguments import Parser
from wae.commands.door import TOKEN, allowed_origins, checked_token, listen, rules
from wae.errors import UsageError, WaeError
from wae.grants import options as grant_options
from wae.runtime import cache_directory, terminal
from wae.runtime.app import TOOLBOX

if TYPE_CHECKING:
    from collections.abc import Callable

    from wae.contract.model import Contract
    from wae.contract.router import Rules
    from wae.faces.rest.folder import NothingServed, OpenFolder
    from wae.faces.serving.workers.worker_pool import WorkerPool
    from wae.grants.model import Grants
    from wae.runtime.app import App

HELP = f"""\
Usage: wae serve [OPTION]... APP.wasm
       wae serve [OPTION]... --all

Serves the functions that an app exports: POST /PACKAGE/INTERFACE/FUNCTION with
a JSON object of its arguments. `toolbox` is the packaged app.

  /              a web page with a form for each function
  /openapi.json  the description (OpenAPI 3.1)
  /healthz       200 while the server runs
  /readyz        200 once calls are answered; what is still being compiled
  /metrics       for Prometheus
  /files/        the files in the folder given by --files
  /lazy?seconds=N
                 waits N seconds, 60 at most, while others are answered

Each call gets a fresh sandbox with only the components that it reaches; until
these are compiled by themselves, with the whole app. A function that streams
answers with server-sent events; others that pass resources are left out.

With WAE_TOKEN in the environment, calls and /metrics need the header
`Authorization: Bearer TOKEN`. Without, only this machine is served.

{grant_options.HELP}
Options:
  --all              Serve the toolbox, and every tool that `wae install` installed:
                     POST /NAME/PACKAGE/INTERFACE/FUNCTION, each with what it was
                     granted.
  --cors ORIGIN      Let pages of this origin call, such as https://app.example;
                     repeatable. '*' is every page, and goes with no token.
  --files DIR        Serve the files in this folder at /files/, read-only.
  --host HOST        The address to listen on (127.0.0.1).
  --port PORT        The port, 0 for any free one (8000).
  --reuse INTERFACE  Let sandboxes of this interface serve call after call:
                     faster, but state leaks from one call to the next.
  --timeout SECONDS  Time limit per call, or per item of a stream (30).
  --memory MIB       Limit for each linear memory of a sandbox (256).
  --body MIB         Limit for the body of a request (1).
  --workers NUMBER   Worker processes (default: one per processor, up to 4).
  --threads NUMBER   Concurrent calls (16); 64 more may wait.
  --warm NUMBER      Idle sandboxes each worker keeps per part (2).
  --quiet            Do not log each request.
  -h, --help         Show this message and exit.

Examples:
  wae serve toolbox
  wae serve --all
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
    _run(arguments)
    return 0


def take_over(
    arguments: list[str], listening: socket.socket, answering: Callable[[], None]
) -> None:
    """The same on a socket where another server answers until this one can, which is told by
    ``answering``. Raises :class:`wae.errors.WaeError`."""
    _run(arguments, listening, answering)


def _run(
    arguments: list[str],
    shared: socket.socket | None = None,
    answering: Callable[[], None] | None = None,
) -> None:
    grants, arguments = grant_options.take(arguments, anywhere=True)
    options = _parse(arguments)
    if options.all and not grants.is_default:
        raise UsageError(
            "--all serves each tool with what it was granted", hint="To give one more: wae upgrade"
        )
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
    from wae.faces.serving.listening import is_loopback, url

    origins = allowed_origins(options.cors, token)
    files = _files(options.files)
    listening = shared or listen(options.host, options.port, token)
    who = rules(token, url(listening), origins, local=is_loopback(listening))
    _serve(options, grants, who, listening, files, answering)


def _serve(
    options: argparse.Namespace,
    grants: Grants,
    who: Rules,
    listening: socket.socket,
    files: OpenFolder | NothingServed,
    answering: Callable[[], None] | None,
) -> None:
    from wae.contract.openapi import describe, paths
    from wae.faces.left_out import left_out, passing_resources
    from wae.faces.rest import lazy
    from wae.faces.rest.application import PROBES, Application, Settings
    from wae.faces.rest.folder import NothingServed
    from wae.faces.rest.server import serve
    from wae.faces.rest.several import Several, check_names, described
    from wae.faces.serving.listening import url
    from wae.installed import lock
    from wae.runtime.panels import panels_of

    where = cache_directory.path(os.environ)
    first, *others = [
        _app(name, options, grants, where)
        for name in ([TOOLBOX, *lock.read(os.environ)] if options.all else [options.app])
    ]
    check_names(
        (each.app.name for each in others),
        (*paths(first.contract), *PROBES, lazy.PATH, "/files", "/page", "/openapi.json"),
    )

    def application(
        one: _App, folder: OpenFolder | NothingServed, description: dict[str, Any] | None = None
    ) -> Application:
        settings = Settings(
            who,
            options.timeout,
            options.threads + _WAITING,
            options.body * _MIB,
            log_requests=not options.quiet,
            panels=panels_of(one.app, where),
            folder=folder,
        )
        return Application(one.app.name, one.contract, one.worker_pool, settings, description)

    def description_of(one: _App) -> dict[str, Any]:
        return describe(one.app.name, one.contract, token=who.token is not None)

    whole = described(
        description_of(first), {each.app.name: description_of(each) for each in others}
    )
    served = Several(
        application(first, files, whole),
        {each.app.name: application(each, NothingServed()) for each in others},
    )
    title = ", ".join(each.app.name for each in (first, *others))

    def started() -> None:
        for each in (first, *others):
            for line in (*left_out(each.contract), *passing_resources(each.contract)):
                terminal.line(line)
        terminal.line(f"wae: serving {title} at {url(listening)} (Ctrl-C ends it)")
        if answering is not None:
            answering()

    serve(served, listening, started, is_shared=answering is not None)


class _App(NamedTuple):
    app: App
    contract: Contract
    worker_pool: WorkerPool


def _app(name: str, options: argparse.Namespace, grants: Grants, where: str) -> _App:
    """An app with workers of its own; beside the toolbox one does, unless told otherwise."""
    from wae.contract.openapi import paths
    from wae.faces.loaded_app import callable_contract
    from wae.faces.pool import reused_interfaces
    from wae.faces.serving import journal
    from wae.faces.serving.workers.process import WorkerConfiguration
    from wae.faces.serving.workers.worker_pool import WorkerPool
    from wae.faces.slices import are_compiled
    from wae.installed.app import find_app, grant

    app = find_app(name, where)
    contract = callable_contract(app, where)
    is_beside = options.all and name != TOOLBOX
    reuse = [] if is_beside else options.reuse
    reused = tuple(sorted(reused_interfaces(contract, reuse)))
    granted = grant(app, grants, os.environ, where)
    configuration = WorkerConfiguration(
        name,
        app.sha256,
        granted.settled,
        options.timeout,
        options.memory * _MIB,
        options.warm,
        reused,
    )
    # While its parts are compiled, the whole app answers, whose code every command shares.
    compiled = are_compiled(granted, contract, where)
    whole = None if compiled else replace(configuration, whole=True)
    size = options.workers or (1 if is_beside else _processors())
    together = frozenset(p for p, made in paths(contract).items() if made.interface in reused)
    pool = WorkerPool(configuration, size, options.threads, journal.noted, whole, together)
    return _App(app, contract, pool)


def _files(path: str | None) -> OpenFolder | NothingServed:
    from wae.faces.rest.folder import NothingServed, OpenFolder

    return NothingServed() if path is None else OpenFolder(path)


def _processors() -> int:
    """How many workers are worth their memory here."""
    try:
        count = len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        count = os.cpu_count() or 1
    return min(count, _MOST_WORKERS)


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = Parser("wae serve", HELP)
    parser.add_argument("app", nargs="?")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--cors", action="append", default=[])
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
    if options.app is not None and options.all:
        raise UsageError("--all takes no app", hint="See wae serve --help")
    if options.app is None and not options.all:
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
