"""`wae build`: where it writes, what it reports, how it fails."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import dummy
import pytest

from wae.commands import build
from wae.errors import UsageError, WaeError

SOURCE = Path(__file__).parent.parent / "src"
WIT = """\
package test:it@1.0.0;
package wasi:cli@0.2.9 { interface environment { get-arguments: func() -> list<string>; } }
interface api { f: func() -> u32; }
world w { import wasi:cli/environment@0.2.9; export api; }
"""


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An app of one foreign component, with the folder above it as the current one."""
    binary = dummy.from_wit(WIT)
    folder = tmp_path / "app"
    folder.mkdir()
    (folder / "it.wasm").write_bytes(binary)
    (folder / "wae.toml").write_text(
        '[app]\nname = "small"\nversion = "1.2.3"\nexports = ["it"]\n'
        f'[components.it]\npath = "it.wasm"\nsha256 = "{hashlib.sha256(binary).hexdigest()}"\n'
    )
    monkeypatch.chdir(tmp_path)
    return folder


def test_default_output(app: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The app is written beside its manifest, under its name; stdout stays empty."""
    assert 0 == build.main(["app"], debug=False)
    output, errors = capsys.readouterr()
    assert "" == dummy.problem((app / "small.wasm").read_bytes())
    assert "" == output
    assert "app/small.wasm" in errors
    assert ["it.wasm", "small.wasm", "wae.toml"] == sorted(p.name for p in app.iterdir())


def test_current_folder(app: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a folder it is the current one; the manifest's file may be named, too."""
    monkeypatch.chdir(app)
    assert 0 == build.main([], debug=False)
    first = (app / "small.wasm").read_bytes()
    (app / "small.wasm").unlink()
    assert 0 == build.main([str(app / "wae.toml")], debug=False)
    assert first == (app / "small.wasm").read_bytes()


def test_output(app: Path, tmp_path: Path) -> None:
    """With -o the app is written there, its folder made; nothing is written elsewhere."""
    assert 0 == build.main(["app", "-o", "out/deep/x.wasm"], debug=False)
    assert (tmp_path / "out" / "deep" / "x.wasm").is_file()
    assert not (app / "small.wasm").exists()


def test_json(app: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --json there is one report on stdout, that fits the file, and nothing on stderr."""
    assert 0 == build.main(["app", "--json"], debug=False)
    output, errors = capsys.readouterr()
    written = (app / "small.wasm").read_bytes()
    component = len((app / "it.wasm").read_bytes())
    report = json.loads(output)
    assert "" == errors
    assert output.endswith("}\n")
    assert report.pop("saved_by_sharing") == pytest.approx(0, abs=len(written))
    assert {
        "app": "small",
        "version": "1.2.3",
        "output": "app/small.wasm",
        "size": len(written),
        "sha256": hashlib.sha256(written).hexdigest(),
        "components": [{"name": "it", "size": component, "cached": True, "seconds": 0.0}],
        "imports": [],
        "exports": ["test:it/api@1.0.0"],
    } == report


def test_same_bytes(app: Path) -> None:
    """The same components give the same app, to the byte."""
    build.main(["app", "-o", "one.wasm"], debug=False)
    build.main(["app", "-o", "two.wasm"], debug=False)
    assert Path("one.wasm").read_bytes() == Path("two.wasm").read_bytes()


@pytest.mark.parametrize(
    ("output", "reason"),
    [("folder", "Is a directory"), ("app/wae.toml/x.wasm", "Not a directory|File exists")],
)
def test_output_that_cannot_be_written(app: Path, output: str, reason: str) -> None:
    """An output that cannot be written is one line, and leaves nothing behind."""
    Path("folder").mkdir()
    before = sorted(Path.cwd().rglob("*"))
    with pytest.raises(WaeError, match=f"{output} cannot be written: ({reason})"):
        build.main(["app", "-o", output], debug=False)
    assert before == sorted(Path.cwd().rglob("*"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_output_without_permission(app: Path) -> None:
    """A folder that the user may not write to is one line, too."""
    app.chmod(0o500)
    try:
        with pytest.raises(WaeError, match="cannot be written: Permission denied"):
            build.main(["app"], debug=False)
    finally:
        app.chmod(0o700)


@pytest.mark.parametrize("folder", ["nowhere", "app/it.wasm", "."])
def test_folder_without_manifest(app: Path, folder: str) -> None:
    """A folder that does not exist, or has no manifest, is named as such."""
    with pytest.raises(WaeError, match="there is no wae.toml in") as caught:
        build.main([folder], debug=False)
    assert "Name the folder of an app, or begin one: wae new NAME" == caught.value.hint


@pytest.mark.parametrize("arguments", [["--what"], ["app", "other"], ["-o"]])
def test_usage(app: Path, arguments: list[str]) -> None:
    """An invalid command line is a usage error."""
    with pytest.raises(UsageError) as caught:
        build.main(arguments, debug=False)
    assert "See wae build --help" == caught.value.hint


def test_error_is_one_line(app: Path) -> None:
    """A failed build is exit code 1 and one line on stderr."""
    (app / "it.wasm").write_bytes(b"other")
    done = subprocess.run(
        [sys.executable, "-m", "wae", "build", "app", "--json"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
    )
    assert (1, "") == (done.returncode, done.stdout)
    assert done.stderr.startswith('wae: app/wae.toml:5: component "it": app/it.wasm has SHA-256 ')
    assert 1 == done.stderr.count("\n")
