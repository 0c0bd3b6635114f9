"""An app whose Python components are linked, and the same as componentize-py made them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import wae
from wae.build import componentize
from wae.build.app import AppBuild, build_app, write_app
from wae.build.progress import Progress
from wae.contract.json_values import from_json, to_json
from wae.contract.model import Function
from wae.errors import Crash
from wae.link.component import read_linking
from wae.manifest.model import Manifest

ROOT = Path(__file__).parents[2]

Both = tuple[wae.App, wae.App]


def unlinked_app(manifest: Manifest) -> AppBuild:
    """The app with its components as componentize-py made them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(componentize, "load_linked", lambda *_: None)
        patch.setattr(componentize, "link", lambda name, key, component, cache: component)
        return build_app(manifest, Progress(quiet=True))


@contextmanager
def both(manifest: Manifest, folder: Path, **given: Any) -> Iterator[Both]:
    """The app with its components unlinked, and linked; loaded with what it is ``given``."""
    linked, unlinked = build_app(manifest, Progress(quiet=True)), unlinked_app(manifest)
    write_app(unlinked, folder / "unlinked.wasm")
    write_app(linked, folder / "linked.wasm")
    assert all(read_linking(one.binary) for one in unlinked.components.values())
    assert not any(read_linking(one.binary) for one in linked.components.values())
    paths = (folder / "unlinked.wasm", folder / "linked.wasm")
    with wae.load(paths[0], **given) as one, wae.load(paths[1], **given) as other:
        yield one, other


def all_functions(app: wae.App) -> dict[str, Function]:
    """The functions of an app by their titles."""
    return {function.title: function for function in app._caller._loaded.contract.functions()}


def outcome(app: wae.App, name: str, arguments: dict[str, Any]) -> Any:
    """What a call gives, as JSON: its result, its error, or that it trapped."""
    function = all_functions(app)[name]
    given = [from_json(p.shape, arguments[p.name], p.name) for p in function.parameters]
    result = function.result
    try:
        value = app._caller.call(function, given)
    except wae.ResultError as error:
        return {"error": to_json(result.error, error.value)}
    except Crash as error:
        return {"crash": error.message}
    shape = getattr(result, "ok", result)  # None for a result without a value, and for no result
    return {"result": None if shape is None else to_json(shape, value)}
