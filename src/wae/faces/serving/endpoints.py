"""An app's functions as endpoints: JSON in, JSON or a problem out, in a sandbox of the pool.

Everything here blocks: it runs on the threads of a worker.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from wae.contract.json_call import error_json, error_shape, result_json, values
from wae.contract.json_values import InvalidValue, to_json
from wae.contract.model import Contract, Function, Streamed, streamed
from wae.contract.openapi import paths
from wae.contract.router import Problem, failed
from wae.errors import Crash, WaeError
from wae.faces.pool import Pool
from wae.faces.sandbox import Resource, ResultError

Report = Callable[[str, WaeError], None]
"""Puts a failure into the log, under the id that the client is told."""

_INTERRUPTED = "interrupt"


class FunctionEndpoint:
    """A function that takes and gives plain values."""

    def __init__(self, pool: Pool, function: Function, report: Report) -> None:
        self._pool = pool
        self._function = function
        self._report = report

    def call(self, arguments: dict[str, Any], reply: Callable[[Any], None]) -> None:
        """Replies with its result as JSON for its arguments as JSON. Raises Problem.

        Only then is the sandbox given back: making another may take longer than the call.
        """
        given = _given(self._function, arguments)
        try:
            with self._pool.sandbox(self._function) as sandbox:
                value = sandbox.call(self._function, given)
                reply(result_json(self._function, value))
        except WaeError as error:
            raise problem(self._pool.contract, self._function, error, self._report) from None


class StreamEndpoint:
    """A function that opens a stream of values."""

    def __init__(self, pool: Pool, stream: Streamed, report: Report) -> None:
        self._pool = pool
        self._stream = stream
        self._report = report

    def open(self, arguments: dict[str, Any]) -> Stream:
        """The stream, which must be closed. Raises Problem."""
        function = self._stream.open
        given = _given(function, arguments)
        sandbox = None
        try:
            sandbox = self._pool.take(function)
            resource = sandbox.call(function, given)
        except WaeError as error:
            if sandbox is not None:
                self._pool.give_back(function, sandbox)
            raise problem(self._pool.contract, function, error, self._report) from None
        return Stream(self._pool, self._stream, resource, self._report)


class Stream:
    """Values as they come, from one sandbox that is this stream's until it is closed."""

    def __init__(self, pool: Pool, stream: Streamed, resource: Resource, report: Report) -> None:
        self._pool = pool
        self._stream = stream
        self._resource = resource
        self._report = report

    def next(self) -> Any:
        """The next value as JSON; None at the end. Raises Problem, which ends it, too."""
        try:
            value = self._resource.sandbox.call(self._stream.next, [self._resource])
        except WaeError as error:
            title = self._stream.open.title
            contract = self._pool.contract
            raise problem(contract, self._stream.next, error, self._report, title) from None
        return None if value is None else to_json(self._stream.item, value)

    def close(self) -> None:
        """Ends it in the app and gives the sandbox back. Not while ``next`` runs."""
        sandbox = self._resource.sandbox
        try:
            if self._stream.close is not None and not sandbox.dead:
                sandbox.call(self._stream.close, [self._resource])
            self._resource.close()
        except ResultError:
            sandbox.close()
        except WaeError as error:
            self._report(secrets.token_hex(6), error)
        finally:
            self._pool.give_back(self._stream.open, sandbox)


Endpoint = FunctionEndpoint | StreamEndpoint


def endpoints(pool: Pool, contract: Contract, report: Report) -> dict[str, Endpoint]:
    """The endpoint of each function by its path."""
    by_path: dict[str, Endpoint] = {}
    for path, function in paths(contract).items():
        stream = streamed(contract, function)
        by_path[path] = (
            StreamEndpoint(pool, stream, report)
            if stream
            else FunctionEndpoint(pool, function, report)
        )
    return by_path


def problem(
    contract: Contract, function: Function, error: WaeError, report: Report, title: str = ""
) -> Problem:
    """What a client is told of a failed call; ``title`` is what it called, if not ``function``."""
    title = title or function.title
    if isinstance(error, ResultError):
        return failed(contract, title, error_shape(function), error_json(function, error.value))
    if isinstance(error, Crash) and _INTERRUPTED in error.message:
        return Problem(504, "Too slow", f"{title} took longer than it may")
    return crashed(title, error, report)


def crashed(title: str, error: WaeError, report: Report) -> Problem:
    """What a client is told where there is no telling it what happened; the log has that."""
    number = secrets.token_hex(6)
    report(number, error)
    detail = f"{title} failed. The server's log has more under the id {number}"
    return Problem(500, "Crashed", detail, id=number)


def _given(function: Function, arguments: dict[str, Any]) -> list[Any]:
    try:
        return values(function, arguments)
    except InvalidValue as error:
        raise Problem(422, "Invalid arguments", error.message, field=error.path) from None
