"""A registry, an app without its contract, and where that is published."""

from collections.abc import Iterator
from pathlib import Path

import dummy
import pytest
from tests.build.from_registries.bank import MANIFEST, TYPES, Wae, package
from tests.registry.fake_registry import FakeRegistry

from wae import cli


@pytest.fixture
def fake() -> Iterator[FakeRegistry]:
    with FakeRegistry() as registry:
        yield registry


@pytest.fixture
def wae(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Wae:
    """Runs a command in the app's folder; gives what it writes to stdout."""
    for name in ("CONFIG", "DATA", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    monkeypatch.setenv("WAE_BUILD_CACHE", str(tmp_path / "build"))
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path / "docker"))

    def run(*arguments: str) -> str:
        capsys.readouterr()
        assert 0 == cli.dispatch([*arguments], debug=False)
        return capsys.readouterr().out

    return run


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An app whose component is made by wasm-tools, against a contract that it does not have."""
    folder = tmp_path / "app"
    (folder / "it" / "wit").mkdir(parents=True)
    (folder / "it" / "core.wat").write_text("(module)")
    (folder / "it" / "wit" / "world.wit").write_text(
        "package t:x;\nworld w {\n    export bank:currency/converter@0.1.0;\n}\n"
    )
    (folder / "wit" / "types").mkdir(parents=True)
    (folder / "wit" / "types" / "types.wit").write_text(TYPES)
    (folder / "wae.toml").write_text(MANIFEST.replace("PROGRAM", str(dummy.PROGRAM)))
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def place(fake: FakeRegistry, wae: Wae, tmp_path: Path) -> str:
    """Where version 0.1.0 is published."""
    place = f"{fake.host}/bank/currency"
    wae("push", "--insecure", package(tmp_path / "bank"), place)
    return place
