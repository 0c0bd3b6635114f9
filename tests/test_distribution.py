"""The package is `wae-toolbox`; `wae` on PyPI is another project, and it is noticed."""

from importlib import metadata
from pathlib import Path

import pytest

import wae
from wae import distribution
from wae.build.tools import not_installed

REMEDY = "run pip uninstall -y wae, then pip install --force-reinstall --no-deps wae-toolbox"


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other project, as pip leaves it."""
    folder = tmp_path / "wae-0.1a12.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: wae\nVersion: 0.1a12\n")
    monkeypatch.syspath_prepend(str(tmp_path))


def test_name_and_version() -> None:
    """What is installed is the distribution of that name, with the module's version."""
    assert wae.__version__ == metadata.version(distribution.NAME)


@pytest.mark.parametrize("extra", distribution.FACES)
def test_every_extra_exists(extra: str) -> None:
    """No message names an extra that is not there."""
    assert extra in (metadata.metadata(distribution.NAME).get_all("Provides-Extra") or [])


def test_advice() -> None:
    """Alone, one command helps."""
    expected = "wae: pip is not installed. Install the toolchain: pip install 'wae-toolbox[build]'"
    assert expected == not_installed("pip").line()


@pytest.mark.usefixtures("beside")
def test_advice_where_the_other_is_installed() -> None:
    """Who followed older advice has the other project: the error says so, and the way out."""
    expected = (
        "wae: pip is not installed. Install the toolchain: pip install 'wae-toolbox[build]'. The "
        f"installed package wae 0.1a12 is another project: {REMEDY}, then pip install "
        "'wae-toolbox[build]'"
    )
    assert expected == not_installed("pip").line()
