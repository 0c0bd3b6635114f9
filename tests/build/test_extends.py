"""`extends` and `without`: an app that is another one without some of its components."""

import re
from pathlib import Path

import dummy
import pytest
from tests.build.extending_apps import extending, problems, smaller, whole_app

from wae.binary.types import Interface
from wae.build.app import build_app, write_app
from wae.build.check import check_app
from wae.build.components import Components
from wae.build.progress import Progress
from wae.errors import WaeError
from wae.manifest import ManifestError, load_manifest


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAE_BUILD_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    return whole_app(tmp_path)


def test_smaller(whole: Path, tmp_path: Path) -> None:
    """It is built like any app: the rest of the other one, with a name and a lock of its own."""
    built = build_app(
        load_manifest(smaller(tmp_path, extending('["right"]'))), Progress(quiet=True)
    )
    assert ["a:a/left@1.0.0"] == [*built.plan.exports]
    assert ["base", "left"] == sorted(built.components)
    assert ("small", "1.2.3") == (built.manifest.name, built.manifest.version)
    write_app(built, tmp_path / "small" / "small.wasm")
    assert (tmp_path / "small" / "wae.lock").is_file()
    assert not whole.with_name("wae.lock").exists()


def test_what_it_has_of_its_own(whole: Path, tmp_path: Path) -> None:
    """Version, [run] and [deploy]; where it has none, the request is the other app's, the
    deployment nobody's."""
    plain = load_manifest(smaller(tmp_path, extending("[]")))
    assert plain.run is not None
    assert (("LANG",), None) == (tuple(plain.run.environment), plain.deploy)
    own = 'version = "2.0.0"\n[run]\nenvironment = ["TERM"]\n[deploy]\nreplicas = 2'
    other = load_manifest(smaller(tmp_path, f"{extending('[]')}\n{own}"))
    assert other.run is not None
    assert other.deploy is not None
    assert "2.0.0" == other.version
    assert ("TERM",) == tuple(other.run.environment)
    assert {"replicas": 2} == other.deploy.numbers


def test_of_a_smaller_one(whole: Path, tmp_path: Path) -> None:
    """An app that extends another may be extended; a folder stands for its wae.toml."""
    smaller(tmp_path, extending('["right"]'))
    tiny = smaller(tmp_path, extending('["left"]', "../small"), "tiny")
    with pytest.raises(ManifestError) as caught:
        load_manifest(tiny)
    assert (
        f"wae: {tiny}:4: all that the app exports is left out. {tiny.parent}/../small/wae.toml "
        "exports left"
    ) == caught.value.line()
    smaller(tmp_path, extending("[]"))
    manifest = load_manifest(smaller(tmp_path, extending('["left"]', "../small"), "tiny"))
    assert ["base", "right"] == [*manifest.components]
    assert [] == problems(manifest.file)


def test_what_another_needs(whole: Path, tmp_path: Path) -> None:
    """Who needs it is named, at the line that leaves it out."""
    file = smaller(tmp_path, extending('["base", "right"]'))
    assert [
        f'wae: {file}:4: "base" is left out, but "left" imports a:a/base@1.0.0 from it. '
        "Leave out left as well, or keep base"
    ] == problems(file)


def test_what_the_other_ones_lock_says(whole: Path, tmp_path: Path) -> None:
    """Its contracts may have changed since it was built: only this app's lock is asked."""
    contract = tmp_path / "bank" / "bank.wit"
    contract.parent.mkdir()
    contract.write_text(text := "package b:b@1.0.0;\ninterface i { f: func(); }\n")
    with whole.open("a") as table:
        table.write('\n[wit]\n"b:b" = { path = "../bank", version = "1.0.0" }\n')
    write_app(build_app(load_manifest(whole), Progress(quiet=True)), tmp_path / "whole.wasm")
    file = smaller(tmp_path, extending('["right"]'))
    contract.write_text(text.replace("f:", "g:"))
    assert [] == problems(file)
    write_app(build_app(load_manifest(file), Progress(quiet=True)), tmp_path / "small.wasm")
    contract.write_text(text.replace("f:", "h:"))
    with pytest.raises(ManifestError, match=re.escape("b:b@1.0.0 in ../bank is not what wae.lock")):
        problems(file)
    build_app(load_manifest(file), Progress(quiet=True), accept=True)


