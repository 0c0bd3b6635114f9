"""The package `wae.contract`, for components that ask for it (`[tool.wae] contract = true`)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from wae.build.tree import Tree
from wae.contract.own import DATA

FOLDER = "wae/contract"
"""Where it lies in a component; beside it is what it imports."""

MODULE = f"{DATA}.py"
"""The file with the component's own contract (`wae.build.contract_data`)."""

_NEEDED = ("wae/errors.py", "wae/harmless.py", "wae/binary/types.py", "wae/binary/value.py")


@cache
def contract_package() -> Tree:
    """Its files, as this wae itself uses them, by their paths in a component."""
    root = files("wae")
    own = [f"{FOLDER}/{file.name}" for file in (root / "contract").iterdir()]
    names = sorted(name for name in (*own, *_NEEDED) if name.endswith(".py"))
    return {name: root.joinpath(name.removeprefix("wae/")).read_bytes() for name in names}
