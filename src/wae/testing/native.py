"""A component in this Python: its classes, with imports that the test at hand gives."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from types import SimpleNamespace
from typing import Any

from wae.contract.model import Contract, Function
from wae.contract.python_names import attribute
from wae.contract.shapes import Result
from wae.faces.coerce import coerce
from wae.testing.answering import Answering
from wae.testing.imports import Imports
from wae.testing.native_resources import NativeResources

IMPORTS = "wit_world.imports"


class NativeComponent:
    """The component whose modules are on Python's path.

    The functions and resources of its imports are replaced once, before anything of it is
    imported, so that a module may keep them; each asks the imports that are given at the time.
    """

    def __init__(
        self, imports: Mapping[str, tuple[str, frozenset[str]]], contract: Contract
    ) -> None:
        """``contract`` is that of the imports, with the classes of the bindings."""
        self._answering = Answering({full: name for name, (full, _) in imports.items()})
        self._resources = NativeResources(self._ask)
        for name, (full, functions) in imports.items():
            module = import_module(f"{IMPORTS}.{name}")
            interface = contract.interfaces.get(full)
            known = (
                {attribute(each.name): each for each in interface.functions.values()}
                if interface
                else {}
            )
            for function in functions:
                if isinstance(getattr(module, function), type):
                    continue  # a resource
                setattr(module, function, self._asking(name, function, known.get(function)))
            if interface:
                self._resources.replace(module, interface)

    def _asking(self, name: str, attribute: str, function: Function | None) -> Callable[..., Any]:
        def ask(*values: Any) -> Any:
            if function is None:  # its types have no form here: they pass as they are
                return getattr(getattr(self._answering.given, name), attribute)(*values)
            return self._ask(function, values)

        ask.__name__ = attribute
        return ask

    def _ask(self, function: Function, values: tuple[Any, ...]) -> Any:
        """What the test answers, as the component gets it."""
        shapes = [parameter.shape for parameter in function.parameters]
        if len(values) != len(shapes):
            raise TypeError(f"{function.title} takes {len(shapes)} values, not {len(values)}")
        given = [
            coerce(parameter.shape, value, parameter.attribute, self._resources.take)
            for parameter, value in zip(function.parameters, values, strict=True)
        ]
        answer = self._answering.answer(function, given, self._resources.lend)
        if not isinstance(function.result, Result):
            return answer
        good, _ = function.result.made
        if isinstance(answer, good):
            return answer.value
        raise answer

    def instance(self, exports: Mapping[str, str], imports: Imports) -> object:
        """New objects of the classes that implement the ``exports``."""
        self._answering.given = imports
        app = import_module("app")
        return SimpleNamespace(**{name: getattr(app, kind)() for name, kind in exports.items()})


def use(paths: list[str]) -> None:
    """Puts a component's folders first on Python's path."""
    sys.path[:0] = paths
