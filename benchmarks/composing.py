"""What composing takes, by how many components there are and how large they are.

Components of a few bytes show how the work grows, large ones how much memory it takes. Each row is
a process of its own, which reads components from files as `wae build` does, plans, and encodes:
`python -m benchmarks.composing FOLDER`. What it prints is the seconds of that, the bytes that came
out, and the most memory that it held.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.subjects import ROOT
from benchmarks.table import megabytes, ratio, seconds, table
from wae.binary.decode import decode_component
from wae.binary.writer import MODULE_PREAMBLE, custom_section, section
from wae.build.tools import tool
from wae.compose import ComponentSpec, encode, plan

SMALL = (250, 500, 998)  # runtimes take 1000, of which two are generated here
LARGE = (10, 100)
LARGE_BYTES = 20_000_000
_CORE_MODULE = 1  # the number of that section of a component
_CHAIN = """(component
  (import "bench:all/before" (instance $before (export "go" (func (result u32)))))
  (core func $go (canon lower (func $before "go")))
  (core module $m (import "" "go" (func $go (result i32)))
    (func (export "go") (result i32) (i32.add (call $go) (i32.const 1))))
  (core instance $i (instantiate $m (with "" (instance (export "go" (func $go))))))
  (func $more (result u32) (canon lift (core func $i "go")))
  (instance $out (export "go" (func $more)))
  (export "bench:all/f00001" (instance $out)))"""
HEADER = ("components", "each", "together", "compose", "for one, ×", "most memory, × output")


def report(scratch: Path) -> Iterator[str]:
    """Lines of Markdown."""
    rows: list[list[str]] = []
    for counts, padding in ((SMALL, 0), (LARGE, LARGE_BYTES)):
        first = 0.0
        for count in counts:
            folder = scratch / f"{count}-of-{padding}"
            each = _components(folder, count, padding)
            took, size, memory = _alone(folder)
            first = first or took / count
            share = ratio(took / count / first)
            # Beside a few kilobytes, Python itself is all that there is.
            held = ratio(memory / size) if padding else "–"
            rows.append([str(count), megabytes(each), megabytes(size), seconds(took), share, held])
    yield from table(HEADER, rows)


def _alone(folder: Path) -> tuple[float, int, int]:
    command = [sys.executable, "-m", "benchmarks.composing", folder]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    took, size, memory = json.loads(done.stdout)
    return took, size, memory


def _components(folder: Path, count: int, padding: int) -> int:
    """Writes components of which each imports the one before, and returns the size of one.

    Each has a core module of ``padding`` bytes that no other has.
    """
    folder.mkdir()
    text = [tool("wasm-tools"), "parse", "-"]
    sample = subprocess.run(text, input=_CHAIN.encode(), capture_output=True, check=True).stdout
    for number in range(1, count + 1):
        before = b"f%05d" % (number - 1)
        binary = sample.replace(b"f00001", b"f%05d" % number).replace(b"before", before)
        filling = custom_section("filling", b"%05d" % number * (padding // 5))
        more = section(_CORE_MODULE, MODULE_PREAMBLE + filling) if padding else b""
        (folder / f"{number:05}.wasm").write_bytes(binary + more)
    return len(binary) + len(more)


def main() -> None:
    files = sorted(Path(sys.argv[1]).glob("*.wasm"))
    started = time.perf_counter()
    parts = []
    for file in files:
        binary = file.read_bytes()
        parts.append(ComponentSpec(f"c{file.stem}", binary, decode_component(binary)))
    made = encode(plan(parts, [parts[-1].name], ["bench:all/f00000"]), "bench")
    took = time.perf_counter() - started
    print(json.dumps([took, len(made), _most_memory()]))


def _most_memory() -> int:
    """Bytes that this process held at most (proc(5), VmHWM).

    What getrusage(2) tells began with the process that this one was forked from.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    [line] = [line for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(line.split()[1]) << 10


if __name__ == "__main__":
    main()
