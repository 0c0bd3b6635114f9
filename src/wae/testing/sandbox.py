"""A component as it will run: the built one, sealed as its manifest says, in a fresh sandbox for
each test. What it imports of other components is left open, and answered by the test."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from wae.binary.decode import decode_component
from wae.binary.types import Interface
from wae.build.cache import cache_folder
from wae.build.source import Source
from wae.build.tracebacks import located
from wae.compose import Part, encode, plan
from wae.compose.capabilities import is_wasi
from wae.compose.generate.gate import is_outgoing
from wae.compose.generate.policy import is_policy
from wae.contract.docs import Docs
from wae.contract.model import Contract, Function, make_contract
from wae.contract.names import attribute
from wae.contract.own import Bindings
from wae.contract.shapes import Result, holds_handle
from wae.errors import Crash, WaeError
from wae.faces.host_functions import HostFunctions
from wae.faces.sandbox import ResultError, Sandbox
from wae.files import write_whole
from wae.manifest import ComponentEntry
from wae.runtime import cache, folder
from wae.runtime.app import FileApp
from wae.runtime.engine import Engine
from wae.runtime.wasi import Surroundings
from wae.testing.imports import Imports

_TRACEBACK = "Traceback (most recent call last)"
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
        wanted = {name: item for name, item in kind.imports.items() if _is_faked(name, item)}
        imports = make_contract(kind, Docs({}), wanted, Bindings("imports"))
        _check(imports)
        composed = encode(plan([_part(binary, entry)], [entry.name], list(wanted)), entry.name)
        where = folder.path(os.environ)
        self._engine = Engine()
        self._component = cache.component(
            FileApp(_kept(entry.name, composed), where), self._engine, where
        )
        self._source = source
        self._names = names
        self._given = Imports({})
        self._exports = make_contract(kind, Docs({}), _contracts(kind.exports), Bindings("exports"))
        self._hosted = HostFunctions(self._engine, imports.functions(), self._answer)

    def instance(
        self, exports: Mapping[str, str], imports: Imports
    ) -> tuple[object, Callable[[], None]]:
        """A fresh instance: its ``exports``, full names by those in Python, and what closes it.

        It is made at the first call: it has the variables that the test set until then.
        """
        self._given = imports
        made: list[Sandbox] = []

        def sandbox() -> Sandbox:
            if not made:
                given = Surroundings(os.environ, ())
                linker = self._hosted.linker
                made.append(Sandbox(self._engine, self._component, given, linker=linker))
            return made[0]

        found = {
            name: SimpleNamespace(**self._functions(interface, sandbox))
            for name, interface in exports.items()
        }

        def close() -> None:
            for each in made:
                each.close()

        return SimpleNamespace(**found), close

    def _functions(
        self, interface: str, sandbox: Callable[[], Sandbox]
    ) -> dict[str, Callable[..., Any]]:
        functions = self._exports.interfaces[interface].functions.values()
        return {attribute(each.name): self._calling(each, sandbox) for each in functions}

    def _calling(self, function: Function, sandbox: Callable[[], Sandbox]) -> Callable[..., Any]:
        def call(*values: Any) -> Any:
            try:
                return sandbox().call(function, values)
            except ResultError as error:
                assert isinstance(function.result, Result)
                raise function.result.made[1](error.value) from None
            except Crash as crash:
                raised = self._hosted.take_raised()
                if raised is not None:
                    raise raised from None
                raise GuestError(_told(crash, self._source)) from None

        call.__name__ = attribute(function.name)
        return call

    def _answer(self, function: Function, values: list[Any]) -> Any:
        """What a test's function returns, as the value of the import's result."""
        name = self._names[function.interface]
        implementation = getattr(getattr(self._given, name), attribute(function.name))
        if not isinstance(function.result, Result):
            return implementation(*values)
        good, bad = function.result.made
        try:
            return good(implementation(*values))
        except bad as error:  # type: ignore[misc] # componentize-py's Err is an exception
            return error


def _told(crash: Crash, source: Source) -> str:
    """What the component wrote before it trapped, without the frames of its interpreter."""
    written = crash.debug.partition(_PANIC)[0] if _TRACEBACK in crash.debug else crash.debug
    return f"{crash.message}\n{located(written, source)}"


def _is_faked(name: str, item: object) -> bool:
    is_contract = isinstance(item, Interface) and bool(item.functions())
    return is_contract and not is_wasi(name) and not is_policy(name)


def _contracts(items: Mapping[str, Any]) -> dict[str, Any]:
    return {name: item for name, item in items.items() if ":" in name}


def _check(imports: Contract) -> None:
    """Raises :class:`CannotFake` for a function that passes resources, or has no values."""
    for function in imports.functions():
        shapes = [parameter.shape for parameter in function.parameters]
        if any(map(holds_handle, [*shapes, *([function.result] if function.result else [])])):
            raise CannotFake(
                f"{function.name} of {function.interface} passes resources, which a test cannot "
                "give to a sandbox",
                hint="Mark the tests of this component with pytest.mark.native",
            )
    for (interface, name), reason in imports.skipped.items():
        raise CannotFake(f"{name} of {interface} cannot be given to a sandbox: {reason}")


def _part(binary: bytes, entry: ComponentEntry) -> Part:
    kind = decode_component(binary)
    sends = any(is_outgoing(name) for name in kind.imports)
    return Part(
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
        write_whole(path, composed)
    return str(Path(path))
