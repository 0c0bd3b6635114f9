"""What componentize-py made is linked once; what cannot be linked is used as it is, and told."""

from pathlib import Path

import pytest
from tests.link.small import small

from wae.build import componentize, linked
from wae.build.componentize import build_component
from wae.build.source import read_source
from wae.commands import build as command
from wae.link.component import read_linking

WIT = "package test:it;\ninterface greeting { hello: func(); }\nworld w { export greeting; }\n"
START = ("(data (i32", "(func $s) (start $s) (data (i32")


def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, component: bytes) -> componentize.Built:
    monkeypatch.setattr(componentize, "_build", lambda *_: component)
    folder = tmp_path / "c"
    (folder / "wit").mkdir(parents=True, exist_ok=True)
    (folder / "wit" / "world.wit").write_text(WIT)
    (folder / "app.py").write_text("class Greeting:\n    def hello(self): ...\n")
    return build_component(read_source("c", folder, []), {}, tmp_path / "cache")


def test_linked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A component is linked when it is built, and taken from the cache after that."""
    first = built(tmp_path, monkeypatch, small())
    assert read_linking(first.binary) is None
    assert "" == first.unlinked
    monkeypatch.setattr(linked, "linked_bytes", lambda *_: pytest.fail("linked again"))
    again = built(tmp_path, monkeypatch, small())
    assert (first.binary, 0) == (again.binary, again.seconds)


def test_code_is_merged_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Components of one version share the module of code, and the seconds that it takes."""
    linked.linked_bytes(small(), tmp_path)
    monkeypatch.setattr("wae.link.merge.merge", lambda _: pytest.fail("merged again"))
    linked.linked_bytes(small(adapter=("70000", "80000")), tmp_path)


def test_other_code(tmp_path: Path) -> None:
    """Other libraries make another module of code."""
    linked.linked_bytes(small(), tmp_path)
    linked.linked_bytes(small(runtime=("(i32.const 4)", "(i32.const 5)")), tmp_path)
    assert 2 == len(list((tmp_path / "linked").glob("code-*")))


def test_unlinked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unknown layout is used as it is, in every build, and each says so in one line."""
    component = small(main=START)
    for _ in range(2):
        made = built(tmp_path, monkeypatch, component)
        assert component == made.binary
        assert (
            'note: component "c" works, but starts slower than it could: its core modules cannot '
            "be linked (main has a start function: no snapshot was taken)"
        ) == command._unlinked("c", made.unlinked)


def test_invalid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What wasm-tools does not accept is not used."""
    monkeypatch.setattr("wae.link.merge.merge", lambda _: b"\0asm\1\0\0\0")
    made = built(tmp_path, monkeypatch, small())
    assert small() == made.binary
    assert made.unlinked.startswith("what the linker makes is not valid: ")


def test_foreign(tmp_path: Path) -> None:
    """A component that is not made of CPython's libraries stays as it is."""
    foreign = small(wiring=('(with "libpython3.14.so"', '(with "libother.so"'))
    assert foreign == linked.linked_bytes(foreign, tmp_path)
