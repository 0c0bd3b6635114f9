"""The toolbox's functions give the same results linked and as componentize-py made them."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.contract.values import values
from tests.faults import FaultServer, GitHub
from tests.faults.watttime import PASSWORD, USER, WattTime
from tests.link.linking import ROOT, Both, all_functions, both, outcome
from tests.toolbox.talker import Talker

import wae
from wae.compose.graph import AppExport
from wae.contract.json_values import to_json
from wae.contract.model import Function, is_handle_free
from wae.manifest import load_manifest

TOOLS = ["github", "openai", "password", "watttime"]
NEEDED = [*TOOLS, "http", "settings"]
WORDS: dict[str, list[Any]] = {
    "name": ["wae/toolbox", "wae/nothing", "faults/limit-403", "faults/html", "faults/deep-json"],
    "region": ["CAISO_NORTH", "BUSY"],
    "regions": [["CAISO_NORTH", "NOWHERE"]],
    "hours": [1, 24],
    "minutes": [30],
    "limit": [None, 2],
}
"""Values with which functions come far, by the name of their parameter."""


@pytest.fixture(scope="module")
def toolboxes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """Its tools, each of whose services is a server of ours."""
    manifest = load_manifest(ROOT / "apps" / "toolbox" / "wae.toml")
    components = {name: manifest.components[name] for name in NEEDED}
    components["settings"] = replace(components["settings"], consumers=frozenset({"http"}))
    tools = replace(
        manifest, exports=tuple(map(AppExport, TOOLS)), components=components, outputs={}
    )
    with (
        FaultServer(find=GitHub().find) as github,
        FaultServer(find=Talker().find) as openai,
        FaultServer(find=WattTime().find) as watttime,
        pytest.MonkeyPatch.context() as patch,
    ):
        for name, value in {
            "GITHUB_API_URL": github.url,
            "OPENAI_BASE_URL": f"{openai.url}/v1",
            "OPENAI_API_KEY": "sk-0123456789abcdefghij",
            "WATTTIME_API_URL": watttime.url,
            "WATTTIME_USER": USER,
            "WATTTIME_PASSWORD": PASSWORD,
        }.items():
            patch.setenv(name, value)
        folder = tmp_path_factory.mktemp("tools")
        with both(tools, folder, allow_all=True) as apps:
            yield apps


def functions(app: wae.App) -> dict[str, Function]:
    return {title: each for title, each in all_functions(app).items() if is_handle_free(each)}


def alike(result: Any) -> Any:
    """A result without what another call would have otherwise: each text and number as its kind."""
    match result:
        case dict():
            return {key: alike(value) for key, value in result.items()}
        case list():
            return [alike(value) for value in result]
        case _:
            return type(result).__name__


@pytest.mark.parametrize("far", [True, False])
@settings(
    max_examples=10,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_same_results(toolboxes: Both, far: bool, data: st.DataObject) -> None:
    """Any function, for any values and for those with which it comes far."""
    before, after = toolboxes
    for name, function in sorted(functions(before).items()):
        arguments = {}
        for parameter in function.parameters:
            known = WORDS.get(parameter.name) if far else None
            any_ = values(parameter.shape).map(lambda value, p=parameter: to_json(p.shape, value))
            arguments[parameter.name] = data.draw(st.sampled_from(known) if known else any_)
        actual = [outcome(app, name, arguments) for app in (before, after)]
        exact = not name.endswith("generate") and "emissions" not in function.interface
        assert actual[0] == actual[1] if exact else alike(actual[0]) == alike(actual[1]), name
