"""Apps of async components in Python."""

import hashlib
from pathlib import Path

import pytest
from tests.made_once import built_once
from tests.wasip3 import official

HERE = Path(__file__).parent
WORLDS = """
world working { import wasi:clocks/monotonic-clock@0.3.0; export work; }
world crowding { import naps; export crowd; }
"""


@pytest.fixture(scope="session")
def napping_app(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`naps` in Python, which asks `worker`; `crowd` asks it many times at once."""
    folder = tmp_path_factory.mktemp("napping")
    wit = (HERE / "naps/wit/world.wit").read_text() + WORLDS
    lines = ["[app]", 'name = "napping"', 'version = "1"', 'exports = ["naps", "crowd"]']
    lines += ["[components.naps]", f'source = "{HERE / "naps"}"']
    for name, world in (("worker", "working"), ("crowd", "crowding")):
        binary = official.embed(wit, (HERE / f"{name}.wat").read_text(), world)
        (folder / f"{name}.wasm").write_bytes(binary)
        digest = hashlib.sha256(binary).hexdigest()
        lines += [f"[components.{name}]", f'path = "{name}.wasm"', f'sha256 = "{digest}"']
    (folder / "wae.toml").write_text("\n".join(lines))
    return built_once(tmp_path_factory, folder)


@pytest.fixture(scope="session")
def fetching_app(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An async component of Python that sends requests by `wasi:http/client` of 0.3."""
    return built_once(tmp_path_factory, HERE / "fetching")
