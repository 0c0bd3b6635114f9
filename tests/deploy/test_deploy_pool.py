"""A host with too small a pool is found out before a request fails there."""

from dataclasses import replace

import pytest
from tests.deploy import greeter

from wae.deploy import pool
from wae.deploy.needs import needs_of
from wae.errors import UsageError
from wae.inspect.report import inspect_app

NEEDS = replace(needs_of(inspect_app(greeter.app(), "app")), most_cores=100, memories=25, tables=20)


def test_room() -> None:
    """What fits to the last one is fine."""
    pool.check(NEEDS, 10, {})
    pool.check(NEEDS, 40, {"core-instances": 4000})
    with pytest.raises(UsageError, match="16 concurrent requests"):  # even without tables
        pool.check(replace(NEEDS, tables=0), 16, {})
    assert {"core-instances": 100, "memories": 25, "tables": 20} == pool.taken(NEEDS)


def test_shortages() -> None:
    """Each setting that is too small, and what it has to be."""
    assert [pool.Shortage("WASMTIME_POOLING_TOTAL_CORE_INSTANCES", 1000, 1100)] == pool.shortages(
        NEEDS, 11, {}
    )
    assert [
        pool.Shortage("WASMTIME_POOLING_TOTAL_CORE_INSTANCES", 10, 100),
        pool.Shortage("WASMTIME_POOLING_TOTAL_MEMORIES", 24, 25),
        pool.Shortage("WASMTIME_POOLING_TOTAL_TABLES", 1, 20),
    ] == pool.shortages(NEEDS, 1, {"core-instances": 10, "memories": 24, "tables": 1})


@pytest.mark.parametrize(
    ("requests", "has", "line"),
    [
        (
            16,
            {},
            "wae: the hosts' pool is too small for 16 concurrent requests: that takes "
            "WASMTIME_POOLING_TOTAL_CORE_INSTANCES=1600 (now 1000). Start the hosts with that and "
            "WASMTIME_POOLING_MAX_COMPONENT_INSTANCE_SIZE=16777216, and say so with "
            "--pool core-instances=1600; or expect fewer: --requests 10",
        ),
        (
            2,
            {"memories": 30, "tables": 30},
            "wae: the hosts' pool is too small for 2 concurrent requests: that takes "
            "WASMTIME_POOLING_TOTAL_MEMORIES=50 (now 30), WASMTIME_POOLING_TOTAL_TABLES=40 "
            "(now 30). Start the hosts with that and "
            "WASMTIME_POOLING_MAX_COMPONENT_INSTANCE_SIZE=16777216, and say so with "
            "--pool memories=50 --pool tables=40; or expect fewer: --requests 1",
        ),
    ],
)
def test_what_to_do(requests: int, has: dict[str, int], line: str) -> None:
    """The host's settings, and the options, ready to be copied."""
    with pytest.raises(UsageError) as caught:
        pool.check(NEEDS, requests, has)
    assert line == caught.value.line()


def test_options() -> None:
    """NAME=NUMBER of a name that there is."""
    assert ("core-instances", 20000) == pool.read_pool("core-instances=20000")
    assert ("tables", 1) == pool.read_pool("tables=1")


@pytest.mark.parametrize(
    "text", ["x", "tables", "tables=", "tables=0", "tables=-1", "tables=\u0663", "stacks=1"]
)
def test_options_that_are_none(text: str) -> None:
    """One line says which there are."""
    with pytest.raises(UsageError) as caught:
        pool.read_pool(text)
    assert (
        f"wae: --pool {text} is not NAME=NUMBER. Names: core-instances, memories, tables, for "
        "example --pool core-instances=20000"
    ) == caught.value.line()
