"""`oras_client.py PACKAGES pull|push REFERENCE`: the client of registries that is on PyPI.

`pull` writes what it gets into the folder `pulled`; `push` takes `dice.wasm` and its configuration,
`config.json`.
"""

import sys

packages, action, reference = sys.argv[1:]
sys.path.insert(0, packages)

from oras.client import OrasClient  # noqa: E402

client = OrasClient(insecure=True)
if action == "pull":
    client.pull(target=reference, outdir="pulled")
else:
    client.push(
        target=reference,
        files=["dice.wasm:application/wasm"],
        manifest_config="config.json:application/vnd.wasm.config.v0+json",
    ).raise_for_status()
