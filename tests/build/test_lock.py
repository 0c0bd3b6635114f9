"""`[wit]` and `wae.lock`: contracts from elsewhere, which do not change unnoticed."""

import os
from pathlib import Path

import dummy
import pytest

from wae.build.app import AppBuild, build_app, write_app
from wae.build.lock import ContractPin, Lock, OutputPin, read_lock, write_lock
from wae.build.progress import Progress
from wae.build.tools import BuildError
from wae.commands import build as command
from wae.errors import WaeError
from wae.manifest import ManifestError, load_manifest

CURRENCY = """\
/// Currencies.
package bank:currency@0.1.0;

interface converter {
    convert: func(amount: string) -> string;
}
"""
WORLD = "package t:x;\nworld w {\n    import bank:currency/converter@0.1.0;\n}\n"


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """An app whose component is made by wasm-tools from WAT, against a contract of another team."""
    bank, folder = tmp_path / "bank" / "wit", tmp_path / "app"
    bank.mkdir(parents=True)
    (bank / "currency.wit").write_text(CURRENCY)
    (folder / "it" / "wit").mkdir(parents=True)
    (folder / "it" / "core.wat").write_text("(module)")
    (folder / "it" / "wit" / "world.wit").write_text(
        "package t:x;\nworld w {\n    export bank:currency/converter@0.1.0;\n}\n"
    )
    (folder / "wae.toml").write_text(
        '[app]\nname = "x"\nversion = "1"\nexports = ["it"]\n\n'
        '[wit]\n"bank:currency" = { path = "../bank/wit", version = "0.1.0" }\n\n'
        f'[components.it]\nsource = "it"\nbuild = "\'{dummy.PROGRAM}\' component embed --dummy '
        '$WAE_WIT -o $WAE_OUTPUT"\n'
    )
    return folder


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAE_BUILD_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))


def build(app: Path, *, accept: bool = False) -> AppBuild:
    built = build_app(load_manifest(app / "wae.toml"), Progress(quiet=True), accept=accept)
    write_app(built, app / "x.wasm")
    return built


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def test_a_contract_from_elsewhere(app: Path) -> None:
    """The package is there for worlds; its digest is in the lock, with that of what was made."""
    assert ["bank:currency/converter@0.1.0"] == [*build(app).plan.exports]
    lock = read_lock(app / "wae.toml")
    assert ("0.1.0", 64) == (
        lock.contracts["bank:currency"].version,
        len(lock.contracts["bank:currency"].sha256),
    )
    assert [64, 64] == [len(lock.outputs["it"].inputs), len(lock.outputs["it"].sha256)]


def test_nothing_changes_the_lock_but_what_it_locks(app: Path) -> None:
    """A second build writes it neither anew nor differently; a comment in the lock may stay."""
    build(app)
    file = app / "wae.lock"
    before, text = file.stat().st_mtime_ns, file.read_text()
    build(app)
    assert (before, text) == (file.stat().st_mtime_ns, file.read_text())


def test_a_changed_contract(app: Path) -> None:
    """The same version with other contents is one error that says where; nothing is written."""
    build(app)
    lock, wasm = (app / "wae.lock").read_bytes(), (app / "x.wasm").read_bytes()
    edit(app.parent / "bank/wit/currency.wit", "amount: string", "amount: string, to: string")
    with pytest.raises(ManifestError) as caught:
        build(app)
    assert (
        f"wae: {app}/wae.toml:7: bank:currency@0.1.0 in ../bank/wit is not what wae.lock says: it "
        "changed, but its version did not. See what changed, then accept it: wae build --accept"
    ) == caught.value.line()
    assert (lock, wasm) == ((app / "wae.lock").read_bytes(), (app / "x.wasm").read_bytes())


