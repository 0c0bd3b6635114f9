"""The functions as endpoints: JSON in, JSON, a stream or a problem out."""

from collections.abc import Generator
from typing import Any

from componentize_py_types import Err

from functions import Function
from wae.contract.json_call import error_json, error_shape, result_json, values
from wae.contract.json_values import InvalidValue, to_json
from wae.contract.router import Problem, failed


def call(function: Function, arguments: dict[str, Any]) -> Any:
    """The result as JSON. Raises Problem."""
    return result_json(function, _run(function, arguments))


def open_stream(function: Function, arguments: dict[str, Any]) -> Generator[Any, None, None]:
    """The values of a stream as JSON, as they come; closing it ends the stream.

    Raises Problem, at once or between two values.
    """
    return _values(function, _run(function, arguments))


def _values(function: Function, resource: Any) -> Generator[Any, None, None]:
    with resource:
        try:
            while True:
                try:
                    value = resource.next()
                except Err as error:
                    raise _failed(function, error) from None
                if value is None:
                    return
                yield to_json(function.item, value)
        finally:
            resource.close()


def _run(function: Function, arguments: dict[str, Any]) -> Any:
    try:
        given = values(function, arguments)
    except InvalidValue as error:
        raise Problem(422, "Invalid arguments", error.message, field=error.path) from None
    try:
        return function.run(*given)
    except Err as error:
        raise _failed(function, error) from None


def _failed(function: Function, error: Err) -> Problem:
    return failed(function.title, error_shape(function), error_json(function, error.value))
