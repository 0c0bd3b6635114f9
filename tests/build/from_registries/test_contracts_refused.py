"""Contracts from registries that are not there, not what was locked, or none at all."""

from pathlib import Path

import dummy
import pytest
from tests.build.from_registries.bank import CURRENCY, Wae, add, build, fails, package
from tests.registry.fake_registry import FakeRegistry, sha

from wae.errors import WaeError
from wae.manifest import load_manifest


def test_not_locked(wae: Wae, place: str, app: Path) -> None:
    """A version that somebody wrote into the manifest by hand is locked by `update` only."""
    add(wae, place)
    (app / "wae.lock").unlink()
    with pytest.raises(WaeError) as caught:
        build(app)
    assert "is not in wae.lock, and a build fetches nothing" in caught.value.line()
    wae("update", "--insecure")
    build(app)


def test_kept_bytes_that_somebody_changed(wae: Wae, place: str, app: Path, tmp_path: Path) -> None:
    """They do not count: it is as if they were not there."""
    add(wae, place)
    [kept] = (tmp_path / "build" / "fetched").iterdir()
    kept.write_bytes(kept.read_bytes() + b"\0")
    with pytest.raises(WaeError) as caught:
        build(app)
    assert "has not been fetched" in caught.value.line()


def test_a_version_that_changed(
    wae: Wae, fake: FakeRegistry, place: str, app: Path, tmp_path: Path
) -> None:
    """It is an error with both digests, and nothing is written, until it is accepted."""
    add(wae, place)
    before, lock = sha(fake.manifests["0.1.0"]), (app / "wae.lock").read_bytes()
    changed = package(tmp_path / "bank", text=CURRENCY.replace("Converts.", "Converts it."))
    wae("push", "--insecure", "--force", changed, place)
    now = sha(fake.manifests["0.1.0"])
    for words in (["update"], ["add", "bank:currency@0.1.0"]):
        assert (
            f"wae: {place}:0.1.0 is {now} now, and was {before} when it was locked: a version does "
            "not change. Ask its publisher. To take it: wae update --accept"
        ) == fails(wae, *words, "--insecure")
        assert lock == (app / "wae.lock").read_bytes()
    assert f"bank:currency@0.1.0: {place}@{now}\n" == wae("update", "--insecure", "--accept")
    build(app)


def test_what_is_not_there(wae: Wae, fake: FakeRegistry, place: str, app: Path) -> None:
    """Another version, another package, another kind of component: nothing is written then."""
    text = (app / "wae.toml").read_text()
    assert (f"wae: {fake.host} has no bank/currency:0.2.0. Versions there: 0.1.0") == fails(
        wae, "add", "--insecure", "bank:currency@0.2.0", "--oci", place
    )
    assert (f"wae: {place}:0.1.0 holds bank:currency@0.1.0, not bank:money@0.1.0") == fails(
        wae, "add", "--insecure", "bank:money", "--oci", place
    )
    (app / "it.wasm").write_bytes(dummy.from_wit("package a:b; world w { export f: func(); }"))
    wae("push", "--insecure", "--force", "it.wasm", f"{place}:0.1.0")
    assert f"wae: {place}:0.1.0 holds no WIT package" == fails(
        wae, "add", "--insecure", "bank:currency", "--oci", place
    )
    fake.manifests.clear()
    assert f"wae: {place} has no version of bank:currency. No version is there" == fails(
        wae, "add", "--insecure", "bank:currency", "--oci", place
    )
    assert (text, False) == ((app / "wae.toml").read_text(), (app / "wae.lock").exists())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["add", "currency", "--oci", "h.example/c"],
            "currency is not a WIT package. Write NAMESPACE:NAME, or NAMESPACE:NAME@0.1.0",
        ),
        (
            ["add", "bank:currency@1", "--oci", "h.example/c"],
            "bank:currency@1 is not a WIT package. Write NAMESPACE:NAME, or NAMESPACE:NAME@0.1.0",
        ),
        (
            ["add", "bank:currency"],
            "wae.toml does not say from which registry bank:currency comes. Name its place there: "
            "--oci HOST/NAME",
        ),
        (
            ["add", "bank:currency", "--oci", "h.example/c:1.0.0"],
            "h.example/c:1.0.0 names a tag or a digest, but a contract's version says which. "
            "Write h.example/c",
        ),
        (
            ["update"],
            "wae.toml names no contract of a registry. Add one: wae add PACKAGE --oci HOST/NAME",
        ),
        (
            ["update", "a:b"],
            "wae.toml does not have a:b from a registry. Add one: wae add PACKAGE --oci HOST/NAME",
        ),
    ],
)
def test_usage(wae: Wae, app: Path, words: list[str], said: str) -> None:
    assert f"wae: {said}" == fails(wae, *words)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ('{ oci = "h.example/c", path = "x", version = "1.0.0" }', "b:c has both path and oci"),
        ('{ oci = "h.example/c" }', "b:c has no version"),
        ('{ oci = 1, version = "1.0.0" }', "oci of b:c must be a string"),
        (
            '{ oci = "c", version = "1.0.0" }',
            "b:c: c is not a reference to an artifact in a registry",
        ),
        ('{ oci = "h.example/c:1", version = "1.0.0" }', "b:c: h.example/c:1 names a tag or a "),
    ],
)
def test_entries(app: Path, entry: str, said: str) -> None:
    """A manifest that says something else is an error with its line."""
    file = app / "wae.toml"
    file.write_text(f'{file.read_text()}\n[wit]\n"b:c" = {entry}\n')
    with pytest.raises(WaeError) as caught:
        load_manifest(file)
    assert caught.value.message.startswith(f"{file}:{len(file.read_text().splitlines())}: {said}")


@pytest.mark.parametrize(
    ("files", "reference", "said"),
    [
        ({}, "", "DIR holds no WIT package. Name the folder with its .wit files, of which one says "
         "`package NAME@VERSION;`"),
        ({"a.wit": "package a:b;\ninterface i {}"}, "", "a:b in DIR has no version. Give it one: "
         "package NAME@0.1.0"),
        ({"a.wit": "package a:b@1.0.0;\ninterface i {}"}, ":1.0.1", "DIR holds a:b@1.0.0, which is "
         "not version 1.0.1. Leave out the tag: it is the package's version then"),
        ({"a.wit": "package a:b@1.0.0;\ninterface i { f: func() -> t; }"}, "",
         "DIR: this is not valid WIT: "),
    ],
)  # fmt: skip
def test_what_is_no_package(
    wae: Wae, fake: FakeRegistry, tmp_path: Path, files: dict[str, str], reference: str, said: str
) -> None:
    """A folder that holds no package, or another version than the tag, is not published."""
    folder = tmp_path / "wit"
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text)
    line = fails(wae, "push", "--insecure", str(folder), f"{fake.host}/a/b{reference}")
    assert line.replace(str(folder), "DIR").startswith(f"wae: {said}")
    assert [] == fake.requests
