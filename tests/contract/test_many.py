"""Which function does for a list what another one does for one: types decide, not names."""

import pytest

from wae.contract.many import does_many, list_forms
from wae.contract.model import Contract, make_contract
from wae.faces.mcp.powers import Power, key
from wae.faces.mcp.tools import Choice, tools
from wae.kit.docs.sources import describe

WIT = """
package a:b@1.0.0;

interface things {
    get: func(name: string) -> result<u32, string>;
    all-of-them: func(names: list<string>) -> list<result<u32, string>>;
    weigh: func(name: string, unit: option<u8>) -> result<f64, string>;
    weigh-all: func(names: list<string>, unit: option<u8>) -> list<result<f64, string>>;
    weigh-some: func(names: list<string>, unit: u8) -> list<result<f64, string>>;
    plain: func(name: string) -> u32;
    plain-all: func(names: list<string>) -> list<u32>;
    nothing: func() -> result<u32, string>;
}
interface others {
    get-all: func(names: list<string>) -> list<result<u32, string>>;
}
world app { export things; export others; }
"""


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    folder = tmp_path_factory.mktemp("many")
    (folder / "world.wit").write_text(WIT)
    described = describe(str(folder), str(folder))
    return make_contract(described.type, described.docs)


def test_pairs(contract: Contract) -> None:
    """The first parameter is a list of what the other takes, all other parameters are the same, and
    so is each result; both are of one interface, and a result that cannot fail makes no pair."""
    functions = [*contract.functions()]
    pairs = {
        (many.title, one.title) for many in functions for one in functions if does_many(many, one)
    }
    assert {("things.all-of-them", "things.get"), ("things.weigh-all", "things.weigh")} == pairs
    assert ["things.all-of-them", "things.weigh-all"] == [
        each.title for each in list_forms(functions)
    ]


@pytest.mark.parametrize(
    ("choice", "listed"),
    [
        (Choice(), []),
        (Choice(("b_things_*",)), []),
        (Choice(("*", "b_things_weigh-all")), ["b_things_weigh-all"]),
        (Choice(("b_things_weigh-all",), ("*all",)), []),
    ],
)
def test_models_are_offered_one_of_a_pair(
    contract: Contract, choice: Choice, listed: list[str]
) -> None:
    """A model calls the one several times; the other is there by its whole name."""
    powers = {key(function): Power("", sealed=False) for function in contract.functions()}
    offered = [tool.name for tool in tools(contract, powers, choice)]
    pairs = ("b_things_all-of-them", "b_things_weigh-all")
    assert listed == [name for name in offered if name in pairs]
    if not choice.allow:
        assert {"b_things_get", "b_things_weigh", "b_others_get-all"} <= {*offered}
