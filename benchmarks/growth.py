"""What each further Python component costs: composed by wae, and by `wasm-tools compose`."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.compiling import compile_alone
from benchmarks.subjects import ROOT
from benchmarks.table import megabytes, ratio, seconds, table
from wae.binary.decode import decode_component
from wae.build.bundle import pack
from wae.build.componentize import build_component
from wae.build.source import read_source
from wae.build.tools import tool
from wae.compose import ComponentSpec, encode, plan

MOST = 8
PLAINLY = (1, 2, 4, 8)  # plain composition takes long to compile
HEADER = ("components", "`.wasm`", "`.xz`", "compose", "compile", "× one")
HEADER += ("plain `.wasm`", "`.xz`", "compose", "compile", "× one")
CACHE = ROOT / ".cache" / "build"


def report(scratch: Path) -> Iterator[str]:
    """Lines of Markdown."""
    tools = [_tool(scratch / f"tool{number}", number) for number in range(1, MOST + 1)]
    rows, first, first_plain = [], 0.0, 0.0
    for count in range(1, MOST + 1):
        root = _caller(scratch / f"caller{count}", count)
        started = time.perf_counter()
        composed = _compose(root, tools[:count])
        took = time.perf_counter() - started
        file = scratch / f"{count}.wasm"
        file.write_bytes(composed)
        compiled = _fastest(file)
        first = first or compiled
        row = [str(count), *_sizes(file), seconds(took), seconds(compiled)]
        row.append(ratio(compiled / first))
        if count in PLAINLY:
            started = time.perf_counter()
            plain = _plainly(root, tools[:count], scratch)
            took = time.perf_counter() - started
            compiled = _fastest(plain)
            first_plain = first_plain or compiled
            row += [*_sizes(plain), seconds(took), seconds(compiled)]
            row.append(ratio(compiled / first_plain))
        rows.append([*row, *["–"] * (len(HEADER) - len(row))])
    yield from table(HEADER, rows)


def _sizes(file: Path) -> tuple[str, str]:
    """The size as it is, and as it is packed for the Python package."""
    return megabytes(file.stat().st_size), megabytes(len(pack(file.read_bytes())))


def _fastest(file: Path) -> float:
    return min(compile_alone(file) for _ in range(2))


def _tool(folder: Path, number: int) -> bytes:
    """A small Python component that exports `bench:tools/toolN`."""
    (folder / "wit").mkdir(parents=True)
    (folder / "wit" / "world.wit").write_text(
        f"package bench:tools;\ninterface tool{number} {{ answer: func() -> u32; }}\n"
        f"world w {{ export tool{number}; }}\n"
    )
    (folder / "app.py").write_text(
        f"class Tool{number}:\n    def answer(self) -> int:\n        return {number}\n"
    )
    return build_component(read_source(folder.name, folder), {}, CACHE).binary


def _caller(folder: Path, count: int) -> bytes:
    """A component without code that imports the first `count` tools."""
    folder.mkdir()
    numbers = range(1, count + 1)
    interfaces = "".join(f"interface tool{n} {{ answer: func() -> u32; }}\n" for n in numbers)
    imports = " ".join(f"import tool{n};" for n in numbers)
    wit, core, output = (folder / name for name in ("world.wit", "core.wasm", "caller.wasm"))
    wit.write_text(
        f"package bench:tools;\n{interfaces}interface all {{ sum: func() -> u32; }}\n"
        f"world w {{ {imports} export all; }}\n"
    )
    program = tool("wasm-tools")
    embed = [program, "component", "embed", "--dummy", "--world", "w", wit, "-o", core]
    subprocess.run(embed, check=True)
    subprocess.run([program, "component", "new", core, "-o", output], check=True)
    return output.read_bytes()


def _compose(root: bytes, tools: list[bytes]) -> bytes:
    parts = [ComponentSpec("caller", root, decode_component(root))]
    parts += [ComponentSpec(f"tool{n}", b, decode_component(b)) for n, b in enumerate(tools, 1)]
    return encode(plan(parts, ["caller"]), "bench")


def _plainly(root: bytes, tools: list[bytes], scratch: Path) -> Path:
    """What `wasm-tools compose` makes of the same components."""
    folder = scratch / f"plain{len(tools)}"
    folder.mkdir()
    (folder / "root.wasm").write_bytes(root)
    command: list[str | Path] = [tool("wasm-tools"), "compose", folder / "root.wasm"]
    for number, binary in enumerate(tools, 1):
        (folder / f"tool{number}.wasm").write_bytes(binary)
        command += ["-d", folder / f"tool{number}.wasm"]
    output = folder / "composed.wasm"
    subprocess.run([*command, "-o", output], check=True, capture_output=True)
    return output
