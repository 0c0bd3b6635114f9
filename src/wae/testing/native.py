"""A component in this Python: its classes, with imports that the test at hand gives."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from types import SimpleNamespace
from typing import Any

from wae.testing.imports import Imports

IMPORTS = "wit_world.imports"


class NativeComponent:
    """The component whose modules are on Python's path.

    The functions of its imports are replaced once, before anything of it is imported, so that a
    module may keep them; each asks the imports that are ``given`` at the time.
    """

    def __init__(self, imports: Mapping[str, tuple[str, frozenset[str]]]) -> None:
        self.given = Imports({})
        for name, (_, functions) in imports.items():
            module = import_module(f"{IMPORTS}.{name}")
            for function in functions:
                setattr(module, function, self._asking(name, function))

    def _asking(self, name: str, function: str) -> Callable[..., Any]:
        def ask(*values: Any) -> Any:
            return getattr(getattr(self.given, name), function)(*values)

        ask.__name__ = function
        return ask

    def instance(self, exports: Mapping[str, str], imports: Imports) -> object:
        """New objects of the classes that implement the ``exports``."""
        self.given = imports
        app = import_module("app")
        return SimpleNamespace(**{name: getattr(app, kind)() for name, kind in exports.items()})


def use(paths: list[str]) -> None:
    """Puts a component's folders first on Python's path."""
    sys.path[:0] = paths
