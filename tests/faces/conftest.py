"""The app `echo`, loaded."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import wae

COMPILED = Path(__file__).parents[2] / ".cache" / "compiled" / "wae"


@pytest.fixture(scope="session", autouse=True)
def compiled() -> Iterator[None]:
    """Compiled code is kept between sessions, for this process and those that it starts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WAE_CACHE_DIR", str(COMPILED))
        yield


@pytest.fixture(scope="session")
def echo(echo_app: Path, compiled: None) -> Iterator[wae.App]:
    with wae.load(echo_app, timeout=2, memory=64 << 20) as app:
        yield app
