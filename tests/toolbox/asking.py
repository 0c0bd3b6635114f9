"""Apps of somebody else's component, and of the toolbox whose functions it calls."""

import hashlib
import shutil
import tempfile
from pathlib import Path

from wae.build.app import build_app, write_app
from wae.build.progress import Progress
from wae.manifest import load_manifest

ASYNC = Path(__file__).parents[2] / "dist/toolbox-async.wasm"
_PACKAGES = ("wae:github", "wae:openai", "wae:watttime")
_MANIFEST = """[app]
name = "asking"
version = "1"
exports = ["asker"]
[wit]
{contracts}
[components.asker]
source = "asker"
[components.toolbox]
path = "{file}"
sha256 = "{digest}"
grants = ["environment", "files", "http", "sockets", "terminal"]
consumers = ["asker"]
"""


def write_asking(asker: Path, toolbox: Path, output: Path) -> None:
    """Writes the app of the component in the folder ``asker``, and of the .wasm ``toolbox``."""
    assert toolbox.is_file(), "run `make toolbox` first"
    contracts = (f'"{name}" = {{ path = "{toolbox}", version = "0.1.0" }}' for name in _PACKAGES)
    digest = hashlib.sha256(toolbox.read_bytes()).hexdigest()
    text = _MANIFEST.format(contracts="\n".join(contracts), file=toolbox, digest=digest)
    with tempfile.TemporaryDirectory() as scratch:
        shutil.copytree(asker, Path(scratch) / "asker")
        manifest = Path(scratch) / "wae.toml"
        manifest.write_text(text)
        write_app(build_app(load_manifest(manifest), Progress(quiet=True)), output)
