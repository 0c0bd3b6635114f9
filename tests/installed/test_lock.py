"""The list of installed tools: what it says, and what is wrong with one that somebody changed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wae.errors import UsageError, WaeError
from wae.installed import lock, names
from wae.installed.lock import Tool

DICE = Tool("dice", "registry.example/dice:1", "sha256:d", "s", ("--net",), (), ("KEY=https://a",))
OTHER = Tool("other", "/o.wasm", "", "t")


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """A user without any tool."""
    return {"XDG_DATA_HOME": str(tmp_path / "share")}


@pytest.fixture
def file(environ: dict[str, str], tmp_path: Path) -> Path:
    """The lock of a user who has two tools."""
    with lock.changing(environ) as tools:
        tools.put(OTHER, b"other")
        tools.put(DICE, b"dice")
    return tmp_path / "share" / "wae" / "tools" / "lock.json"


def test_what_is_kept(environ: dict[str, str], file: Path) -> None:
    """A tool's file, and in a text of lines, sorted, what was decided of it."""
    assert {"dice": DICE, "other": OTHER} == lock.read(environ)
    assert b"dice" == file.with_name("dice.wasm").read_bytes()
    lines = file.read_text().splitlines(keepends=True)
    assert '  "version": 1,\n' == lines[1]
    assert "}\n" == lines[-1]
    assert lines.index('    "dice": {\n') < lines.index('    "other": {\n')


def test_what_is_taken(environ: dict[str, str], file: Path) -> None:
    """Nothing is left of a tool that is removed."""
    with lock.changing(environ) as tools:
        tools.take("dice")
    assert {"other": OTHER} == lock.read(environ)
    assert not file.with_name("dice.wasm").exists()


def test_reading_leaves_nothing(environ: dict[str, str], tmp_path: Path) -> None:
    """Who only looks makes no folder."""
    assert {} == lock.read(environ)
    assert [] == [*tmp_path.iterdir()]


def test_unknown(environ: dict[str, str]) -> None:
    """The error names what is installed."""
    with pytest.raises(UsageError) as caught:
        lock.find("dixe", environ)
    assert "wae: no tool dixe is installed. Installed: none" == caught.value.line()
    with lock.changing(environ) as tools:
        tools.put(DICE, b"")
        tools.put(OTHER, b"")
    with pytest.raises(UsageError) as caught:
        lock.find("dixe", environ)
    assert "wae: no tool dixe is installed. Installed: dice, other" == caught.value.line()


def test_nowhere_to_keep_it(tmp_path: Path) -> None:
    """A data folder that is a file is named."""
    (tmp_path / "share").touch()
    with (
        pytest.raises(WaeError) as caught,
        lock.changing({"XDG_DATA_HOME": str(tmp_path / "share")}),
    ):
        pass
    assert f"cannot keep tools in {tmp_path}/share/wae/tools: Not a directory" == (
        caught.value.message
    )


@pytest.mark.parametrize(
    ("keys", "settings"),
    [
        ((), ()),
        (("KEY=https://a.example",), ("KEY", "WAE_INSECURE_ORIGINS")),
        (("KEY=$URL", "KEY=https://b.example"), ("KEY", "URL", "WAE_INSECURE_ORIGINS")),
        (("x-api-key:KEY=$URL",), ("KEY", "URL", "WAE_INSECURE_ORIGINS")),
    ],
)
def test_settings(keys: tuple[str, ...], settings: tuple[str, ...]) -> None:
    """A tool's `wae:http` sees the variables of its keys, and where those go, and no others."""
    assert settings == Tool("dice", "", "", "", keys=keys).settings


def _other_version(document: dict[str, Any]) -> None:
    document["version"] = 2


def _tools_in_a_list(document: dict[str, Any]) -> None:
    document["tools"] = ["dice"]


def _tool_without_a_digest(document: dict[str, Any]) -> None:
    del document["tools"]["dice"]["digest"]


def _digest_that_is_a_number(document: dict[str, Any]) -> None:
    document["tools"]["dice"]["digest"] = 5


def _keys_that_are_numbers(document: dict[str, Any]) -> None:
    document["tools"]["dice"]["keys"] = [5]


def _grant_that_is_a_number(document: dict[str, Any]) -> None:
    document["tools"]["dice"]["granted"] = [5]


def _grants_of_all(document: dict[str, Any]) -> None:
    document["tools"]["dice"]["granted"] = ["--allow-all"]


def _denied_word(document: dict[str, Any]) -> None:
    document["tools"]["dice"]["denied"] = ["net"]


@pytest.mark.parametrize(
    "change",
    [
        _other_version,
        _tools_in_a_list,
        _tool_without_a_digest,
        _digest_that_is_a_number,
        _keys_that_are_numbers,
        _grant_that_is_a_number,
        _grants_of_all,
        _denied_word,
    ],
)
def test_damaged(
    environ: dict[str, str], file: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    """What wae did not write is not taken for something else."""
    document = json.loads(file.read_text())
    change(document)
    file.write_text(json.dumps(document))
    with pytest.raises(WaeError, match=r"lock\.json is damaged"):
        lock.read(environ)


@pytest.mark.parametrize("name", ["a", "a-1", "a" * 64])
def test_names(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words of up to 64 characters are names."""
    monkeypatch.setattr(names, "_is_toolboxs", lambda _: False)
    names.check(name, ["serve"])


@pytest.mark.parametrize("name", ["", "A", "a_b", "-a", "a-", "1a", "a" * 65, "serve", "toolbox"])
def test_no_names(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Others are refused, and so are wae's own words."""
    monkeypatch.setattr(names, "_is_toolboxs", lambda _: False)
    with pytest.raises(UsageError):
        names.check(name, ["serve"])


def test_a_module_in_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies in the current folder does not answer for the toolbox."""
    monkeypatch.chdir(tmp_path)
    Path("wae.py").write_text("raise SystemExit(2)")
    with pytest.raises(UsageError, match="github is a word of the toolbox's"):
        names.check("github", [])
