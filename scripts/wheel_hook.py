"""Builds the toolbox and puts it, compressed, into the wheel; an editable install goes without.

Who installs from sources should not wait for minutes, and who downloads a release should not
download more than needed: `WAE_WHEEL=small` packs as tightly as it goes.

pip keeps to itself what a build prints, unless it fails, so progress goes to the terminal.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from pathlib import Path
from typing import Any, TextIO

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

        preset = BEST if os.environ.get("WAE_WHEEL") == "small" else FAST
        with seen():
            progress = Progress()
            built = build_app(load_manifest(root / "apps" / "toolbox" / "wae.toml"), progress)
            with progress.running(), progress.step("packing the toolbox"):
                bundle(built.binary, root / "src" / "wae" / "bundle", preset)


@contextmanager
def seen() -> Iterator[None]:
    """Lets who waits at a terminal see stderr, whoever else reads it; without one, it stays."""
    terminal = None if sys.stderr.isatty() else _terminal()
    if terminal is None:
        yield
        return
    with terminal, redirect_stderr(terminal):
        print(file=terminal)  # pip's own line has no end yet
        yield


def _terminal() -> TextIO | None:
    try:
        return open("/dev/tty", "w", encoding="utf-8")
    except OSError:
        return None
