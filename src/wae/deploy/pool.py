"""Whether a host's pool is large enough for as many requests at a time as are expected.

wasmtime keeps core instances, memories and tables in a pool of a fixed size, and a request that
finds nothing left in it fails. A host does not tell how large its pool is: whoever deploys does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wae.deploy.needs import Needs
from wae.errors import UsageError

SETTINGS = {
    "core-instances": "WASMTIME_POOLING_TOTAL_CORE_INSTANCES",
    "memories": "WASMTIME_POOLING_TOTAL_MEMORIES",
    "tables": "WASMTIME_POOLING_TOTAL_TABLES",
}
"""What there is a number of, and the variable of the host that sets it."""

DEFAULT = 1000
"""Of each, where nothing is set (wasmtime's PoolingAllocationConfig)."""

SIZE = "WASMTIME_POOLING_MAX_COMPONENT_INSTANCE_SIZE"
LARGE = 16 << 20
"""Bytes of bookkeeping per instance that do for every app; the default, 1 MiB, does for few."""


@dataclass(frozen=True)
class Shortage:
    """The host setting that is too small, and the least that does."""

    setting: str
    has: int
    needs: int


def taken(needs: Needs) -> dict[str, int]:
    """What one request takes of each."""
    return {
        "core-instances": needs.most_cores,
        "memories": needs.memories,
        "tables": needs.tables,
    }


def shortages(needs: Needs, requests: int, pool: Mapping[str, int]) -> list[Shortage]:
    """What a host with this pool has too few of, for that many requests at a time."""
    return [
        Shortage(SETTINGS[name], pool.get(name, DEFAULT), each * requests)
        for name, each in taken(needs).items()
        if each * requests > pool.get(name, DEFAULT)
    ]


def check(needs: Needs, requests: int, pool: Mapping[str, int]) -> None:
    """Raises UsageError for a pool that is too small."""
    short = shortages(needs, requests, pool)
    if not short:
        return
    known = {name: variable for variable, name in SETTINGS.items()}
    settings = ", ".join(f"{each.setting}={each.needs} (now {each.has})" for each in short)
    options = " ".join(f"--pool {known[each.setting]}={each.needs}" for each in short)
    fits = min(pool.get(name, DEFAULT) // each for name, each in taken(needs).items() if each)
    raise UsageError(
        f"the hosts' pool is too small for {requests} concurrent requests: that takes {settings}",
        hint=f"Start the hosts with that and {SIZE}={LARGE}, and say so with {options}; "
        f"or expect fewer: --requests {max(fits, 1)}",
    )


def read_pool(text: str) -> tuple[str, int]:
    """The name and the number of ``NAME=NUMBER``. Raises UsageError."""
    name, _, number = text.partition("=")
    if name not in SETTINGS or not number.isascii() or not number.isdigit() or int(number) < 1:
        raise UsageError(
            f"--pool {text} is not NAME=NUMBER",
            hint=f"Names: {', '.join(SETTINGS)}, for example --pool core-instances=20000",
        )
    return name, int(number)
