"""A registry in this process."""

from collections.abc import Iterator

import pytest
from tests.registry.fake_registry import FakeRegistry


@pytest.fixture
def fake() -> Iterator[FakeRegistry]:
    with FakeRegistry() as registry:
        yield registry
