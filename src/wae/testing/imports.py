"""What a component imports, given by a test as Python objects: functions, classes of resources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class MissingFake(LookupError):
    """The component called a function of an import that the test does not give."""


class Given:
    """One import: an object, and functions that go before it."""

    def __init__(self, name: str, interface: str, functions: frozenset[str]) -> None:
        vars(self).update(_name=name, _interface=interface, _functions=functions, _object=None)

    def _replace(self, implementation: object) -> None:
        for function in self._functions & vars(self).keys():
            del vars(self)[function]
        vars(self)["_object"] = implementation

    def __setattr__(self, function: str, implementation: object) -> None:
        if function not in self._functions:
            known = ", ".join(sorted(self._functions))
            raise AttributeError(f"{self._interface} has no {function}; it has {known}")
        vars(self)[function] = implementation

    def __getattr__(self, function: str) -> Any:
        if function not in vars(self)["_functions"]:
            raise AttributeError(f"{self._interface} has no {function}")
        value = getattr(self._object, function, None)
        if value is None:
            name = f"imports.{self._name}"
            raise MissingFake(
                f"the component called {function} of {self._interface}, which the test does not "
                f"give: set {name} = …, or {name}.{function} = …"
            )
        return value


class Imports:
    """All imports of a component, by their names in Python: the fixture ``imports``."""

    def __init__(self, interfaces: Mapping[str, tuple[str, frozenset[str]]]) -> None:
        """``interfaces`` are full name and functions of each import."""
        vars(self)["_given"] = {n: Given(n, *names) for n, names in interfaces.items()}

    def __getattr__(self, name: str) -> Given:
        given: Given | None = vars(self)["_given"].get(name)
        if given is None:
            known = ", ".join(vars(self)["_given"]) or "nothing"
            raise AttributeError(f"the component does not import {name}; it imports {known}")
        return given

    def __setattr__(self, name: str, implementation: object) -> None:
        getattr(self, name)._replace(implementation)
