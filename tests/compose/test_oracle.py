"""Our composition beside that of `wasm-tools compose`, where both can do it."""

from pathlib import Path
from typing import Any

import dummy
from parts import composed, part
from running import Running

DOUBLE = """\
(component
  (import "test:math/base@1.0.0" (instance $base (export "f" (func (param "x" u32) (result u32)))))
  (core func $f (canon lower (func $base "f")))
  (core module $m (import "b" "f" (func $f (param i32) (result i32)))
    (func (export "f") (param i32) (result i32) (i32.mul (i32.const 2) (call $f (local.get 0)))))
  (core instance $i (instantiate $m (with "b" (instance (export "f" (func $f))))))
  (func $g (param "x" u32) (result u32) (canon lift (core func $i "f")))
  (instance $x (export "f" (func $g)))
  (export "test:math/double@1.0.0" (instance $x)))
"""
BASE = """\
(component
  (import "wasi:random/random@0.2.9" (instance (export "get-random-u64" (func (result u64)))))
  (core module $m (func (export "f") (param i32) (result i32)
    (i32.add (i32.const 7) (local.get 0))))
  (core instance $i (instantiate $m))
  (func $g (param "x" u32) (result u32) (canon lift (core func $i "f")))
  (instance $x (export "f" (func $g)))
  (export "test:math/base@1.0.0" (instance $x)))
"""


def test_same_world_and_behaviour(tmp_path: Path) -> None:
    """Both composites import and export the same, and compute the same."""
    double, base = tmp_path / "double.wasm", tmp_path / "base.wasm"
    double.write_bytes(dummy.from_wat(DOUBLE))
    base.write_bytes(dummy.from_wat(BASE))
    theirs = tmp_path / "theirs.wasm"
    done = dummy.wasm_tools("compose", double, "-d", base, "-o", theirs)
    assert done.returncode == 0, done.stderr.decode()
    parts = [part("double", double.read_bytes()), part("base", base.read_bytes())]
    _, ours = composed(parts, ["double"])
    assert _world(theirs.read_bytes()) == _world(ours)
    for binary in (theirs.read_bytes(), ours):
        assert 24 == Running(binary).call("f", 5, interface="test:math/double@1.0.0")


def _world(binary: bytes) -> dict[str, Any]:
    data = dummy.world_of(binary)
    world = next(w for w in data["worlds"] if w["name"] == "root")
    return {
        side: sorted(
            (
                data["interfaces"][item["interface"]["id"]]["name"],
                sorted(data["interfaces"][item["interface"]["id"]]["functions"]),
            )
            for item in world[side].values()
        )
        for side in ("imports", "exports")
    }
