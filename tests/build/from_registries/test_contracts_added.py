"""`wae add` and `wae update`: contracts from registries, which builds then have offline."""

import json
from pathlib import Path

import pytest
from tests.build.from_registries.bank import (
    CURRENCY,
    Wae,
    add,
    build,
    fails,
    package,
)
from tests.registry.fake_registry import FakeRegistry, sha

from wae.build.lock import read_lock
from wae.errors import WaeError


def test_published(wae: Wae, fake: FakeRegistry, place: str) -> None:
    """A folder of WIT is a component of types alone, tagged by its version; the words that are no
    documentation stay at home."""
    manifest = json.loads(fake.manifests["0.1.0"])
    [layer] = manifest["layers"]
    assert "application/wasm" == layer["mediaType"]
    assert "bank:currency" == manifest["annotations"]["org.opencontainers.image.title"]
    content = fake.blobs[layer["digest"]]
    assert b"Converts." in content
    assert b"Secret plans" not in content


def test_added(wae: Wae, fake: FakeRegistry, place: str, app: Path) -> None:
    """It stands in the manifest and in the lock, by digest; everything else stays as it was; then
    a build asks nobody."""
    text = (app / "wae.toml").read_text()
    digest = sha(fake.manifests["0.1.0"])
    assert f"bank:currency@0.1.0: {place}@{digest}\n" == add(wae, place)
    assert (
        f'{text}\n[wit]\n"bank:currency" = {{ oci = "{place}", version = "0.1.0" }}\n'
        == (app / "wae.toml").read_text()
    )
    pin = read_lock(app / "wae.toml").contracts["bank:currency"]
    assert ("0.1.0", f"{place}@{digest}") == (pin.version, pin.oci)
    fake.requests.clear()
    fake.manifests.clear()
    assert ["bank:currency/converter@0.1.0"] == build(app)
    assert pin == read_lock(app / "wae.toml").contracts["bank:currency"]
    assert [] == fake.requests


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_ends_of_lines(wae: Wae, place: str, app: Path, end: str) -> None:
    """They stay as they are, and new lines end like the others; each of a mixture stays."""
    file = app / "wae.toml"
    text = file.read_text().replace("\n", end)
    file.write_bytes(text.encode())
    add(wae, place)
    line = f'"bank:currency" = {{ oci = "{place}", version = "0.1.0" }}'
    assert f"{text}{end}[wit]{end}{line}{end}" == file.read_bytes().decode()
    mixed = f"# One.\r\n# Two.\n{text}{end}[wit]{end}# Three.\r\n{line} # x\r\n# Four.\n"
    file.write_bytes(mixed.replace("0.1.0", "0.0.9").encode())
    add(wae, place)
    assert mixed == file.read_bytes().decode()


def test_as_json(wae: Wae, fake: FakeRegistry, place: str, app: Path) -> None:
    """`add` and `update` report the same."""
    [layer] = json.loads(fake.manifests["0.1.0"])["layers"]
    expected = {
        "package": "bank:currency",
        "version": "0.1.0",
        "reference": f"{place}@{sha(fake.manifests['0.1.0'])}",
        "sha256": layer["digest"].removeprefix("sha256:"),
    }
    assert expected == json.loads(add(wae, place, "bank:currency", "--json"))
    assert [expected] == json.loads(wae("update", "--insecure", "--json"))


def test_newest(wae: Wae, fake: FakeRegistry, place: str, app: Path, tmp_path: Path) -> None:
    """Without a version it is the newest that is no prerelease; a contract that is there already
    needs no place, and its comments stay."""
    add(wae, place)
    for version in ("0.9.0", "0.10.0", "0.11.0-rc"):
        wae("push", "--insecure", package(tmp_path / "bank", version), place)
    file = app / "wae.toml"
    file.write_text(file.read_text().replace('"0.1.0" }', '"0.1.0" } # why'))
    wae("add", "--insecure", "bank:currency")
    assert f'"bank:currency" = {{ oci = "{place}", version = "0.10.0" }} # why' in file.read_text()
    assert "0.10.0" == read_lock(file).contracts["bank:currency"].version


