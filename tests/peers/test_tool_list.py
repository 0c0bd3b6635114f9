"""How long the list of tools is that a model has to read, by the tokenizer of a real one."""

import json
import subprocess
from pathlib import Path

import httpx
from tests.patience import PATIENCE

from llama import KEY, llama_serving
from tests.conftest import COMMAND

MOST = 6000


def test_tokens(environ: dict[str, str], tmp_path: Path) -> None:
    """All tools of the toolbox are at most 6,000 tokens (decision 72)."""
    command = [str(COMMAND), "mcp", "toolbox", "--list", "--json"]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=True)
    tools = json.loads(done.stdout)["tools"]
    assert len(tools) > 20
    text = json.dumps({"tools": tools}, ensure_ascii=False, separators=(",", ":"))
    with llama_serving(tmp_path / "log") as url:
        answer = httpx.post(
            f"{url}/tokenize",
            json={"content": text},
            headers={"authorization": f"Bearer {KEY}"},
            timeout=PATIENCE,
            trust_env=False,
        )
    assert MOST >= len(answer.json()["tokens"])
