"""The functions as endpoints: JSON in, JSON, a stream or a problem out."""

from collections.abc import Generator
from typing import Any

from componentize_py_types import Err

from functions import CONTRACT, Endpoint
from wae.contract.json_call import error_json, error_shape, result_json, values
from wae.contract.json_values import InvalidValue, to_json
from wae.contract.model import Function, Streamed
from wae.contract.router import Problem, failed


def call(endpoint: Endpoint, arguments: dict[str, Any]) -> Any:
    """The result as JSON. Raises Problem."""
    return result_json(endpoint.function, _run(endpoint, arguments))


def start_stream(
    endpoint: Endpoint, stream: Streamed, arguments: dict[str, Any]
) -> Generator[Any, None, None]:
    """The values of a stream as JSON, as they come; closing it ends the stream.

    Raises Problem, at once or between two values.
    """
    return _values(stream, _run(endpoint, arguments))


def _values(stream: Streamed, resource: Any) -> Generator[Any, None, None]:
    with resource:
        try:
            while True:
                try:
                    value = resource.next()
                except Err as error:
                    raise _failed(stream.open.title, stream.next, error) from None
                if value is None:
                    return
                yield to_json(stream.item, value)
        finally:
            resource.close()


def _run(endpoint: Endpoint, arguments: dict[str, Any]) -> Any:
    function = endpoint.function
    try:
        given = values(function, arguments)
    except InvalidValue as error:
        raise Problem(422, "Invalid arguments", error.message, field=error.path) from None
    try:
        return endpoint.run(*given)
    except Err as error:
        raise _failed(function.title, function, error) from None


def _failed(title: str, function: Function, error: Err[Any]) -> Problem:
    return failed(CONTRACT, title, error_shape(function), error_json(function, error.value))
