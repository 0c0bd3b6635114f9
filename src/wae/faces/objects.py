"""What an app looks like in Python: packages and interfaces, functions, resources.

WIT names never begin with an underscore, so nothing of an app can be in the way of what these
objects have themselves.
"""

from __future__ import annotations

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

    def work(*given: Any) -> Any:
        return caller.call(function, _values(function, given))

    return _made(function, name, written, f"def {name}", work)


def async_of(caller: Caller, function: Function, name: str, written: Written) -> Callable[..., Any]:
    """The same for `await`."""

    async def work(*given: Any) -> Any:
        return await caller.call_async(function, _values(function, given))

    return _made(function, name, written, f"async def {name}", work)


def refusal_of(name: str, message: str) -> Callable[..., Any]:
    """What stands for a function that cannot be called, and says why when it is."""

    def call(*given: Any, **named: Any) -> Any:
        raise AppError(message)

    call.__name__ = call.__qualname__ = name
    call.__doc__ = message
    return call


def _made(
    function: Function, name: str, written: Written, head: str, work: Callable[..., Any]
) -> Callable[..., Any]:
    """A function with these parameters, which gives them to ``work``; ``head`` begins it."""
    optional = [not is_needed(function, number) for number in range(len(function.parameters))]
    names = [parameter.attribute for parameter in function.parameters]
    parameters = [f"{n}=None" if o else n for n, o in zip(names, optional, strict=True)]
    waits = "await " if head.startswith("async") else ""
    scope: dict[str, Any] = {"_work": work}
    exec(f"{head}({', '.join(parameters)}): return {waits}_work({', '.join(names)})", scope)
    made: Callable[..., Any] = scope[name]
    made.__module__ = __name__
    made.__doc__ = function.whole_doc or f"{function.title} of {function.interface or 'the app'}."
    given = {p.attribute: _Text(written.given(p.shape)) for p in function.parameters}
    made.__annotations__ = {**given, "return": _Text(written.of(function.returned))}
    made.function = function  # type: ignore[attr-defined]
    return made


class _Text(str):
    """A type in a signature, which shows it as it is."""

    __repr__ = str.__str__


class LateSignature:
    """The signature of a class that is made by a call of ``made``, for those who ask."""

    def __init__(self, made: Callable[..., Any]) -> None:
        self._made = made

    def __get__(self, instance: object, owner: type) -> Any:
        from inspect import signature  # which takes 8 ms

        return signature(self._made)


def signature_of(function: Function, written: Written) -> str:
    """Required parameters as they stand; of the optional ones those may be left out that no
    required one follows."""
    parameters = [
        f"{p.attribute}: {written.given(p.shape)}{'' if is_needed(function, number) else ' = None'}"
        for number, p in enumerate(function.parameters)
    ]
    return f"({', '.join(parameters)}) -> {written.of(function.returned)}"


def goes_on(function: Function) -> bool:
    """Whether it is the method `next` of a :class:`Stream`."""
    is_next = function.name.startswith("[method]") and function.name.endswith(".next")
    return is_next and len(function.parameters) == 1 and isinstance(function.returned, Option)


def is_needed(function: Function, number: int) -> bool:
    """Whether the parameter with this number must be given."""
    return any(not isinstance(p.shape, Option) for p in function.parameters[number:])


def _values(function: Function, given: tuple[Any, ...]) -> list[Any]:
    pairs = zip(function.parameters, given, strict=True)
    return [coerce(parameter.shape, value, parameter.attribute) for parameter, value in pairs]
