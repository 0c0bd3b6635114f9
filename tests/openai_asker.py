"""The app in `tests/apps/openai`, asked as a process of its own."""

import functools
import hashlib
import json
import subprocess
import sysconfig
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.faults import FaultServer
from tests.made_once import CACHE, made_once

from wae.build.app import build_app, write_app
from wae.build.progress import Progress
from wae.manifest import load_manifest

ROOT = Path(__file__).parent.parent
KEY = "key-of-the-tests-0123456789"
COMMAND = Path(sysconfig.get_path("scripts"), "wae")
Call = dict[str, Any]
Outcome = dict[str, Any]
Ask = Callable[..., list[Outcome]]


@functools.cache
def app() -> Path:
    """Built and composed; the parts that did not change come from the cache."""
    manifest = load_manifest(ROOT / "tests" / "apps" / "openai" / "wae.toml")
    built = build_app(manifest, Progress(quiet=True))
    digest = hashlib.sha256(built.binary).hexdigest()[:24]
    return made_once(CACHE / "apps" / f"openai-{digest}.wasm", functools.partial(write_app, built))


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


def streamed(model: str, text: str = "Hello") -> Outcome:
    return {"call": "stream", "request": said(text, model)}


def completed(model: str, text: str = "Hello") -> Outcome:
    return {"call": "complete", "request": said(text, model)}


def drawn(model: str, **more: Any) -> Outcome:
    return {"call": "generate", "request": {"model": model, "prompt": "A cat", **more}}


def failures(outcomes: list[Outcome], server: FaultServer) -> list[tuple[str, Any]]:
    """What each ended with, whatever the ports of the server are; an answer without a
    `retry_after` goes without the field."""
    text = json.dumps([[each.get("error"), each.get("detail")] for each in outcomes])
    general = text.replace(server.other_url, "OTHER").replace(server.url, "URL")
    return [(error, _without_absent(detail)) for error, detail in json.loads(general)]


def _without_absent(detail: Any) -> Any:
    is_answer = isinstance(detail, dict) and "status" in detail
    return {k: v for k, v in detail.items() if v is not None} if is_answer else detail
