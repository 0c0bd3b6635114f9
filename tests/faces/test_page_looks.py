"""What the page looks like, in a real headless Chromium with fonts of its own."""

import base64
import os
from pathlib import Path

from tests.faces.browsing import browse
from tests.faces.toolbox_server import Tools

SHEETS = Path(__file__).parent.parent / "golden" / "looks"
PANELS = ["password", "github", "chat", "pictures", "forecast", "network", "functions"]
_MOST_OFF = 0.01
"""The part of a sheet that may look otherwise."""


def test_looks(tools: Tools, tmp_path: Path) -> None:
    """Each panel looks as on its sheet: at four widths, light and dark, where nothing scrolls
    sideways. `BLESS=1` accepts how they look now."""
    seen = browse("looks.sheets", tools.url, SHEETS, statuses=set())
    assert PANELS == list(seen)
    for panel, one in seen.items():
        folder = SHEETS if os.environ.get("BLESS") else tmp_path
        folder.mkdir(exist_ok=True)
        (folder / f"{panel}.png").write_bytes(base64.b64decode(one["sheet"]))
    assert {} == {panel: one["wide"] for panel, one in seen.items() if one["wide"]}
    off = {panel: one["off"] for panel, one in seen.items() if one["off"] > _MOST_OFF}
    assert not off or os.environ.get("BLESS"), f"compare {tmp_path} with {SHEETS}: {off}"


def test_narrow_screens(tools: Tools) -> None:
    """At 320 pixels no state of any panel scrolls sideways (WCAG 2.2, 1.4.10)."""
    assert [] == browse("looks.narrow", tools.url, statuses={401, 403, 404, 422})
