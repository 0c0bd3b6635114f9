"""Pages of docs, run as they stand: their files are written, their commands run, what they print
compared.

A line that is `…` stands for any lines, a `…` within one for any text. A block of code that no file
is named for shows something; nothing is done with it.
"""

import os
import re
import shlex
import subprocess
import sys
import sysconfig
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.patience import PATIENCE
from tests.peers.npm_server import PACKAGES, node, package

ROOT = Path(__file__).parents[2]
PAGES = ("tutorial", "async")

_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"`([\w./-]+\.(?:wit|py|toml|js))`")
_NOTICES = re.compile(
    r"^(?:Compiling .*|checking…|wae: waiting for another wae, which is compiling)\n", re.MULTILINE
)  # the last one of another test's
_READY = 120


def steps(text: str) -> Iterator[tuple[str, str, str]]:
    """Each block: its language, its text, and the file that is named last before it."""
    position = 0
    for block in _FENCE.finditer(text):
        named = _FILE.findall(text[position : block.start()])
        yield block[1], block[2], named[-1] if named else ""
        position = block.end()


def commands(block: str) -> Iterator[tuple[str, list[str]]]:
    """Each command of a block, and the lines that it is to print."""
    parts = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    for part in parts:
        command, *lines = part.rstrip("\n").split("\n")
        yield command, lines


def pattern(lines: list[str]) -> str:
    """What the output has to match."""
    actual = ""
    for line in lines:
        whole = ".*".join(map(re.escape, line.split("…")))
        actual += r"(?:.*\n)*?" if line == "…" else f"{whole}\n"
    return actual


class Reader:
    """Somebody who does what the page says, in a shell of their own."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.where = folder / ".where"
        self.environment = environment
        self.servers: list[subprocess.Popen[bytes]] = []

    def run(self, command: str) -> str:
        """What a command prints, stderr among it; its folder is that of the next one."""
        if command.endswith(" &"):
            self.start(command.removesuffix(" &"))
            return ""
        done = subprocess.run(
            ["bash", "-c", f"{command}\npwd > {shlex.quote(str(self.where))}"],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        self.folder = Path(self.where.read_text().rstrip("\n"))
        return done.stdout

    def start(self, command: str) -> None:
        words = shlex.split(command)
        self.servers.append(subprocess.Popen(words, cwd=self.folder, env=self.environment))
        port = words[words.index("--port") + 1]
        end = time.monotonic() + _READY
        while time.monotonic() < end:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=PATIENCE).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        pytest.fail(f"{command} does not answer")

    def close(self) -> None:
        for server in self.servers:
            server.terminate()
            server.wait(PATIENCE)


@pytest.fixture
def reader(tmp_path: Path, environ: dict[str, str]) -> Iterator[Reader]:
    package("@bytecodealliance/jco")
    paths = [sysconfig.get_path("scripts"), str(Path(sys.executable).parent)]
    paths += [str(PACKAGES / ".bin"), str(Path(node()).parent), environ["PATH"]]
    environment = {
        **environ,
        "PATH": os.pathsep.join(paths),
        "WAE_BUILD_CACHE": str(ROOT / ".cache" / "build"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    actual = Reader(tmp_path, environment)
    yield actual
    actual.close()


@pytest.mark.parametrize("page", PAGES)
def test_word_for_word(page: str, reader: Reader) -> None:
    """Every file, every command and every answer of the page is what it says."""
    for language, text, file in steps((ROOT / f"docs/{page}.md").read_text(encoding="utf-8")):
        if language != "console":
            if not file:
                continue
            path = reader.folder / file
            if language == "toml" and path.is_file() and text.startswith("# What the app"):
                assert text == path.read_text(), "the manifest that `wae new` writes"
            path.write_text(text, encoding="utf-8")
            continue
        for command, lines in commands(text):
            output = reader.run(command)
            output += "\n" if output and not output.endswith("\n") else ""
            output = _NOTICES.sub("", output)
            assert re.fullmatch(pattern(lines), output), f"$ {command}\n{output}"
