"""Which version of a contract is the newest, which are named, and which bytes a lock is about."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.registry.fake_registry import FakeRegistry

from wae.build import fetched
from wae.build.from_registry import Contracts
from wae.build.lock import ContractPin
from wae.build.tools import BuildError
from wae.registry.errors import NoArtifact, RegistryError
from wae.registry.reference import parse

Named = Callable[..., Contracts]


@pytest.fixture
def contracts(fake: FakeRegistry, place: str, tmp_path: Path) -> Named:
    """The bank's contracts, of which the registry has these versions."""

    def there(*versions: str) -> Contracts:
        [manifest] = {*fake.manifests.values()}
        fake.manifests.clear()
        fake.manifests.update({each.replace("+", "_"): manifest for each in versions})
        environ = {"DOCKER_CONFIG": str(tmp_path / "docker")}
        return Contracts("bank:currency", parse(place), environ, insecure=True)

    return there


@pytest.mark.parametrize(
    ("versions", "newest"),
    [
        (["0.9.0", "0.10.0", "0.2.0"], "0.10.0"),
        (["1.0.0", "2.0.0-rc.1"], "1.0.0"),
        (["1.0.0", "1.1.0+build-7"], "1.1.0+build-7"),
        (["1.0.0", "1.1.0-rc+build"], "1.0.0"),
        (["1.0.0", "latest", "9"], "1.0.0"),
    ],
)
def test_the_newest(contracts: Named, versions: list[str], newest: str) -> None:
    """By number, whatever the order; prereleases and what is no version do not count."""
    assert newest == contracts(*versions).newest()


def test_versions_that_are_named(contracts: Named, place: str) -> None:
    """The last five, the newest last; prereleases among them, for somebody may want one."""
    known = contracts("0.1.0", "0.2.0", "0.3.0", "0.4.0", "0.10.0", "0.9.0-rc.1", "0.11.0")
    with pytest.raises(NoArtifact) as caught:
        known.fetch("0.5.0", None)
    assert "Versions there: 0.3.0, 0.4.0, 0.9.0-rc.1, 0.10.0, 0.11.0" == caught.value.hint


def test_no_version_at_all(contracts: Named, place: str) -> None:
    """A repository of prereleases has none to be taken by itself, and says which there are."""
    with pytest.raises(BuildError) as caught:
        contracts("0.1.0-rc.1").newest()
    assert (
        f"wae: {place} has no version of bank:currency. Versions there: 0.1.0-rc.1"
        == caught.value.line()
    )


def test_what_the_lock_is_about(contracts: Named, place: str) -> None:
    """Only another artifact under the locked version, from the same place, is a change."""
    known = contracts("0.1.0")
    pin = known.fetch("0.1.0", None)
    assert pin == known.fetch("0.1.0", pin)
    other = replace(pin, oci=f"{place}@sha256:{'0' * 64}")
    with pytest.raises(BuildError, match="a version does not change"):
        known.fetch("0.1.0", other)
    elsewhere = replace(other, oci=other.oci.replace("bank/", "other/"))
    for about_others in (replace(other, version="0.2.0"), elsewhere, replace(other, oci="")):
        assert pin == known.fetch("0.1.0", about_others)


def test_large_ones(fake: FakeRegistry, place: str, tmp_path: Path) -> None:
    """What is larger than any contract is refused before it is fetched."""
    [content] = [blob for blob in fake.blobs.values() if blob.startswith(b"\0asm")]
    manifest = fake.manifests["0.1.0"]
    size = b'"size":%d' % len(content)
    assert 1 == manifest.count(size)
    fake.manifests["0.1.0"] = manifest.replace(size, b'"size":%d' % ((16 << 20) + 1))
    fake.requests.clear()
    environ = {"DOCKER_CONFIG": str(tmp_path / "docker")}
    with pytest.raises(RegistryError, match="has more than 16 MiB"):
        Contracts("bank:currency", parse(place), environ, insecure=True).fetch("0.1.0", None)
    assert [] == [path for path in fake.paths("GET") if "/blobs/" in path]


def test_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes are found by their digest, all of it, under their package's name."""
    monkeypatch.setenv("WAE_BUILD_CACHE", str(tmp_path))
    fetched.keep("bank:currency", b"contract")
    digest = hashlib.sha256(b"contract").hexdigest()
    assert b"contract" == fetched.load("bank:currency", ContractPin("1.0.0", digest))
    [file] = (tmp_path / "fetched").iterdir()
    assert file.name.startswith(f"bank-currency-{digest[:24]}-")
    assert file.suffix == ".wasm"
    other = digest[:-1] + ("0" if digest[-1] != "0" else "1")
    assert fetched.load("bank:currency", ContractPin("1.0.0", other)) is None
    assert fetched.load("bank:money", ContractPin("1.0.0", digest)) is None


def test_what_cannot_be_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache that cannot be written is an error that names it."""
    cache = tmp_path / "file"
    cache.write_text("")
    monkeypatch.setenv("WAE_BUILD_CACHE", str(cache))
    with pytest.raises(BuildError) as caught:
        fetched.keep("bank:currency", b"contract")
    assert f"wae: cannot keep bank:currency in {cache}: Not a directory" == caught.value.line()


def test_tls_is_the_rule(place: str, tmp_path: Path) -> None:
    """Nobody is asked in clear but where somebody says so."""
    with pytest.raises(RegistryError, match="does not speak TLS"):
        Contracts("bank:currency", parse(place), {"DOCKER_CONFIG": str(tmp_path)}).newest()
