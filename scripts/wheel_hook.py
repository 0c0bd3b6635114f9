"""Builds the toolbox and puts it, compressed, into the wheel; an editable install goes without.

Who installs from sources should not wait for minutes, and who downloads a release should not
download more than needed: `WAE_WHEEL=small` packs as tightly as it goes.
"""

import os
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ToolboxHook(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        root = Path(self.root)
        os.environ.setdefault("WAE_BUILD_CACHE", str(root / ".cache" / "build"))
        sys.path.insert(0, str(root / "src"))
        from wae.build.app import build_app
        from wae.build.bundle import BEST, FAST, bundle
        from wae.build.progress import Progress
        from wae.manifest import load_manifest

        built = build_app(load_manifest(root / "apps" / "toolbox" / "wae.toml"), Progress())
        preset = BEST if os.environ.get("WAE_WHEEL") == "small" else FAST
        bundle(built.binary, root / "src" / "wae" / "bundle", preset)
