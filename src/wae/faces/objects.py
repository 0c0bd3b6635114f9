"""What an app looks like in Python: packages and interfaces, functions, resources.

WIT names never begin with an underscore, so nothing of an app can be in the way of what these
objects have themselves.
"""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeAlias

from wae.contract.model import Function
from wae.contract.shapes import Option
from wae.errors import AppError
from wae.faces import sandbox
from wae.faces.caller import Caller
from wae.faces.coerce import Held, coerce
from wae.faces.written import Written

Makers: TypeAlias = Mapping[str, Callable[[], Any]]


class Namespace:
    """A package or an interface of an app. What is in it is made when it is first asked for."""

    def __init__(self, title: str, doc: str, makers: Makers, later: Makers | None = None) -> None:
        """``later`` are the asynchronous forms of functions, which nobody has to be shown."""
        self._title = title
        self._makers = makers
        self._later = later or {}
        self.__doc__ = doc  # what `help` shows

    if not TYPE_CHECKING:  # for a type checker there is no more than a stub says

        def __getattr__(self, name: str) -> Any:
            maker = None if name.startswith("_") else self._makers.get(name, self._later.get(name))
            if maker is None:
                known = "" if name.startswith("_") else ", ".join(self._makers) or "none"
                raise AttributeError(f"there is no {name}; there are {known}", name=name, obj=self)
            made = maker()
            setattr(self, name, made)
            return made

    def __dir__(self) -> list[str]:
        return sorted({*type(self).__dict__, *self._makers})

    def __repr__(self) -> str:
        return f"<{self._title}: {', '.join(self._makers) or 'nothing'}>"


class Resource(Held):
    """A resource of an app: its methods, and a context manager that drops it (`with`, or
    `async with`)."""

    _caller: Caller
    _held: sandbox.Resource

    @classmethod
    def _of(cls, caller: Caller, held: sandbox.Resource) -> Resource:
        made = object.__new__(cls)
        made._caller, made._held, made._handle = caller, held, held.shape
        return made

    def __repr__(self) -> str:
        gone = " (closed)" if self._is_gone() else ""
        return f"<{self._handle.resource[1]} of {self._handle.resource[0] or 'the app'}{gone}>"

    def _is_gone(self) -> bool:
        return self._held.pointer is None or self._held.sandbox.dead

    def _end(self, name: str) -> Any:
        """Its method `close`, if the contract has that, and it takes nothing."""
        close = None if self._is_gone() else getattr(self, name, None)
        return close if close and len(close.function.parameters) == 1 else None

    def __enter__(self) -> Resource:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        close = self._end("close")
        if close:
            close()
        self._caller.drop(self._held)

    async def __aenter__(self) -> Resource:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        close = self._end("close_async")
        if close:
            await close()
        await self._caller.drop_async(self._held)


class Stream(Resource):
    """A resource whose ``next`` gives one value after the other: an iterator over them (`for`, or
    `async for`)."""

    def __iter__(self) -> Iterator[Any]:
        following: Callable[[], Any] = self.next  # type: ignore[attr-defined]
        while (item := following()) is not None:
            yield item

    async def __aiter__(self) -> AsyncIterator[Any]:
        following: Callable[[], Any] = self.next_async  # type: ignore[attr-defined]
        while (item := await following()) is not None:
            yield item


def call_of(caller: Caller, function: Function, name: str, written: Written) -> Callable[..., Any]:
    """The function as one of Python's called ``name``."""
    signature = signature_of(function, written)

    def call(*given: Any, **named: Any) -> Any:
        return caller.call(function, _values(function, signature, given, named))

    return _dressed(call, function, name, signature)


def async_of(caller: Caller, function: Function, name: str, written: Written) -> Callable[..., Any]:
    """The same for `await`."""
    signature = signature_of(function, written)

    async def call(*given: Any, **named: Any) -> Any:
        return await caller.call_async(function, _values(function, signature, given, named))

    return _dressed(call, function, name, signature)


def refusal_of(name: str, message: str) -> Callable[..., Any]:
    """What stands for a function that cannot be called, and says why when it is."""

    def call(*given: Any, **named: Any) -> Any:
        raise AppError(message)

    call.__name__ = call.__qualname__ = name
    call.__doc__ = message
    return call


def _dressed(
    call: Callable[..., Any], function: Function, name: str, signature: inspect.Signature
) -> Callable[..., Any]:
    call.__name__ = call.__qualname__ = name
    call.__doc__ = function.doc or f"{function.title} of {function.interface or 'the app'}."
    call.__signature__ = signature  # type: ignore[attr-defined]
    call.function = function  # type: ignore[attr-defined]
    return call


class _Text(str):
    """A type in a signature, which shows it as it is."""

    __repr__ = str.__str__


def signature_of(function: Function, written: Written) -> inspect.Signature:
    """Required parameters as they stand; of the optional ones those may be left out that no
    required one follows."""
    kinds = inspect.Parameter
    parameters = [
        kinds(
            parameter.attribute,
            kinds.POSITIONAL_OR_KEYWORD,
            default=kinds.empty if is_needed(function, number) else None,
            annotation=_Text(written.given(parameter.shape)),
        )
        for number, parameter in enumerate(function.parameters)
    ]
    returned = _Text(written.of(function.returned))
    return inspect.Signature(parameters, return_annotation=returned)


def goes_on(function: Function) -> bool:
    """Whether it is the method `next` of a :class:`Stream`."""
    is_next = function.name.startswith("[method]") and function.name.endswith(".next")
    return is_next and len(function.parameters) == 1 and isinstance(function.returned, Option)


def is_needed(function: Function, number: int) -> bool:
    """Whether the parameter with this number must be given."""
    return any(not isinstance(p.shape, Option) for p in function.parameters[number:])


def _values(
    function: Function, signature: inspect.Signature, given: tuple[Any, ...], named: dict[str, Any]
) -> list[Any]:
    bound = signature.bind(*given, **named).arguments
    return [coerce(p.shape, bound.get(p.attribute), p.attribute) for p in function.parameters]
