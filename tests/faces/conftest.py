"""The app `echo`, loaded and served; the toolbox, served."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.faces.rest_servers import Server, serving
from tests.faces.toolbox_server import Tools, serving_tools

import wae


@pytest.fixture(scope="session")
def echo(echo_app: Path) -> Iterator[wae.App]:
    with wae.load(echo_app, timeout=2, memory=64 << 20) as app:
        yield app


@pytest.fixture(scope="module")
def served(
    echo_app: Path, environ: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    with serving(echo_app, tmp_path_factory.mktemp("echo") / "log", environ) as server:
        yield server


@pytest.fixture(scope="module")
def tools(
    toolbox: Path, environ: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Tools]:
    with serving_tools(toolbox, tmp_path_factory.mktemp("tools") / "log", environ) as tools:
        yield tools
