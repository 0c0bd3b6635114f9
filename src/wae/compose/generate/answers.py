"""What each function of a denied interface answers: something that its caller can handle.

There are no variables, folders, terminals; stdin is at its end, and stdout is stderr. What can fail
fails with the interface's own error for refused access. Where WASI lets a component prepare what
then needs the authority (fields and requests of HTTP), preparing works and keeps nothing. Two
things do not return, and say on stderr who did what: ``exit``, and what has no answer at all.

In WASI 0.3 bytes come as a ``stream``, and how that ended as a ``future``: those that a denial
returns are at their end, and settled; what is written to stdout is handed to stderr.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeAlias

from wae.binary.types import (
    Enum,
    Flags,
    Func,
    Future,
    List,
    Named,
    Option,
    Own,
    Primitive,
    Record,
    Result,
    Stream,
    Tuple,
    Type,
    TypeDef,
    Variant,
    named_types,
)
from wae.compose.capabilities import base, grant_of
from wae.compose.generate.standard import (
    CLI_ERRORS,
    INPUT,
    OUTPUT,
    POLL,
    STDOUT,
    STREAMS,
    VIA_STREAM,
)
from wae.compose.interfaces import Interfaces

# The words for "you may not" in the error types of WASI.
_REFUSALS = ("access-denied", "access", "not-permitted", "HTTP-request-denied")
_STANDARD_OUTPUTS = ("get-stdout", "get-stderr")
_METHODS = f"[method]{OUTPUT}."


@dataclass(frozen=True)
class Fresh:
    """A new handle of a resource type that the denial itself defines."""

    resource: Named


@dataclass(frozen=True)
class Ready:
    """A pollable that is ready."""


@dataclass(frozen=True)
class Stderr:
    """The app's stderr, as an output stream."""


@dataclass(frozen=True)
class Ended:
    """The readable end of a stream to which nobody writes."""

    kind: Stream


@dataclass(frozen=True)
class Settled:
    """The readable end of a future, with ``value`` for whoever reads it."""

    kind: Future
    value: Any


Handle: TypeAlias = Fresh | Ready | Stderr | Ended | Settled


@dataclass(frozen=True)
class Return:
    """Drop the resources that the caller gave away, and return ``value``.

    It is in the terms of :class:`wae.compose.generate.abi.Image`, with a :data:`Handle` for each
    handle.
    """

    value: Any


@dataclass(frozen=True)
class Say:
    """Write a line to stderr, then trap; with ``tells_status``, the first parameter ends it."""

    text: str
    tells_status: bool = False


@dataclass(frozen=True)
class Pass:
    """Do as the host does if the stream is stderr; ``closed`` is the answer if it is closed."""

    closed: Any


@dataclass(frozen=True)
class ToStderr:
    """Give the stream to the app's stderr of WASI 0.3, and return what that returns."""


Behaviour: TypeAlias = Return | Say | Pass | ToStderr


class _NoAnswer(Exception):
    """No value of this type can be made up."""