def test_versions_in_their_order(wae: Wae, place: str, app: Path, tmp_path: Path) -> None:
    """Prereleases stand before their release, numbers in them by size (semver.org, section 11); the
    hyphen of a build is none of a prerelease."""
    for version in ("0.2.0+a-b", "0.2.0-rc.10", "0.2.0-rc.9"):
        wae("push", "--insecure", package(tmp_path / "bank", version), place)
    assert fails(wae, "add", "--insecure", "bank:currency@0.3.0", "--oci", place).endswith(
        "Versions there: 0.1.0, 0.2.0-rc.9, 0.2.0-rc.10, 0.2.0+a-b"
    )
    assert add(wae, place, "bank:currency").startswith("bank:currency@0.2.0+a-b: ")


def test_from_a_folder_to_a_registry(wae: Wae, place: str, app: Path) -> None:
    """A contract that was read from a path comes from the registry now."""
    file = app / "wae.toml"
    text = file.read_text()
    file.write_text(
        f'{text}\n[wit]\n"bank:currency" = {{ path = "../b", version = "0.1.0" }} # x\n'
    )
    add(wae, place)
    assert (
        f'{text}\n[wit]\n"bank:currency" = {{ oci = "{place}", version = "0.1.0" }} # x\n'
        == file.read_text()
    )


def test_a_clone(wae: Wae, fake: FakeRegistry, place: str, app: Path, tmp_path: Path) -> None:
    """Who has the files but not the contract is told what to do; `update` does it."""
    add(wae, place)
    lock = (app / "wae.lock").read_bytes()
    for kept in (tmp_path / "build" / "fetched").iterdir():
        kept.unlink()
    fake.requests.clear()
    line = len((app / "wae.toml").read_text().splitlines())
    with pytest.raises(WaeError) as caught:
        build(app)
    assert (
        f"wae: {app}/wae.toml:{line}: bank:currency@0.1.0 of {place} has not been fetched, and a "
        "build fetches nothing. Fetch it: wae update bank:currency"
    ) == caught.value.line()
    assert [] == fake.requests
    assert wae("update", "--insecure", "bank:currency") == add(wae, place)
    assert lock == (app / "wae.lock").read_bytes()
    build(app)


def test_a_table_in_a_way_of_its_own(wae: Wae, place: str, app: Path) -> None:
    """What cannot be edited stays as it is, and the line to write is told."""
    file = app / "wae.toml"
    dotted = '[wit]\n"bank:currency".path = "x"\n"bank:currency".version = "0.1.0"\n'
    file.write_text(text := f"{file.read_text()}\n{dotted}")
    line = f'"bank:currency" = {{ oci = "{place}", version = "0.1.0" }}'
    said = "wae.toml: [wit] is written in an unusual form. Write there:"
    assert f"wae: {said} {line}" == fails(wae, "add", "--insecure", "bank:currency", "--oci", place)
    assert (text, False) == (file.read_text(), (app / "wae.lock").exists())


def test_callers_of_a_contract(wae: Wae, fake: FakeRegistry, place: str, tmp_path: Path) -> None:
    """A version that would break callers of the one before it is refused; one that adds is not."""
    broken = package(tmp_path / "bank", "0.1.1", CURRENCY.replace("-> string", "-> u32"))
    assert "would break callers of 0.1.0: bank:currency/converter@0.1.1.convert" in fails(
        wae, "push", "--insecure", broken, place
    ).replace("@0.1.0.convert", "@0.1.1.convert")
    more = CURRENCY.replace("/// Converts.", "more: func();\n    /// Converts.")
    wae("push", "--insecure", package(tmp_path / "bank", "0.1.1", more), place)


def test_builds_of_a_version(wae: Wae, fake: FakeRegistry, place: str, tmp_path: Path) -> None:
    """What stands after a plus sign is in the tag, too, and makes it no other version."""
    broken = package(tmp_path / "bank", "0.1.1+b", CURRENCY.replace("-> string", "-> u32"))
    said = f"{place}:0.1.1_b would break callers of 0.1.0: "
    assert said in fails(wae, "push", "--insecure", broken, place)
    pushed = wae("push", "--insecure", "--json", package(tmp_path / "bank", "0.1.1+b"), place)
    assert ("0.1.1_b", "0.1.0") == tuple(json.loads(pushed)[key] for key in ("tag", "compared"))
