"""Core modules from `wasm-tools smith` and `wasm-tools mutate`, which make no components."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

from tests.dummy import from_wat, wasm_tools

SIMPLE = '(module (memory 1) (func (export "f") (param i32) (result i32) local.get 0))'


def modules(rng: random.Random, count: int) -> list[bytes]:
    """`count` modules: valid ones, some with invalid functions, and mutations of a simple one."""
    actual = [from_wat(SIMPLE)]
    with tempfile.TemporaryDirectory() as folder:
        simple, invalid = Path(folder, "simple.wasm"), Path(folder, "invalid.json")
        simple.write_bytes(actual[0])
        invalid.write_text('{"allow_invalid_funcs": true}')
        while len(actual) < count:
            seed = rng.randbytes(rng.randint(50, 1500))
            made = [
                wasm_tools("smith", given=seed),
                wasm_tools("smith", "--config", invalid, given=seed),
                wasm_tools("mutate", simple, "--seed", str(rng.randrange(2**32))),
            ]
            actual += [done.stdout for done in made if done.returncode == 0 and done.stdout]
    return actual[:count]
