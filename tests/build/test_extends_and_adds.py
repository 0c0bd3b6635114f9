"""`extends`: an app that is another one with more components."""

import re
from pathlib import Path

import dummy
import pytest
from tests.build.extending_apps import extending, problems, smaller, whole_app

from wae.build.app import build_app
from wae.build.progress import Progress
from wae.manifest import ManifestError, load_manifest


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAE_BUILD_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    return whole_app(tmp_path)


MORE = """\
exports = ["more"]
consumers = {{ base = ["more"] }}

[components.more]
source = "../more"
build = "'{program}' component embed --dummy $WAE_WIT -o $WAE_OUTPUT"
"""


@pytest.fixture
def more(whole: Path, tmp_path: Path) -> str:
    """What adds a component of its own to an app, which imports one that not everybody may."""
    text = whole.read_text().replace(
        "[components.base]\n", '[components.base]\nconsumers = ["left", "right"]\n'
    )
    whole.write_text(text)
    (tmp_path / "more" / "wit").mkdir(parents=True)
    world = "package t:more;\ninterface i { g: func(); }\n"
    world += "world w { import a:a/base@1.0.0; export i; }\n"
    (tmp_path / "more" / "wit" / "world.wit").write_text(world)
    return MORE.format(program=dummy.PROGRAM)


def test_more_components(whole: Path, tmp_path: Path, more: str) -> None:
    """It may have components of its own: exported if it says so, with the other app's contracts,
    and among the consumers of its components if it says that."""
    file = smaller(tmp_path, extending('["right"]') + "\n" + more)
    manifest = load_manifest(file)
    assert frozenset(["left", "more"]) == manifest.components["base"].consumers
    built = build_app(manifest, Progress(quiet=True))
    assert ["a:a/left@1.0.0", "t:more/i"] == sorted(built.plan.exports)
    assert "more" not in load_manifest(whole).components
    line = file.read_text().splitlines().index("[components.more]") + 1
    file.write_text(re.sub("consumers = .*", "", file.read_text()))
    [said] = problems(file)
    assert said.startswith(f"wae: {file}:{line}: "), said
    assert '"more"' in said


def test_of_one_that_adds_components(whole: Path, tmp_path: Path, more: str) -> None:
    """What one app adds, another one that extends it may leave out, or replace."""
    smaller(tmp_path, extending("[]") + "\n" + more)
    tiny = load_manifest(smaller(tmp_path, extending('["more"]', "../small"), "tiny"))
    assert ["base", "left", "right"] == sorted(tiny.components)
    assert ["left", "right"] == [each.component for each in tiny.exports]
    rest = extending("[]", "../small") + '\nreplace = { more = "../other" }'
    other = load_manifest(smaller(tmp_path, rest, "other"))
    assert tmp_path / "other" / "../other" == other.components["more"].source


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        ('[components.left]\nsource = "x"', '4: DIR/../whole/wae.toml has a component "left" '
         "already. Give this one another name, or name its folder in replace"),
        ('[components.x]\nsource = "x"\nconsumers = ["y"]', '6: there is no component "y"'),
        ('[components.x]\nsource = "x"\nimports = { "a:a/base@1.0.0" = "y" }',
         '6: there is no component "y"'),
        ('consumers = { y = ["left"] }', '4: DIR/../whole/wae.toml has no component "y" to add '
         "consumers to"),
        ('consumers = { base = ["right"] }', '4: "right" is no component that this app adds'),
        ('consumers = { left = ["right"] }', '4: every component may import "left" already'),
        ('consumers = { base = "left" }', "4: consumers must be a table of component = list of "
         'components. For example: consumers = { openai = ["chat-stream"] }'),
        ("[components.X]", '4: "X" is not a component name. Use lower-case words, joined by -'),
    ],
)  # fmt: skip
def test_what_cannot_be_added(whole: Path, tmp_path: Path, more: str, rest: str, said: str) -> None:
    """What more components say of others is checked against both manifests."""
    file = smaller(tmp_path, f'extends = "../whole/wae.toml"\n{rest}')
    with pytest.raises(ManifestError) as caught:
        load_manifest(file)
    assert f"wae: DIR/wae.toml:{said}" == caught.value.line().replace(str(file.parent), "DIR")
