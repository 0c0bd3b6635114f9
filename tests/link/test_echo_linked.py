"""A Python component gives the same results linked and as componentize-py made it."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.contract.values import values
from tests.link.linking import ROOT, Both, all_functions, both, outcome

import wae
from wae.contract.json_values import to_json
from wae.contract.model import Function
from wae.manifest import load_manifest

PLAIN = ("values", "failures")
"""The interfaces whose functions take and give plain values."""

ENDLESS = ("spin", "sleep", "hoard")


@pytest.fixture(scope="module")
def echoes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """The app `echo`."""
    manifest = load_manifest(ROOT / "tests" / "apps" / "echo" / "wae.toml")
    with both(manifest, tmp_path_factory.mktemp("echo")) as apps:
        yield apps


def functions(app: wae.App) -> dict[str, Function]:
    return {
        title: function
        for title, function in all_functions(app).items()
        if function.interface.partition("@")[0].endswith(PLAIN) and function.name not in ENDLESS
    }


@settings(
    max_examples=150,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_same_results(echoes: Both, data: st.DataObject) -> None:
    """Any function, for any values."""
    before, after = echoes
    name = data.draw(st.sampled_from(sorted(functions(before))))
    parameters = functions(before)[name].parameters
    arguments = {p.name: to_json(p.shape, data.draw(values(p.shape))) for p in parameters}
    assert outcome(before, name, arguments) == outcome(after, name, arguments)
