"""Functions as a language model gets to know them: names that it can write, schemas that stand
alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from wae.contract.json_call import returned
from wae.contract.model import Contract, Function
from wae.contract.names import interface_parts
from wae.contract.schema import Schema, Schemas, arguments, whole_object

LONGEST_NAME = 64


def tool_names(functions: Sequence[Function]) -> list[str]:
    """A name for each: ``password_generator_generate``, distinct, of the characters allowed."""
    names: list[str] = []
    for function in functions:
        parts = [*filter(None, interface_parts(function.interface)), function.name]
        name = re.sub(r"[^A-Za-z0-9_-]", "-", "_".join(parts))[:LONGEST_NAME]
        number = 2
        while name in names:
            name, number = f"{name[: LONGEST_NAME - 4]}_{number}", number + 1
        names.append(name)
    return names


def words(contract: Contract, function: Function) -> str:
    """What the contract says of a function, else of its interface; its name where it is silent."""
    return function.doc or contract.interfaces[function.interface].doc or function.title


def arguments_schema(contract: Contract, function: Function) -> Schema:
    """The schema of a function's arguments, an object, with all that it refers to."""
    return _whole(contract, lambda schemas: arguments(schemas, function.parameters))


def result_schema(contract: Contract, function: Function) -> Schema:
    """The schema of an object whose ``result`` is what a function returns."""
    shape = returned(function)
    return _whole(contract, lambda schemas: whole_object({"result": schemas.maybe(shape)}))


def _whole(contract: Contract, make: Callable[[Schemas], Schema]) -> Schema:
    schemas = Schemas("#/$defs/", contract.docs)
    schema = make(schemas)
    return {**schema, "$defs": schemas.definitions} if schemas.definitions else schema
