"""An app that is ready for calls: its compiled code and its contract."""

from __future__ import annotations

import difflib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wae.binary.reader import BinaryError
from wae.contract.model import Contract, Function, read_contract
from wae.errors import AppError, UsageError
from wae.runtime import cache, folder
from wae.runtime.app import BundledApp, FileApp
from wae.runtime.engine import Component, Engine

if TYPE_CHECKING:
    from wae.runtime.app import App

TOOLBOX = "toolbox"
"""Stands for the packaged toolbox wherever an app's file is expected; the file is `./toolbox`."""

_MOST = 6  # functions that an error message lists


@dataclass(frozen=True)
class OpenedApp:
    """``name`` is that of its data folder."""

    name: str
    engine: Engine
    component: Component
    contract: Contract


def open_app(name: str, *, deadlines: bool = False) -> OpenedApp:
    """Opens the app in a file, or the packaged toolbox; compiles it if need be.

    ``deadlines``: calls can be limited in time. Raises AppError for what is no app.
    """
    app, contract = read_app(name)
    engine = Engine(deadlines=deadlines)
    component = cache.component(app, engine, folder.path(os.environ))
    return OpenedApp(app.name, engine, component, contract)


def read_app(name: str) -> tuple[App, Contract]:
    """The app in a file, or the packaged toolbox, and its contract. Raises AppError."""
    app = find_app(name, folder.path(os.environ))
    try:
        return app, read_contract(app.read())
    except BinaryError as error:
        raise AppError(f"cannot read the contract of {app.name}: {error.message}") from error


def find_app(name: str, where: str) -> App:
    """The file, or the packaged toolbox for ``toolbox``; ``where`` is the cache folder."""
    if name == TOOLBOX:
        override = os.environ.get("WAE_TOOLBOX")
        return FileApp(override, where) if override else BundledApp()
    return FileApp(name, where)


def find_function(contract: Contract, name: str) -> Function:
    """The function called ``name``: ``INTERFACE.FUNCTION`` or, at the root, ``FUNCTION``.

    An interface may be written in full (``wae:password/generator@0.1.0``), without its version,
    or by its last part, where that is clear. Raises UsageError otherwise.
    """
    functions = contract.functions()
    found = [function for function in functions if name in _spellings(function)]
    if len(found) == 1:
        return found[0]
    if found:
        full = ", ".join(f"{function.interface}.{function.name}" for function in found)
        raise UsageError(f"{name} may be any of {full}", hint="Write the interface in full")
    skipped = [why for full, why in contract.skipped.items() if full.endswith(name)]
    if skipped:
        raise UsageError(f"{name} cannot be called: {skipped[0]}")
    titles = [function.title for function in functions]
    close = difflib.get_close_matches(name, titles, 3)
    known = ", ".join(titles[:_MOST]) + (", …" if len(titles) > _MOST else "")
    hint = f"Did you mean {' or '.join(close)}?" if close else f"It has {known or 'none'}"
    raise UsageError(f"the app has no function {name}", hint=hint)


def _spellings(function: Function) -> set[str]:
    if not function.interface:
        return {function.name}
    bare = function.interface.partition("@")[0]
    names = {function.interface, bare, bare.partition(":")[2], bare.rpartition("/")[2]}
    return {f"{interface}.{function.name}" for interface in names}
