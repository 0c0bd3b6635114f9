"""A Python component gives the same results linked and as componentize-py made it."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.contract.values import values

import wae
from wae.build import componentize
from wae.build.app import build_app, write_app
from wae.build.progress import Progress
from wae.contract.json_values import from_json, to_json
from wae.contract.model import Function
from wae.errors import Crash
from wae.link.component import read_linking
from wae.manifest import load_manifest

ROOT = Path(__file__).parents[2]
COMPILED = ROOT / ".cache" / "compiled" / "wae"
MANIFEST = ROOT / "tests" / "apps" / "echo" / "wae.toml"
PLAIN = ("values", "failures")
"""The interfaces whose functions take and give plain values."""

ENDLESS = ("spin", "sleep", "hoard")


@pytest.fixture(scope="module")
def echoes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[wae.App, wae.App]]:
    """The app `echo`, with its component unlinked and linked."""
    folder = tmp_path_factory.mktemp("echo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WAE_CACHE_DIR", str(COMPILED))
        if "WAE_BUILD_CACHE" not in os.environ:
            patch.setenv("WAE_BUILD_CACHE", str(ROOT / ".cache" / "build"))
        linked = build_app(load_manifest(MANIFEST), Progress(quiet=True))
        patch.setattr(componentize, "load_linked", lambda *_: None)
        patch.setattr(componentize, "link", lambda name, key, component, cache: component)
        unlinked = build_app(load_manifest(MANIFEST), Progress(quiet=True))
        write_app(unlinked, folder / "unlinked.wasm")
        write_app(linked, folder / "linked.wasm")
        assert read_linking(unlinked.components["echo"].binary) is not None
        assert read_linking(linked.components["echo"].binary) is None
        with wae.load(folder / "unlinked.wasm") as one, wae.load(folder / "linked.wasm") as other:
            yield one, other


def functions(app: wae.App) -> dict[str, Function]:
    contract = app._caller._opened.contract
    return {
        function.title: function
        for function in contract.functions()
        if function.interface.partition("@")[0].endswith(PLAIN) and function.name not in ENDLESS
    }


def outcome(app: wae.App, name: str, arguments: dict[str, Any]) -> Any:
    """What a call gives, as JSON: its result, its error, or that it trapped."""
    function = functions(app)[name]
    given_ = [from_json(p.shape, arguments[p.name], p.name) for p in function.parameters]
    result = function.result
    try:
        value = app._caller.call(function, given_)
    except wae.ResultError as error:
        return {"error": to_json(result.error, error.value)}
    except Crash as error:
        return {"crash": error.message}
    return {"result": None if result is None else to_json(getattr(result, "ok", result), value)}


@settings(
    max_examples=150,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_same_results(echoes: tuple[wae.App, wae.App], data: st.DataObject) -> None:
    """Any function, for any values."""
    before, after = echoes
    name = data.draw(st.sampled_from(sorted(functions(before))))
    parameters = functions(before)[name].parameters
    arguments = {p.name: to_json(p.shape, data.draw(values(p.shape))) for p in parameters}
    assert outcome(before, name, arguments) == outcome(after, name, arguments)
