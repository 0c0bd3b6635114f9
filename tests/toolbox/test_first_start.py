"""The first start of a toolbox, which compiles it, and starts with a cache that is of no use."""

import os
import subprocess
from pathlib import Path

import pytest
from tests.toolbox.conftest import COMMAND


@pytest.fixture
def variables(environ: dict[str, str], toolbox: Path, tmp_path: Path) -> dict[str, str]:
    """An environment with a cache folder that does not exist yet."""
    return {**environ, "WAE_TOOLBOX": str(toolbox), "WAE_CACHE_DIR": str(tmp_path / "cache")}


def start(variables: dict[str, str]) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [COMMAND, "password"],
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(variables: dict[str, str]) -> tuple[int, int, str]:
    """Exit code, length of the results, and notices."""
    process = start(variables)
    out, notices = process.communicate(timeout=300)
    return process.returncode, len(out), notices


COMPILING = "Compiling toolbox.wasm for this machine (once)…\n"
WAITING = "wae: waiting for another wae, which is compiling\n"


def test_two_at_once_then_a_damaged_entry(variables: dict[str, str]) -> None:
    """Two first starts at once compile once; later ones not at all, until the entry is damaged."""
    both = [start(variables) for _ in range(2)]
    results = [process.communicate(timeout=300) for process in both]
    assert [(0, 21)] * 2 == [
        (process.returncode, len(out)) for process, (out, _) in zip(both, results, strict=True)
    ]
    assert 1 == sum(notices.count(COMPILING) for _, notices in results)
    assert {COMPILING, WAITING, ""} >= {notices for _, notices in results}
    assert (0, 21, "") == run(variables)

    [entry] = Path(variables["WAE_CACHE_DIR"]).glob("*.cwasm")
    with entry.open("r+b") as file:
        file.seek(entry.stat().st_size // 2)
        file.write(b"damage" * 1000)
    assert (0, 21, COMPILING) == run(variables)
    assert (0, 21, "") == run(variables)


def test_folder_that_cannot_be_used(variables: dict[str, str], tmp_path: Path) -> None:
    """Where nothing can be kept, the toolbox works all the same, and says why it is slow."""
    (tmp_path / "file").write_text("")
    cache = tmp_path / "file" / "cache"
    code, length, notices = run(variables | {"WAE_CACHE_DIR": str(cache)})
    assert (0, 21) == (code, length)
    assert [
        f"wae: cannot use the cache folder {cache}: Not a directory. toolbox.wasm is compiled for "
        "this run only",
        "Compiling toolbox.wasm for this machine…",
    ] == notices.splitlines()


def test_folder_of_others(variables: dict[str, str], environ: dict[str, str]) -> None:
    """Compiled code that somebody else could have written is not run."""
    cache = Path(variables["WAE_CACHE_DIR"])
    cache.mkdir()
    os.chmod(cache, 0o777)
    process = start(variables)
    assert process.stderr is not None
    line = f"wae: cannot use the cache folder {cache}: others can write to {cache}. "
    assert process.stderr.readline().startswith(line)
    process.kill()
    process.communicate()
    assert [] == list(cache.glob("*.cwasm*"))
