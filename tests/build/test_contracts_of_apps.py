"""`[wit]` takes contracts out of an app's file: all that another app needs to call it."""

from pathlib import Path

import dummy
import pytest

from wae.build.app import build_app, write_app
from wae.build.contract_files import read_contract_files
from wae.build.lock import Lock
from wae.build.progress import Progress
from wae.manifest import Manifest, ManifestError, load_manifest

CURRENCY = """package bank:currency@0.1.0;
/// Converts amounts.
interface converter {
    use bank:money/amounts@1.0.0.{amount};
    /// By today's rate.
    convert: func(amount: amount) -> amount;
}
"""
MONEY = "package bank:money@1.0.0; interface amounts { record amount { cents: u64 } }"
WORLD = """package t:t;
world w { export bank:money/amounts@1.0.0; export bank:currency/converter@0.1.0; }
"""
EMBED = f"\"'{dummy.PROGRAM}' component embed --dummy $WAE_WIT -o $WAE_OUTPUT\""
TEXT = """package bank:currency@0.1.0;
/// Converts amounts.
interface converter {
    use bank:money/amounts@1.0.0.{amount};
    /// By today's rate.
    convert: async func(amount: amount) -> amount;
}
"""


@pytest.fixture
def bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of an app with asynchronous contracts."""
    monkeypatch.setenv("WAE_BUILD_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "bank"
    for place, text in (("it/wit", WORLD), ("wit/currency", CURRENCY), ("wit/money", MONEY)):
        (folder / place).mkdir(parents=True)
        (folder / place / "it.wit").write_text(text)
    (folder / "wae.toml").write_text(
        '[app]\nname = "bank"\nversion = "1"\nexports = ["it"]\nwit = "wit"\n'
        f'contracts = "async"\n[components.it]\nsource = "it"\nbuild = {EMBED}\n'
    )
    write_app(
        build_app(load_manifest(folder / "wae.toml"), Progress(quiet=True)), tmp_path / "a.wasm"
    )
    return tmp_path / "a.wasm"


def naming(folder: Path, package: str, version: str) -> Manifest:
    """The manifest of an app beside the bank's file, which takes a contract out of it."""
    (folder / "wae.toml").write_text(
        '[app]\nname = "x"\nversion = "1"\nexports = ["x"]\n'
        f'[wit]\n"{package}" = {{ path = "a.wasm", version = "{version}" }}\n'
        '[components.x]\nsource = "x"\n'
    )
    return load_manifest(folder / "wae.toml")


def test_text(bank: Path) -> None:
    """It is the contract that the app has, whatever the source said, with its comments; the lock
    knows it."""
    files = read_contract_files(naming(bank.parent, "bank:currency", "0.1.0"), Lock())
    contract = files["bank:currency"]
    assert TEXT == contract.files["package.wit"].decode()
    assert "0.1.0" == contract.pin.version
    other = read_contract_files(naming(bank.parent, "bank:money", "1.0.0"), Lock())
    assert b"cents: u64" in other["bank:money"].files["package.wit"]
    assert contract.place != other["bank:money"].place


def test_another_package(bank: Path) -> None:
    """What the app does not export is an error that says what it does."""
    with pytest.raises(ManifestError) as caught:
        read_contract_files(naming(bank.parent, "bank:loans", "0.1.0"), Lock())
    assert caught.value.line().endswith(
        "6: a.wasm has no package bank:loans@0.1.0. It has bank:currency@0.1.0, bank:money@1.0.0"
    )


@pytest.mark.parametrize("content", [b"", b"not a component", b"\0asm\1\0\0\0"])
def test_no_component(bank: Path, content: bytes) -> None:
    """A file that is no component is an error that names it."""
    bank.write_bytes(content)
    with pytest.raises(ManifestError, match=r"a\.wasm: this is not a WebAssembly component|module"):
        read_contract_files(naming(bank.parent, "bank:loans", "0.1.0"), Lock())