def test_accepted(app: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--accept` builds with what is there now, and locks that."""
    build(app)
    edit(app.parent / "bank/wit/currency.wit", "amount: string", "sum: string")
    assert 0 == command.main([str(app), "--accept"], debug=False)
    assert 0 == command.main([str(app)], debug=False)


def test_even_a_comment(app: Path) -> None:
    """What was reviewed is what is used: words that people read count, too."""
    build(app)
    edit(app.parent / "bank/wit/currency.wit", "/// Currencies.", "/// Currencies, and more.")
    with pytest.raises(ManifestError):
        build(app)


def test_another_version(app: Path) -> None:
    """A version that the manifest asks for, and did not before, is locked without a question."""
    build(app)
    for file in ("../bank/wit/currency.wit", "wae.toml", "it/wit/world.wit"):
        edit(app / file, "0.1.0", "0.2.0")
    build(app)
    assert "0.2.0" == read_lock(app / "wae.toml").contracts["bank:currency"].version


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'version = "0.1.0"',
            'version = "0.3.0"',
            "../bank/wit has no package bank:currency@0.3.0. It has bank:currency@0.1.0",
        ),
        ("../bank/wit", "../nowhere", "bank:currency: there is no APP/../nowhere"),
        ("../bank/wit", "it/wit/no.wit", "bank:currency: there is no APP/it/wit/no.wit"),
        ("../bank/wit", "../bank/wit/currency.wit", ""),
        ("../bank", "../bank/", ""),
        ("../bank/wit", "..", ""),
        (
            'exports = ["it"]',
            'exports = ["it"]\nwit = "../bank"',
            "../bank/wit lies in a folder that [app] wit names already. Remove one of them",
        ),
    ],
)
def test_places(app: Path, old: str, new: str, said: str) -> None:
    """A folder with the package, one above it or the file will do; one without is an error."""
    edit(app / "wae.toml", old, new)
    if not said:
        build(app)
        return
    with pytest.raises(ManifestError) as caught:
        build(app)
    line = 8 if "\n" in new else 7
    expected = f"wae: APP/wae.toml:{line}: {said}"
    assert expected == caught.value.line().replace(str(app), "APP")
    assert not (app / "wae.lock").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("version = 2\n", "is of version 2, which this wae does not know. It knows 1"),
        ("", "is of version None, which this wae does not know. It knows 1"),
        (
            'version = 1\n[wit]\n"bank:currency" = "x"\n',
            "is damaged. Restore it, or remove it to lock what is there now",
        ),
        (
            "version = 1\n[components.it]\nsha256 = 1\n",
            "is damaged. Restore it, or remove it to lock what is there now",
        ),
    ],
)
def test_damaged(app: Path, text: str, said: str) -> None:
    """A lock that cannot be read is no empty one."""
    (app / "wae.lock").write_text(text)
    with pytest.raises(BuildError) as caught:
        build(app)
    assert f"wae: {app}/wae.lock {said}" == caught.value.line()


def test_no_toml(app: Path) -> None:
    (app / "wae.lock").write_text("<<<<<<< HEAD\n")
    with pytest.raises(BuildError) as caught:
        build(app)
    assert caught.value.line().startswith(f"wae: {app}/wae.lock: this is not TOML: ")


def test_what_is_written_is_read(tmp_path: Path) -> None:
    """The file says what was locked, in the same order whoever wrote it."""
    pins = {"b:b": ContractPin("1.0.0", "00"), "a:a": ContractPin("0.1.0", "ff")}
    lock = Lock(pins, {"z": OutputPin("1", "2"), "c": OutputPin("3", "4")})
    write_lock(tmp_path / "wae.toml", lock)
    assert lock == read_lock(tmp_path / "wae.toml")
    assert lock.text() == Lock(dict(reversed(pins.items())), lock.outputs).text()


def test_nothing_to_lock(tmp_path: Path) -> None:
    """An app of its own folder alone has no lock."""
    write_lock(tmp_path / "wae.toml", Lock())
    assert [] == os.listdir(tmp_path)


def test_a_lock_that_cannot_be_written(app: Path) -> None:
    """Neither the lock nor the app is written then."""
    (app / "wae.lock").mkdir()
    with pytest.raises(WaeError) as caught:
        build(app)
    assert "wae.lock cannot be read" in caught.value.line()
    assert not (app / "x.wasm").exists()
