"""A registry with faults, a component of some bytes, and somebody who has no credentials."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.dummy import from_wit
from tests.registry.fake_registry import FakeRegistry

from wae.registry import layout
from wae.registry.client import Registry
from wae.registry.connection import PUSH, Connection
from wae.registry.errors import RegistryError
from wae.registry.exchange import pull, push
from wae.registry.reference import parse

Client = Callable[..., Registry]

WIT = """package a:dice@1.0.0;
interface roll { roll: func(sides: u32) -> u32; }
world w { export roll; }
"""


def failing(make: Client, reference: str) -> str:
    """The one line that a pull ends with."""
    with pytest.raises(RegistryError) as caught:
        pull(make(reference), parse(reference))
    assert caught.value.line().isprintable()
    return caught.value.line()


@pytest.fixture(scope="session")
def dice() -> bytes:
    """A component that exports one function."""
    return from_wit(WIT)


@pytest.fixture
def fake() -> Iterator[FakeRegistry]:
    with FakeRegistry() as registry:
        yield registry


@pytest.fixture
def nobody(tmp_path: Path) -> dict[str, str]:
    """The environment of somebody without credentials."""
    return {"DOCKER_CONFIG": str(tmp_path / "docker")}


@pytest.fixture
def waits() -> list[float]:
    """How long the client waited, and did not."""
    return []


@pytest.fixture
def client(
    fake: FakeRegistry, nobody: dict[str, str], waits: list[float]
) -> Callable[..., Registry]:
    """A client of the registry, of which nobody waits."""

    def make(reference: str = "", environ: dict[str, str] | None = None) -> Registry:
        parsed = parse(reference or f"{fake.host}/x:1.0.0")
        return Registry(
            Connection(parsed, environ or nobody, actions=PUSH, insecure=True, wait=waits.append)
        )

    return make


@pytest.fixture
def published(fake: FakeRegistry, client: Callable[..., Registry], dice: bytes) -> str:
    """The component's reference, where it was just pushed."""
    reference = parse(f"{fake.host}/x:1.0.0")
    push(client(), reference, layout.artifact(dice, {}), dice)
    fake.requests.clear()
    return str(reference)
