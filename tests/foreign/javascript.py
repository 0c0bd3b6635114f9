"""Components made of JavaScript, by componentize-js on Node, and kept by what they are made of."""

import hashlib
import subprocess
import tempfile
from pathlib import Path

import pytest
from tests.made_once import made_once
from tests.our_contracts import our_contracts
from tests.peers.npm_server import node, package

from wae.atomic_write import write_atomically
from wae.build.tree import read_tree, write_tree
from wae.build.wit import Contracts, write_contracts

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".cache" / "javascript"
SCRIPT = Path(__file__).with_name("componentize.mjs")


def javascript_component(folder: Path) -> Path:
    """The component made of `app.js` and `wit/world.wit` in a folder; its world is `javascript`.

    Skips the test where componentize-js is not installed.
    """
    library = package("@bytecodealliance/componentize-js")
    packages = our_contracts()
    files = [SCRIPT, library / "package.json", folder / "app.js", folder / "wit" / "world.wit"]
    made_of = [file.read_bytes() for file in files]
    made_of += [text for _, tree in sorted(packages.items()) for text in tree.values()]
    digest = hashlib.sha256(b"".join(hashlib.sha256(one).digest() for one in made_of))
    output = CACHE / f"{folder.name}-{digest.hexdigest()[:24]}.wasm"
    return made_once(output, lambda file: write_atomically(file, _build(library, folder, packages)))


def _build(library: Path, folder: Path, packages: Contracts) -> bytes:
    with tempfile.TemporaryDirectory() as scratch:
        wit, output = Path(scratch, "wit"), Path(scratch, "component.wasm")
        write_tree(read_tree(folder / "wit", lambda place: True), wit)
        write_contracts(packages, wit)
        done = subprocess.run(
            [node(), SCRIPT, library, folder / "app.js", wit, "javascript", output],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            pytest.fail(f"componentize-js: {done.stdout}{done.stderr}")
        return output.read_bytes()
