"""Wheels made on the spot, in an index of their own."""

import hashlib
import zipfile
from pathlib import Path

import pytest

Content = str | bytes


def wheel(index: Path, name: str, tag: str, files: dict[str, Content], version: str = "1.0") -> str:
    """Puts a package into the index and returns the line that locks it."""
    info = f"{name}-{version}.dist-info"
    folder = index / name
    path = folder / f"{name}-{version}-{tag}.whl"
    pure = str(tag.endswith("any")).lower()
    everything = {
        **files,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": f"Wheel-Version: 1.0\nRoot-Is-Purelib: {pure}\nTag: {tag}\n",
        f"{info}/RECORD": "",
    }
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for member, content in everything.items():
            archive.writestr(member, content)
    return publish(path) + "\n"


def publish(path: Path) -> str:
    """Names all files beside a file on the page of its package; the entry that locks it."""
    links = [f'<a href="{file.name}">{file.name}</a>' for file in path.parent.iterdir()]
    (path.parent / "index.html").write_text("".join(links))
    name, version, *_ = path.name.removesuffix(".tar.gz").split("-")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return f"{name}=={version} --hash=sha256:{digest}"


def use_index(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes builds look for packages there."""
    monkeypatch.setenv("WAE_INDEX_URL", index.as_uri())
