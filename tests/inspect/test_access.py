"""What a limit rests on, and who can ask another for more, is said in every form of the report."""

import json
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from wae.compose.generate.policy import Policy
from wae.inspect.access import Access, access
from wae.inspect.formats import as_json
from wae.inspect.picture import draw
from wae.inspect.report import AppReport, InstanceReport
from wae.inspect.text import as_text

PLAIN = InstanceReport(
    name="plain",
    component="c",
    size=1,
    sha256="0" * 64,
    capabilities=(),
    through={},
    policy=None,
    origins=None,
    variables=None,
    givers={},
    exports=(),
    within=None,
    wires_only=False,
    role=None,
)
FILTER = replace(
    PLAIN, name="filter", role="filter", capabilities=("environment",), variables=("A", "B")
)
WIDER = replace(FILTER, name="wider", variables=("A", "B", "C"))
HOLDER = replace(PLAIN, name="holder", capabilities=("environment", "http"))
HTTP = replace(PLAIN, name="http", capabilities=("http",), policy=Policy(("a.example",)))
GATED = replace(PLAIN, name="gated", origins=("a.example",), through={"http": ()})
LIMITED = replace(PLAIN, name="limited", variables=("A", "B"), through={"environment": ("filter",)})


def asks(who: InstanceReport, capability: str, *whom: str) -> InstanceReport:
    return replace(who, through={**who.through, capability: whom})


CASES = {
    "without": (PLAIN, "environment", "."),
    "all": (HOLDER, "environment", "holds"),
    "of another": (asks(PLAIN, "environment", "holder"), "environment", "asks"),
    "a filter": (LIMITED, "environment", "some (proved)"),
    "a filter, and the whole of another": (
        asks(LIMITED, "environment", "filter", "holder"),
        "environment",
        "some (proved), asks",
    ),
    "a filter, and more of another": (
        asks(LIMITED, "environment", "filter", "wider"),
        "environment",
        "some (proved), asks",
    ),
    "a policy": (HTTP, "http", "some (promised)"),
    "a policy, and the whole of another": (
        asks(HTTP, "http", "holder"),
        "http",
        "some (promised), asks",
    ),
    "a gate": (
        replace(PLAIN, origins=("https://a.example",), through={"http": ()}),
        "http",
        "some (proved)",
    ),
    "a gate, and another that only promises as much": (
        asks(replace(PLAIN, origins=("a.example",)), "http", "http"),
        "http",
        "some (proved), asks",
    ),
    "a gate, and another with that gate": (
        asks(replace(PLAIN, origins=("a.example", "b.example")), "http", "gated"),
        "http",
        "some (proved)",
    ),
    "a policy, and another with the same": (
        asks(replace(HTTP, name="other"), "http", "http"),
        "http",
        "some (promised)",
    ),
    "a policy, and another with that gate": (
        asks(replace(HTTP, name="other"), "http", "gated"),
        "http",
        "some (promised)",
    ),
    "a policy of nothing": (replace(HTTP, capabilities=()), "http", "."),
}


@pytest.mark.parametrize(("who", "capability", "cell"), CASES.values(), ids=CASES.keys())
def test_cells(who: InstanceReport, capability: str, cell: str) -> None:
    """A limit is proved or promised; one that does not bound what others do for it says so."""
    instances = {one.name: one for one in (FILTER, WIDER, HOLDER, HTTP, GATED, PLAIN)}
    assert cell == access(who, capability, instances).cell


def test_whom_to_ask() -> None:
    """Those who have no more than oneself are not asked for more."""
    instances = {one.name: one for one in (FILTER, WIDER)}
    who = asks(LIMITED, "environment", "filter", "wider")
    assert Access(False, "proved", ("wider",)) == access(who, "environment", instances)


@pytest.fixture
def report() -> AppReport:
    who = asks(LIMITED, "environment", "filter", "holder")
    return AppReport("app", 1, "", (), (), (), {}, (), (), (FILTER, HOLDER, HTTP, who))


def test_text(report: AppReport) -> None:
    """The table has it, and what stands behind it is told below."""
    text = as_text(report)
    assert "limited  some (proved), asks  " in text
    assert "  environment  only A, B (proved by its filter)\n" in text
    assert "(promised: its own code has to keep to it)" in text


def test_json(report: AppReport) -> None:
    """The JSON has it by capability, with whom to ask."""
    instances = json.loads(json.dumps(as_json(report)))["instances"]
    assert {
        "filter": {"environment": {"rests_on": "proved", "asks_for_more": []}},
        "holder": {},
        "http": {"http": {"rests_on": "promised", "asks_for_more": []}},
        "limited": {"environment": {"rests_on": "proved", "asks_for_more": ["holder"]}},
    } == {one["name"]: one["limits"] for one in instances}


def test_picture(report: AppReport) -> None:
    """The picture has it in the boxes."""
    texts = {e.text for e in ElementTree.fromstring(draw(report)).iter()}
    assert {"environment: some (proved), asks", "http: some (promised)"} <= texts
