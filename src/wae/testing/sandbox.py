"""A component as it will run: the built one, sealed as its manifest says, in a fresh sandbox for
each test. What it imports of other components is left open, and answered by the test."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from wae.atomic_write import write_atomically
from wae.binary.decode import decode_component
from wae.build.cache import cache_folder
from wae.build.source import Source
from wae.build.tracebacks import located
from wae.compose import ComponentSpec, encode, plan
from wae.compose.floors import needed
from wae.compose.generate.gate import is_outgoing
from wae.contract.docs import Docs
from wae.contract.model import Contract, Function, make_contract
from wae.contract.own import Bindings
from wae.contract.python_names import attribute
from wae.contract.shapes import Handle, Result, Shape, parts
from wae.errors import Crash, WaeError
from wae.faces.host_functions import HostFunctions
from wae.faces.sandbox import ResultError, Sandbox
from wae.manifest import ComponentEntry
from wae.runtime import cache, cache_directory
from wae.runtime.app import FileApp
from wae.runtime.engine import Engine
from wae.runtime.wasi import Surroundings
from wae.testing.answering import Answering, contract_of_fakes, drop
from wae.testing.imports import Imports

_TRACEBACK = "Traceback (most recent call last)"
_SEVERAL = "deferred host scope has no call context"  # a defect of wasmtime 50
_PANIC = "\nthread '<unnamed>'"  # how componentize-py ends after an exception


class GuestError(Exception):
    """The component trapped: an exception that it did not handle, with its traceback."""


class CannotFake(WaeError):
    """The component imports what a test cannot give to a sandbox."""


class SealedComponent:
    """Compiled once, for any number of instances.

    ``names`` are the imports' full names and the names they have in tests, ``source`` is where
    lines of tracebacks are found. Raises :class:`wae.errors.WaeError`.
    """

    def __init__(
        self, binary: bytes, entry: ComponentEntry, source: Source, names: Mapping[str, str]
    ) -> None:
        kind = decode_component(binary)
        imports = contract_of_fakes(kind)
        _check(imports)
        planned = plan(
            [_spec(binary, entry)], [entry.name], [*imports.interfaces], wasi=needed(kind)
        )
        composed = encode(planned, entry.name)
        where = cache_directory.path(os.environ)
        self._engine = Engine(baseline=None)
        self._component = cache.component(
            FileApp(_kept(entry.name, composed), where), self._engine, where
        )
        self._source = source
        self._faked = {*imports.interfaces}
        self._answering = Answering(names)
        self._exports = make_contract(kind, Docs({}), _contracts(kind.exports), Bindings("exports"))
        self._hosted = HostFunctions(
            self._engine, imports.interfaces.values(), self._answering.answer, drop
        )

    def instance(
        self, exports: Mapping[str, str], imports: Imports
    ) -> tuple[object, Callable[[], None]]:
        """A fresh instance: its ``exports``, full names by those in Python, and what closes it.

        It is made at the first call: it has the variables that the test set until then.
        """
        self._answering.given = imports
        made: list[Sandbox] = []

        def sandbox() -> Sandbox:
            if not made:
                given = Surroundings(os.environ, ())
                linker = self._hosted.linker
                made.append(Sandbox(self._engine, self._component, given, linker=linker))
            return made[0]

        interfaces = {
            name: SimpleNamespace(**self._functions(interface, sandbox))
            for name, interface in exports.items()
        }

        def close() -> None:
            for each in made:
                each.close()
            self._hosted.resources.forget()

        return SimpleNamespace(**interfaces), close

    def _functions(
        self, interface: str, sandbox: Callable[[], Sandbox]
    ) -> dict[str, Callable[..., Any]]:
        functions = self._exports.interfaces[interface].functions.values()
        return {attribute(each.name): self._calling(each, sandbox) for each in functions}

    def _calling(self, function: Function, sandbox: Callable[[], Sandbox]) -> Callable[..., Any]:
        faked = [each for each in _handles(function) if each.resource[0] in self._faked]

        def call(*values: Any) -> Any:
            if faked:
                owner, name = faked[0].resource
                raise CannotFake(
                    f"{function.title} passes {name} of {owner}, an import: a test cannot call it "
                    "in a sandbox",
                    hint="Mark the test with pytest.mark.native",
                )
            try:
                return sandbox().call(function, values)
            except ResultError as error:
                assert isinstance(function.result, Result)
                raise function.result.made[1](error.value) from None
            except Crash as crash:
                raised = self._hosted.take_raised()
                if raised is not None:
                    raise raised from None
                if _SEVERAL in crash.message:
                    raise CannotFake(
                        f"{function.title} lends several resources to one call of an import, which "
                        "wasmtime cannot hand to a test",
                        hint="Mark the test with pytest.mark.native",
                    ) from None
                raise GuestError(_message(crash, self._source)) from None

        call.__name__ = attribute(function.name)
        return call


def _message(crash: Crash, source: Source) -> str:
    """What the component wrote before it trapped, without the frames of its interpreter."""
    written = crash.debug.partition(_PANIC)[0] if _TRACEBACK in crash.debug else crash.debug
    return f"{crash.message}\n{located(written, source)}"


def _contracts(items: Mapping[str, Any]) -> dict[str, Any]:
    return {name: item for name, item in items.items() if ":" in name}


def _handles(function: Function) -> Iterator[Handle]:
    """The resources that go in or out."""
    shapes: list[Shape] = [parameter.shape for parameter in function.parameters]
    shapes += [function.result] if function.result else []
    while shapes:
        shape = shapes.pop()
        shapes += parts(shape)
        if isinstance(shape, Handle):
            yield shape


def _check(imports: Contract) -> None:
    """Raises :class:`CannotFake` for a function with resources of WASI, or without values."""
    for function in imports.functions():
        for handle in _handles(function):
            owner, name = handle.resource
            if owner not in imports.interfaces:
                raise CannotFake(
                    f"{function.name} of {function.interface} passes {name} of {owner}, which a "
                    "test cannot give to a sandbox",
                    hint="Mark the tests of this component with pytest.mark.native",
                )
    for (interface, name), reason in imports.skipped.items():
        raise CannotFake(f"{name} of {interface} cannot be given to a sandbox: {reason}")


def _spec(binary: bytes, entry: ComponentEntry) -> ComponentSpec:
    kind = decode_component(binary)
    sends = any(is_outgoing(name) for name in kind.imports)
    return ComponentSpec(
        name=entry.name,
        binary=binary,
        type=kind,
        grants=entry.grants,
        policy=entry.policy if sends else None,
        variables=entry.variables,
    )


def _kept(name: str, composed: bytes) -> str:
    """A file with the composite, whose name is its digest."""
    path = cache_folder() / "tests" / f"{name}-{hashlib.sha256(composed).hexdigest()}.wasm"
    if not path.is_file():
        write_atomically(path, composed)
    return str(Path(path))
