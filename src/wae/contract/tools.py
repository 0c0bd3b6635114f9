"""Functions as a language model gets to know them: names that it can write, schemas that stand
alone."""

from __future__ import annotations

from collections.abc import Callable

from wae.contract.model import Contract, Function
from wae.contract.schema import Schema, Schemas, arguments, whole_object


def words(contract: Contract, function: Function) -> str:
    """What the contract says of a function, else of its interface; its name where it is silent."""
    return function.doc or contract.interfaces[function.interface].doc or function.title


def arguments_schema(contract: Contract, function: Function) -> Schema:
    """The schema of a function's arguments, an object, with all that it refers to."""
    return _whole(contract, lambda schemas: arguments(schemas, function.parameters))


def result_schema(contract: Contract, function: Function) -> Schema:
    """The schema of an object whose ``result`` is what a function returns."""
    result = function.returned
    return _whole(contract, lambda schemas: whole_object({"result": schemas.maybe(result)}))


def _whole(contract: Contract, make: Callable[[Schemas], Schema]) -> Schema:
    schemas = Schemas("#/$defs/", contract.docs, contract.names)
    schema = make(schemas)
    return {**schema, "$defs": schemas.definitions} if schemas.definitions else schema