def test_a_file_that_is_left_out(whole: Path, tmp_path: Path) -> None:
    """It has to be there, as it tells who needs it: the error is at its table."""
    table = f'[components.right]\npath = "right.wasm"\nsha256 = "{"0" * 64}"\n'
    whole.write_text(f"{whole.read_text().partition('[components.right]')[0]}{table}")
    line = whole.read_text().splitlines().index("[components.right]") + 1
    place = f"{tmp_path}/small/../whole"
    with pytest.raises(WaeError) as caught:
        problems(smaller(tmp_path, extending('["right"]')))
    assert (
        f'wae: {place}/wae.toml:{line}: component "right": {place}/right.wasm: No such file or '
        "directory"
    ) == caught.value.line()


def test_what_another_names(whole: Path, tmp_path: Path) -> None:
    """So is one that a table of imports names."""
    text = whole.read_text().replace(
        "[components.left]\n", '[components.left]\nimports = { "a:a/base@1.0.0" = "base" }\n'
    )
    whole.write_text(text)
    file = smaller(tmp_path, extending('["base"]'))
    with pytest.raises(ManifestError) as caught:
        load_manifest(file)
    assert (
        f'wae: {file}:4: "base" is left out, but "left" imports a:a/base@1.0.0 from it. '
        "Leave out left as well, or keep base"
    ) == caught.value.line()


def test_what_nothing_uses_any_more(whole: Path, tmp_path: Path) -> None:
    """The error is about what was left out, not about the other app's manifest."""
    whole.write_text(whole.read_text().replace('["left", "right"]', '["left", "right", "free"]'))
    (whole.parent / "free" / "wit").mkdir(parents=True)
    world = "package t:free;\ninterface i { f: func(); }\nworld w { export i; }\n"
    (whole.parent / "free" / "wit" / "world.wit").write_text(world)
    with whole.open("a") as table:
        build = f"'{dummy.PROGRAM}' component embed --dummy $WAE_WIT -o $WAE_OUTPUT"
        table.write(f'\n[components.free]\nsource = "free"\nbuild = "{build}"\n')
    file = smaller(tmp_path, extending('["left", "right"]'))
    assert [
        f'wae: {file}:4: nothing uses component "base" with left, right left out. '
        "Leave out base as well"
    ] == problems(file)


def test_consumers(whole: Path, tmp_path: Path) -> None:
    """Who is left out is no consumer any more, and nobody else becomes one."""
    text = whole.read_text().replace(
        "[components.base]\n", '[components.base]\nconsumers = ["left", "right"]\n'
    )
    whole.write_text(text)
    manifest = load_manifest(smaller(tmp_path, extending('["right"]')))
    assert frozenset(["left"]) == manifest.components["base"].consumers


def test_errors_of_the_other_one(whole: Path, tmp_path: Path) -> None:
    """What is wrong in the other manifest is told with its own file and line."""
    whole.write_text(whole.read_text().replace('source = "left"', 'source = "nowhere"'))
    line = whole.read_text().splitlines().index("[components.left]") + 1
    file = smaller(tmp_path, extending('["right"]'))
    told = problems(file)
    assert told
    assert all(each.startswith(f"wae: {file.parent}/../whole/") for each in told)
    whole.write_text(whole.read_text().replace("[components.left]", "[components.left]\nx = 1"))
    with pytest.raises(ManifestError) as caught:
        load_manifest(file)
    where = f"wae: {file.parent}/../whole/wae.toml:{line + 1}: "
    assert caught.value.line().startswith(f'{where}[components.left] has no key "x"')


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        (
            extending('["none"]'),
            '4: DIR/../whole/wae.toml has no component "none" to leave out. Components: base, '
            "left, right",
        ),
        (extending("[]", "../nowhere"), "3: there is no DIR/../nowhere/wae.toml. Name the wae.toml "
         "of another app"),
        (extending("[]", "wae.toml"), "3: it extends itself: DIR/wae.toml → DIR/wae.toml"),
        ("extends = 1", '3: extends must be a string. For example: extends = "…"'),
        (extending('"left"'), '4: without must be a list of strings. For example: without = ["…"]'),
        ('version = "1"\nexports = ["a"]\nconsumers = { a = ["b"] }\n[components]', "5: consumers "
         "names what to add consumers to in another app, but there is no extends. For example: "
         'extends = "../toolbox/wae.toml"'),
        ('version = "1"\nexports = ["a"]\nwithout = ["a"]\n[components]', "5: without names what "
         "to leave out of another app, but there is no extends. For example: "
         'extends = "../toolbox/wae.toml"'),
        (f'{extending("[]")}\nimports = ["left"]', "5: an app that extends another one has no "
         "imports of its own. Keys: name, version, exports, wasi, contracts, extends, without, "
         "replace, consumers"),
        (f"{extending('[]')}\n[wit]", "5: an app that extends another one has no [wit] of its own. "
         "It may have [app], [components], [deploy], [run]"),
    ],
)  # fmt: skip
def test_errors(whole: Path, tmp_path: Path, rest: str, said: str) -> None:
    file = smaller(tmp_path, rest)
    with pytest.raises(ManifestError) as caught:
        load_manifest(file)
    assert f"wae: DIR/wae.toml:{said}" == caught.value.line().replace(str(file.parent), "DIR")