class Answers:
    """The behaviour of the functions in ``denied``; ``component`` is whom they are denied to.

    ``interfaces`` has the denied ones and all whose types they use; those that are not denied are
    the host's.
    """

    def __init__(self, component: str, denied: Collection[str], interfaces: Interfaces) -> None:
        self.component = component
        self.denied = denied
        self.interfaces = interfaces

    def of(self, owner: str, title: str, func: Func) -> Behaviour:
        known = base(owner)
        if known == "wasi:cli/exit":
            return Say(f'component "{self.component}" ended the app', self._is_status(func))
        try:
            if not known:
                return Return(self._refusal(func.result))
            if known == STDOUT and title == VIA_STREAM and self._is_written(func):
                return ToStderr()
            if title in _STANDARD_OUTPUTS and self._is_stream(func.result, OUTPUT):
                return Return(Stderr())
            value = self._value(func.result)
        except _NoAnswer:
            return Say(self._complaint(owner, title))
        leads_somewhere = known == STREAMS and title.startswith(_METHODS)
        return Pass(value) if leads_somewhere and not self._reads(func) else Return(value)

    def _is_written(self, func: Func) -> bool:
        """Whether a function of WASI 0.3 takes a stream of bytes, and returns how it ended."""
        kinds = [self.definition(kind) for _, kind in func.params]
        match func.result:
            case Future(Result(None, err)):
                return kinds == [Stream(Primitive("u8"))] and self.definition(err) == CLI_ERRORS
            case _:
                return False

    def _complaint(self, owner: str, title: str) -> str:
        text = f'component "{self.component}" called {title} of {owner}'
        grant = grant_of(owner)
        return f'{text} without the grant "{grant}"' if grant else f"{text}, which no grant opens"

    def _is_status(self, func: Func) -> bool:
        kinds = [self.definition(kind) for _, kind in func.params]
        return kinds in ([Result(None, None)], [Primitive("u8")])

    def _reads(self, func: Func) -> bool:
        return any(named.name == INPUT for named in named_types(func))

    def _is_stream(self, kind: Type | None, stream: str) -> bool:
        if not isinstance(kind, Own) or not isinstance(kind.resource, Named):
            return False
        origin = self.origin(kind.resource)
        return base(origin.owner) == STREAMS and origin.name == stream

    def _refusal(self, kind: Type | None) -> Any:
        """The answer where nothing is known of an interface but its types."""
        match self.definition(kind):
            case List(_, None):
                return ()
            case Option():
                return ("none", None)
            case Primitive("string"):
                return ""
            case Result(_, err):
                case = self._refusal_case(err)
                if case is not None:
                    return ("error", (case, None))
        raise _NoAnswer

    def _refusal_case(self, error: Type | None) -> str | None:
        """The case without payload that means refused access."""
        cases: Mapping[str, Type | None]
        match self.definition(error):
            case Enum(labels):
                cases = dict.fromkeys(labels)
            case Variant(pairs):
                cases = dict(pairs)
            case _:
                return None
        is_of_streams = isinstance(error, Named) and base(self.origin(error).owner) == STREAMS
        words = ("closed",) if is_of_streams else _REFUSALS
        return next((word for word in words if word in cases and cases[word] is None), None)

    def _value(self, kind: Type | None) -> Any:
        """A refusal if there is one, else the least that there is of a type."""
        match self.definition(kind):
            case None:
                return None
            case Primitive("string"):
                return ""
            case Primitive("char"):
                return "\0"
            case Primitive(name) if name != "error-context":
                return 0
            case Option():
                return ("none", None)
            case List(_, None) | Flags():
                return ()
            case Tuple(items):
                return [self._value(item) for item in items]
            case Record(fields):
                return {name: self._value(field) for name, field in fields}
            case Enum(labels):
                return (labels[0], None)
            case Variant(cases):
                return self._first(cases)
            case Result(ok, err):
                case = self._refusal_case(err)
                if case is not None:
                    return ("error", (case, None))
                return self._first((("ok", ok), ("error", err)))
            case Own(Named() as resource):
                return self._handle(self.origin(resource))
            case Stream() as stream:
                return Ended(stream)
            case Future() as future:
                return Settled(future, self._value(future.element))
        raise _NoAnswer

    def _first(self, cases: tuple[tuple[str, Type | None], ...]) -> tuple[str, Any]:
        """The first case of which there is a value."""
        for label, payload in cases:
            with suppress(_NoAnswer):
                return (label, self._value(payload))
        raise _NoAnswer

    def _handle(self, resource: Named) -> Handle:
        if resource.owner in self.denied:
            return Fresh(resource)
        if (base(resource.owner), resource.name) == (POLL, "pollable"):
            return Ready()
        raise _NoAnswer

    def definition(self, kind: Type | None) -> Type | None:
        """A type with its name looked up; what a resource is called stays."""
        while isinstance(kind, Named):
            item = self.interfaces[kind.owner].items[kind.name]
            kind = item.type if isinstance(item, TypeDef) else None
        return kind

    def origin(self, named: Named) -> Named:
        """The interface that defines a type, and its name there."""
        while True:
            item = self.interfaces[named.owner].items[named.name]
            if not isinstance(item, TypeDef) or not isinstance(item.type, Named):
                return named
            named = item.type
