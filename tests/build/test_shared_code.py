"""What a team's components share: a package of theirs, and the contract package of wae."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import wae
from wae.build.app import build_app, write_app
from wae.build.progress import Progress
from wae.build.source import read_source
from wae.faces.read_contract import read_contract
from wae.manifest import load_manifest

ROOT = Path(__file__).parents[2]
KIOSK = ROOT / "tests" / "apps" / "kiosk"


@pytest.fixture(scope="module")
def till(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The app, built from a zip archive, which keeps neither links nor modes."""
    scratch = tmp_path_factory.mktemp("kiosk")
    with zipfile.ZipFile(scratch / "kiosk.zip", "w") as archive:
        for file in sorted(path for path in KIOSK.rglob("*") if path.is_file()):
            archive.write(file, file.relative_to(KIOSK))
    with zipfile.ZipFile(scratch / "kiosk.zip") as archive:
        archive.extractall(scratch / "kiosk")
    app = scratch / "kiosk.wasm"
    write_app(build_app(load_manifest(scratch / "kiosk" / "wae.toml"), Progress(quiet=True)), app)
    assert ["test:kiosk/till@1.0.0"] == [*read_contract(app.read_bytes()).interfaces]
    with wae.load(app) as loaded:
        yield loaded.kiosk.till


def test_a_package_of_two_components(till: Any) -> None:
    """Both have it, each its own."""
    assert "7.50 €" == till.total(["tea", "tea", "tea"])
    assert "2.50 €" == json.loads(till.call("prices.look-up", '{"name": "tea"}'))["text"]


def test_its_own_contract(till: Any) -> None:
    """A component calls what it imports with JSON: names, ranges and texts are those of its WIT."""
    actual = json.loads(till.call("prices.look-up", '{"name": "yacht"}'))
    assert {"name", "cents", "text"} == actual.keys()
    assert str(2**53 + 1) == str(actual["cents"])
    for arguments, told in {
        '{"name": "sun"}': '{"not-found": "sun"}',
        '{"name": 1}': "name: expected a string, found the number 1",
        "{}": "name: is missing",
    }.items():
        with pytest.raises(wae.ResultError) as caught:
            till.call("prices.look-up", arguments)
        assert told == caught.value.value
    schema = json.loads(till.schema("prices.look-up"))
    assert {"name": {"type": "string"}} == schema["properties"]


def test_the_tests_of_a_shared_package() -> None:
    """They run by themselves, as any Python package's do; no component gets them."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        "--rootdir=.",
        "money",
    ]
    done = subprocess.run(command, cwd=KIOSK / "shared", capture_output=True, text=True)
    assert (0, True) == (done.returncode, "1 passed" in done.stdout), done.stdout
    for name in ("prices", "till"):
        source = read_source(name, KIOSK / name, (KIOSK / "shared",))
        assert ["money/__init__.py", "money/amount.py"] == [*source.included]


def test_no_symbolic_links() -> None:
    """The repository has none, so that an archive of any sort has all of it."""
    done = subprocess.run(
        ["git", "ls-files", "--stage"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip("no repository of git")
    assert [] == [line for line in done.stdout.splitlines() if line.startswith("120000")]
