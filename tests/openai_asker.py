"""The app in `tests/apps/openai`, asked as a process of its own."""

import functools
import json
import os
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

from wae.build.app import build_app, write_app
from wae.build.progress import Progress
from wae.manifest import load_manifest

ROOT = Path(__file__).parent.parent
CACHE = ROOT / ".cache"
COMMAND = Path(sysconfig.get_path("scripts"), "wae")
Call = dict[str, Any]


@functools.cache
def app() -> Path:
    """Built and composed; the parts that did not change come from the cache."""
    os.environ.setdefault("WAE_BUILD_CACHE", str(CACHE / "build"))
    manifest = load_manifest(ROOT / "tests" / "apps" / "openai" / "wae.toml")
    output = CACHE / "openai-asker.wasm"
    write_app(build_app(manifest, Progress(quiet=True)), output)
    return output


def ask(environ: dict[str, str], folder: Path, calls: list[Call]) -> list[Any]:
    """What came of the calls; see `tests/apps/openai/asker/app.py`."""
    done = subprocess.run(
        [str(COMMAND), "run", "--allow-all", str(app())],
        env=environ,
        input=json.dumps(calls),
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    outcomes: list[Any] = json.loads(done.stdout)
    return outcomes


def said(text: str, model: str = "parrot", **more: Any) -> dict[str, Any]:
    """A request with one message of a user's."""
    return {"model": model, "messages": [{"role": "user", "content": text}], **more}
