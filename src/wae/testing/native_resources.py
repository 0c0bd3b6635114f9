"""Resources of imports natively: objects of the bindings' classes, each with a test's behind it."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from types import ModuleType
from typing import Any

from wae.contract.json_values import InvalidValue
from wae.contract.model import Function, Interface
from wae.contract.python_names import attribute, class_name, words
from wae.contract.shapes import Handle
from wae.testing.answering import Unfaked, drop

_FAKE, _END = "_wae_fake", "_wae_end"


class NativeResources:
    """``ask`` is called for a function with what the component gives it."""

    def __init__(self, ask: Callable[[Function, tuple[Any, ...]], Any]) -> None:
        self._ask = ask
        self._kinds: dict[tuple[str, str], type] = {}

    def replace(self, module: ModuleType, interface: Interface) -> None:
        """Puts what asks the test into the bindings' classes of the interface's resources."""
        for resource in interface.resources:
            kind: Any = getattr(module, class_name(resource))
            self._kinds[interface.name, resource] = kind
            kind.__new__ = _no_constructor
            kind.__init__ = _nothing
            kind.__exit__ = _leave
            for function in interface.functions.values():
                if function.resource == resource:
                    _put(kind, function, self._ask)

    def lend(self, shape: Handle, value: Any, path: str) -> Any:
        """What the component gets for a test's object: it drops it when it forgets it."""
        if value is None:
            raise InvalidValue(path, f"expected a {shape.resource[1]}, found None")
        made: Any = object.__new__(self._kinds[shape.resource])
        end = weakref.finalize(made, drop, value)
        end.atexit = False
        vars(made).update({_FAKE: value, _END: end})
        return made

    def take(self, shape: Handle, value: Any, path: str) -> Any:
        """The test's object behind the component's, which loses it if it gives it away."""
        kind = self._kinds[shape.resource]
        if type(value) is not kind:
            raise InvalidValue(path, f"expected a {kind.__name__}, found {type(value).__name__}")
        if _FAKE not in vars(value):
            raise InvalidValue(path, f"the {kind.__name__} was dropped or given away")
        if not shape.owned:
            return vars(value)[_FAKE]
        vars(value).pop(_END).detach()
        return vars(value).pop(_FAKE)


def _put(kind: Any, function: Function, ask: Callable[[Function, tuple[Any, ...]], Any]) -> None:
    """A function of a resource; classes that a test derives from ``kind`` do not inherit it."""
    label = attribute(words(function.name)[-1])
    if function.name.startswith("[constructor]"):
        kind.__new__ = lambda cls, *values, **named: (
            ask(function, values) if cls is kind else object.__new__(cls)
        )
    else:
        setattr(kind, label, _Member(kind, function, ask))


class _Member:
    """A method or static function: of the class of the bindings, not of those derived from it."""

    def __init__(
        self, kind: type, function: Function, ask: Callable[[Function, tuple[Any, ...]], Any]
    ) -> None:
        self.kind = kind
        self.function = function
        self.ask = ask

    def __get__(self, owner: object | None, kind: type) -> Any:
        if kind is not self.kind:
            return Unfaked(self.function.name)
        own = () if self.function.name.startswith("[static]") or owner is None else (owner,)
        return lambda *values: self.ask(self.function, (*own, *values))


def _no_constructor(cls: type, *values: object, **named: object) -> object:
    return object.__new__(cls)


def _nothing(self: object, *values: object, **named: object) -> None:
    pass


def _leave(self: object, *error: object) -> None:
    end = vars(self).pop(_END, None)
    if end is not None:
        del vars(self)[_FAKE]
        end()
