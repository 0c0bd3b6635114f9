"""The panels of the toolbox's page, as the build collects them from the tools' folders."""

from functools import cache
from pathlib import Path

from wae.build.components import Components
from wae.build.tree import Tree
from wae.manifest import load_manifest

TOOLBOX = Path(__file__).parent.parent / "apps" / "toolbox" / "wae.toml"


@cache
def our_panels() -> Tree:
    """Modules of JavaScript, by their paths below `/page/panels/`."""
    return Components(load_manifest(TOOLBOX)).tools.panels
