"""What an app chooses (its file's name, the names in its filters) says nothing in its favour."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.toolbox.pseudo_terminal import PseudoTerminal
from wasmtime import wat2wasm

from tests.conftest import COMMAND
from wae.compose.wrap import Authority, wrap
from wae.grants import answers
from wae.grants.answers import Answer, Identity
from wae.grants.model import Grants
from wae.grants.needs import needs
from wae.grants.options import spell, take
from wae.grants.wrapped import RECIPE, WrappedApp
from wae.runtime.app import FileApp

GUEST = Path(__file__).parents[1] / "runtime" / "guests" / "counts.wat"

Wae = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def counts() -> bytes:
    """An app that counts its variables and folders."""
    return bytes(wat2wasm(GUEST.read_text()))


def test_names_in_a_filter(counts: bytes) -> None:
    """Of an app's own filter, only what can be a variable's name is asked for."""
    names = ("PLAIN", "LINE\nBREAK", "TAB\tTAB", "A=B", "SP ACE", "ESC\x1b[2J", "*")
    odd = wrap(counts, "odd", Authority(variables=names))
    assert ["--env=PLAIN"] == spell(needs(odd, "odd"))


def test_a_note_maps_to_nothing_but_digests(counts: bytes, tmp_path: Path) -> None:
    """A note that is damaged, or of another recipe, is not believed."""
    file = tmp_path / "counts.wasm"
    file.write_bytes(counts)
    app = FileApp(str(file), str(tmp_path / "cache"))
    right = WrappedApp(app, Grants(), str(tmp_path / "cache")).sha256
    note = tmp_path / "cache" / f"{app.sha256}.granted"
    assert [RECIPE, "--env=*\t--dir=.", f"\t{right}"] == note.read_text().split("\n")
    nonsense = f"\n\n\t{'0' * 64}"
    for text in ("", "0\n\n\tx", f"{RECIPE}\n\n\tx", f"{RECIPE}\n\n\t", f"9{RECIPE}{nonsense}"):
        note.write_text(text)
        assert right == WrappedApp(app, Grants(), str(tmp_path / "cache")).sha256


def test_the_name_of_a_file(counts: bytes, home: dict[str, str], tmp_path: Path, wae: Wae) -> None:
    """A file's name stays in one line of a question and of what is kept; it can add no grant."""
    app = tmp_path / "work" / "x\nsha256:0\ngiven --allow-all\n\x1b[2J.wasm"
    app.write_bytes(counts)
    with PseudoTerminal([str(COMMAND), "run", str(app)], home, tmp_path / "work", 100) as screen:
        screen.wait_for("[q]uit: ")
        screen.send("n\n")
        assert 0 == screen.end()
    assert "\x1b[2J" not in screen.output
    assert screen.output.startswith("x?sha256:0?given --allow-all??[2J.wasm (sha256:")
    [(_, _, answer)] = answers.every(home)
    assert [] == spell(answer.given)


def test_answers_that_others_could_write_do_not_count(
    counts: bytes, home: dict[str, str], tmp_path: Path
) -> None:
    """An answer counts only in a file that is the user's, and that nobody else may change."""
    file = tmp_path / "counts.wasm"
    file.write_bytes(counts)
    identity = Identity("0" * 64)
    answers.keep(identity, Answer("counts.wasm", take(["--net"])[0], Grants()), home)
    path = tmp_path / "config" / "wae" / "grants" / identity.key
    assert 0o600 == path.stat().st_mode & 0o777
    kept = answers.recall(identity, home)
    assert kept is not None
    assert ["--net"] == spell(kept.given)
    path.chmod(0o666)
    assert None is answers.recall(identity, home)
    path.unlink()
    other = tmp_path / "elsewhere"
    shutil.copy(file, other)
    path.symlink_to(other)
    assert None is answers.recall(identity, home)
