"""Asks what a test gives for an import, in the same way natively and in the sandbox."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wae.binary.types import ComponentType, Interface, Resource
from wae.compose.capabilities import is_wasi
from wae.compose.generate.policy import is_policy
from wae.contract.docs import Docs
from wae.contract.json_values import InvalidValue
from wae.contract.model import Contract, Function, make_contract
from wae.contract.own import Bindings
from wae.contract.python_names import attribute, class_name, words
from wae.contract.shapes import Handle, Result
from wae.faces.coerce import Lend, coerce
from wae.testing.imports import Imports, MissingFake


def contract_of_fakes(component: ComponentType) -> Contract:
    """What tests give to a component of this type in both worlds: the contracts that it imports,
    with the classes of its bindings."""
    wanted = {name: item for name, item in component.imports.items() if _is_faked(name, item)}
    return make_contract(component, Docs({}), wanted, Bindings("imports"))


def _is_faked(name: str, item: object) -> bool:
    is_contract = isinstance(item, Interface) and bool(item.functions() or _resources(item))
    return is_contract and not is_wasi(name) and not is_policy(name)


def _resources(interface: Interface) -> list[str]:
    typedefs = interface.typedefs().items()
    return [name for name, item in typedefs if isinstance(item.type, Resource)]


class WrongFake(TypeError):
    """A function of an import returned to the component what is no value of its result."""


class Unfaked:
    """Stands in a class of the bindings for what a test's class, derived from it, does not have."""

    def __init__(self, name: str) -> None:
        self.name = name


def as_given(shape: Handle, value: Any, path: str) -> Any:
    """The test's own object for a resource. Raises InvalidValue for None."""
    if value is None:
        raise InvalidValue(path, f"expected a {shape.resource[1]}, found None")
    return value


class Answering:
    """The imports that the test at hand gave, for a component that asks for them.

    ``names`` are the imports' names in tests, by their full ones.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self.given = Imports({})

    def answer(self, function: Function, values: list[Any], lend: Lend = as_given) -> Any:
        """What a test's object returns, as a value of the function's result; the error of a result
        is a value, too. Resources are the test's objects; ``lend`` is what they become.

        Raises MissingFake, WrongFake, and whatever the object raises.
        """
        asked, values = self._asked(function, values)
        if not isinstance(function.result, Result):
            value = asked(*values)
        else:
            good, bad = function.result.made
            try:
                value = good(asked(*values))
            except bad as error:  # componentize-py's Err is an exception
                value = error
        if function.result is None:
            return None
        path = f"{self._names[function.interface]}.{function.title.rpartition('.')[2]}"
        try:
            return coerce(function.result, value, path, lend)
        except InvalidValue as error:
            raise WrongFake(
                f"the test's {error.path} returned a wrong value: {error.problem}"
            ) from None

    def _asked(self, function: Function, values: list[Any]) -> tuple[Any, list[Any]]:
        """The test's function, and what it is given."""
        interface = getattr(self.given, self._names[function.interface])
        if not function.name.startswith("["):
            return getattr(interface, attribute(function.name)), values
        resource, *member = words(function.name)
        if function.name.startswith("[method]"):
            return _member(values[0], function, member[0]), values[1:]
        kind = getattr(interface, class_name(resource))
        return (_member(kind, function, member[0]) if member else kind), values


def _member(owner: object, function: Function, label: str) -> Any:
    """A method of a resource, or a static function of its class."""
    member = getattr(owner, attribute(label), None)
    if member is None or isinstance(member, Unfaked):
        kind = owner if isinstance(owner, type) else type(owner)
        raise MissingFake(
            f"the component called {'.'.join(words(function.name))} of {function.interface}, which "
            f"the test's {kind.__name__} does not have"
        )
    return member


def drop(resource: object) -> None:
    """Tells a test's object that the component dropped it: by ``__exit__``, if it has that, as a
    ``with`` statement at its end."""
    leave = getattr(type(resource), "__exit__", None)
    if leave is not None:
        leave(resource, None, None, None)