def test_a_cycle(whole: Path, tmp_path: Path) -> None:
    """Two that extend each other are an error that shows the way round."""
    one = smaller(tmp_path, extending("[]", "../two/wae.toml"), "one")
    smaller(tmp_path, extending("[]", "../one/wae.toml"), "two")
    with pytest.raises(WaeError) as caught:
        load_manifest(one)
    two = f"{one.parent}/../two/wae.toml"
    assert (
        f"wae: {two}:3: it extends itself: {one} → {two} → {tmp_path}/one/../two/../one/wae.toml"
    ) == caught.value.line()


def test_replaced(whole: Path, tmp_path: Path) -> None:
    """A component of another folder is granted what the one is that it replaces."""
    text = whole.read_text().replace(
        "[components.left]\n", '[components.left]\nconsumers = ["right"]\n'
    )
    whole.write_text(text)
    rest = f'{extending("[]")}\nwasi = "0.3"\nreplace = {{ left = "../other" }}'
    manifest = load_manifest(smaller(tmp_path, rest))
    left, right = manifest.components["left"], manifest.components["right"]
    assert (tmp_path / "small" / "../other", None) == (left.source, left.build)
    assert frozenset(["right"]) == left.consumers
    assert right.build is not None
    assert "0.3" == manifest.wasi
    assert "0.2" == load_manifest(smaller(tmp_path, extending("[]"))).wasi


def test_asynchronous(whole: Path, tmp_path: Path) -> None:
    """The same app with asynchronous contracts is checked as what it will be."""
    file = smaller(tmp_path, f'{extending("[]")}\ncontracts = "async"')
    assert "async" == load_manifest(file).contract_kind
    checked = check_app(Components(load_manifest(file)))
    assert [] == checked.problems
    assert checked.type is not None
    functions = [
        function
        for item in checked.type.exports.values()
        if isinstance(item, Interface)
        for function in item.functions().values()
    ]
    assert [True, True] == [function.is_async for function in functions]


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        ('replace = { none = "x" }', 'DIR/../whole/wae.toml has no component "none" to replace. '
         "Components: base, left, right"),
        ('without = ["left"]\nreplace = { left = "x" }', 'DIR/../whole/wae.toml has no component '
         '"left" to replace. Components: base, left, right'),
        ("replace = { left = 1 }", "replace must be a table of component = folder. For example: "
         'replace = { password = "../passwords" }'),
    ],
)  # fmt: skip
def test_what_cannot_be_replaced(whole: Path, tmp_path: Path, rest: str, said: str) -> None:
    file = smaller(tmp_path, f'extends = "../whole/wae.toml"\n{rest}')
    with pytest.raises(ManifestError) as caught:
        load_manifest(file)
    line = 3 + len(rest.splitlines())
    assert f"wae: DIR/wae.toml:{line}: {said}" == caught.value.line().replace(
        str(file.parent), "DIR"
    )


def test_a_tool_is_left_out(whole: Path, tmp_path: Path) -> None:
    """A tool that is left out is missed by those that import its contract, which lies with it, and
    by nobody else."""
    text = whole.read_text().replace("[app]\n", '[app]\ntools = "tools"\n')
    whole.write_text(text.replace('source = "right"', 'source = "tools/right"'))
    tool = whole.parent / "tools" / "right"
    tool.parent.mkdir()
    (whole.parent / "right").rename(tool)
    (tool / "tool.toml").write_text('about = "goes right"\n')
    (tool / "contract").mkdir()
    contract = "package a:right@1.0.0;\ninterface right { f: func(); }\n"
    (tool / "contract" / "right.wit").write_text(contract)
    world = (tool / "wit" / "world.wit").read_text()
    (tool / "wit" / "world.wit").write_text(world.replace("a:a/right", "a:right/right"))
    left_out = smaller(tmp_path, extending('["right"]'))
    assert [] == problems(left_out)
    importer = whole.parent / "left" / "wit" / "world.wit"
    importer.write_text(importer.read_text().replace("a:a/base", "a:right/right"))
    assert [
        f'wae: {left_out}:4: "right" is left out, but "left" imports a:right/right@1.0.0 from it. '
        "Leave out left as well, or keep right"
    ] == problems(left_out)
