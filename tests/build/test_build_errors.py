"""What is said when a component or an app cannot be built."""

import hashlib
from pathlib import Path

import dummy
import pytest

import golden
from wae.build.app import build_app
from wae.build.progress import Progress
from wae.errors import WaeError
from wae.manifest import load_manifest


@pytest.mark.parametrize("file", golden.cases("build"), ids=lambda file: file.stem)
def test_errors(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every failure gives one line: where, what is wrong, what to do."""
    monkeypatch.setenv("WAE_BUILD_CACHE", str(tmp_path / "cache"))
    app = tmp_path / "app"
    for name, text in golden.read(file).items():
        path = app / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    with pytest.raises(WaeError) as caught:
        build_app(load_manifest(app / "wae.toml"), Progress(quiet=True))
    golden.check(file, caught.value.line().replace(str(app), "APP"))
    assert not list((tmp_path / "cache").rglob("*.wasm"))


@pytest.mark.parametrize(
    ("wat", "said"),
    [
        # Alone it is not valid; inside an app it would reach for another component's module.
        ("(component (alias outer 1 0 (core module)))", "invalid outer alias"),
        ("(component (component (alias outer 2 0 (component))))", "invalid outer alias"),
        ("(module)", "is a core module|expected a component|not a component"),
    ],
)
def test_foreign_component_must_be_valid_alone(wat: str, said: str, tmp_path: Path) -> None:
    """Somebody's .wasm that reaches beyond itself, or is no component, is refused by name."""
    binary = dummy.from_wat(wat)
    (tmp_path / "a.wasm").write_bytes(binary)
    (tmp_path / "wae.toml").write_text(
        '[app]\nname = "x"\nversion = "1"\nexports = ["a"]\n'
        f'[components.a]\npath = "a.wasm"\nsha256 = "{hashlib.sha256(binary).hexdigest()}"\n'
    )
    with pytest.raises(WaeError, match=said) as caught:
        build_app(load_manifest(tmp_path / "wae.toml"), Progress(quiet=True))
    assert '"a"' in caught.value.line()
