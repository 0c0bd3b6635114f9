"""An app that is ready for calls: its compiled code and its contract."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from wae import __version__
from wae.binary.reader import BinaryError
from wae.binary.value import Value
from wae.contract import stored
from wae.contract.model import Contract, Function
from wae.errors import AppError, UsageError
from wae.faces.contract_of_type import contract_of_type
from wae.grants.model import Grants
from wae.installed.app import find_app, grant
from wae.runtime import cache, cache_directory, exports
from wae.runtime.engine import Component, Engine
from wae.runtime.eviction import CONTRACT
from wae.runtime.optimizing import compiler
from wae.runtime.private_files import kept
from wae.runtime.wasi import Surroundings

if TYPE_CHECKING:
    from wae.runtime.app import App
RECIPE = f"{__version__}-3"
"""Another for each version of wae, which may read a contract in another way."""

_MOST = 6  # functions that an error message lists


class LoadedApp(Value):
    """``given`` is what each instance gets of this process."""

    name: str
    engine: Engine
    component: Component
    contract: Contract
    given: Surroundings


def load_app(
    app: App,
    contract: Contract,
    grants: Grants,
    *,
    deadlines: bool = False,
    refusal: Callable[[Grants], str] | None = None,
) -> LoadedApp:
    """Opens an app with what it is granted; compiles it if need be.

    ``deadlines``: calls can be limited in time. ``refusal``: nobody is asked for more, but told in
    these words. Raises UsageError where it asks for more than it is given.
    """
    where = cache_directory.path(os.environ)
    granted = grant(app, grants, os.environ, where, refusal)
    engine = Engine(deadlines=deadlines, baseline=compiler(deadlines=deadlines))
    component = cache.component(granted.app, engine, where)
    return LoadedApp(app.name, engine, component, contract, granted.surroundings(os.environ))


def read_app(name: str) -> tuple[App, Contract]:
    """The app in a file, or the packaged toolbox, and its contract. Raises AppError."""
    where = cache_directory.path(os.environ)
    app = find_app(name, where)
    return app, contract_of(app, where)


def contract_of(app: App, where: str) -> Contract:
    """The contract of an app, whose type is remembered in the cache folder ``where``.

    Raises AppError where there is none to rely on.
    """
    try:
        component, docs = kept(
            app.sha256 + CONTRACT, where, RECIPE, lambda: _read_contract(app), stored.read
        )
        contract = contract_of_type(component, docs)
    except BinaryError as error:
        raise AppError(f"cannot read the contract of {app.name}: {error.message}") from error
    exports.check_names(contract.interfaces, app.name)
    return contract


def callable_contract(app: App, where: str) -> Contract:
    """What an app exports for calls, and not to be started by. Raises AppError."""
    return contract_of(app, where).without_entries()


def _read_contract(app: App) -> str:
    from wae.binary.decode import decode_component  # half of what a call imports, and for once
    from wae.faces.read_contract import check, read_docs
    from wae.faces.used_imports import with_used_imports

    wasm = app.read()
    component = decode_component(wasm)
    check(component)
    return stored.write(with_used_imports(component), read_docs(wasm))


def find_function(contract: Contract, name: str) -> Function:
    """The function called ``name``: ``INTERFACE.FUNCTION`` or, at the root, ``FUNCTION``.

    An interface may be written in full (``wae:password/generator@0.1.0``), without its version,
    or by its last part, where that is clear. Raises UsageError otherwise.
    """
    functions = contract.functions()
    meant = contract.names.functions_called(name)
    matching = [function for function in functions if (function.interface, function.name) in meant]
    if len(matching) == 1:
        return matching[0]
    if matching:
        full = ", ".join(
            f"{function.interface}.{function.name}".lstrip(".") for function in matching
        )
        raise UsageError(f"{name} may be any of {full}", hint="Write the interface in full")
    skipped = [contract.skipped[one] for one in meant if one in contract.skipped]
    if skipped:
        raise UsageError(f"{name} cannot be called: {skipped[0]}")
    titles = [function.title for function in functions]
    from difflib import get_close_matches  # for errors alone

    close = get_close_matches(name, titles, 3)
    known = ", ".join(titles[:_MOST]) + (", …" if len(titles) > _MOST else "")
    hint = f"Did you mean {' or '.join(close)}?" if close else f"It has {known or 'none'}"
    raise UsageError(f"the app has no function {name}", hint=hint)
