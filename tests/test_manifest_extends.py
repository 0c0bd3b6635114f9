"""What a manifest has of the one that it extends, and what is its own."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from wae.compose.graph import AppExport, Wire
from wae.manifest import ManifestError
from wae.manifest.deploy import DeployRequest
from wae.manifest.extends import extended
from wae.manifest.model import ComponentEntry, Manifest
from wae.manifest.origin import BuildCommand
from wae.manifest.run import RunRequest

A, B, C = (ComponentEntry(name, line) for line, name in enumerate("abc"))


@pytest.fixture
def base(tmp_path: Path) -> Manifest:
    """An app of three components with everything that an app may say."""
    return Manifest(
        tmp_path / "base.toml",
        "base",
        "1",
        (AppExport("a"), AppExport("b")),
        ("i:i/i",),
        (tmp_path,),
        "world",
        "0.3",
        "async",
        components={"a": A, "b": B, "c": C},
        run=RunRequest(),
        deploy=DeployRequest(numbers={"replicas": 5}),
    )


def small(base: Manifest, name: str = "small") -> Manifest:
    """An app that extends the other one, and says nothing else."""
    base.file.touch()
    file = base.file.with_name(f"{name}.toml")
    return Manifest(file, name, "", (), (), (), wasi="", contract_kind="", extends=base.file)


def made(manifest: Manifest, *others: Manifest) -> Manifest:
    known = {each.file: each for each in others}
    return extended(manifest, known.__getitem__)


def test_all_of_it(base: Manifest) -> None:
    """Where it says nothing it is the other one, but for its file, its name and its deployment."""
    it = made(small(base), base)
    kept = {name: replace(each, file=base.file) for name, each in base.components.items()}
    expected = replace(
        base,
        file=base.file.with_name("small.toml"),
        name="small",
        components=kept,
        deploy=None,
        bases=(base.file,),
        extends=base.file,
    )
    assert expected == it


def test_its_own(base: Manifest, tmp_path: Path) -> None:
    """What it says counts instead of what the other one does."""
    own = replace(
        small(base),
        version="2",
        wasi="0.2",
        contract_kind="sync",
        run=RunRequest(),
        deploy=DeployRequest(),
        without=("c",),
        replace={"a": tmp_path / "a"},
    )
    it = made(own, base)
    for name in ("version", "wasi", "contract_kind", "run", "deploy", "without", "replace"):
        assert getattr(own, name) == getattr(it, name)


def test_what_is_left_out(base: Manifest) -> None:
    """All that is left out on the way is known, with the manifest that has it; of the exports the
    rest is left."""
    middle = replace(small(base, "middle"), without=("c",))
    top = replace(small(middle, "top"), without=("b",))
    it = made(top, middle, base)
    assert {"c": replace(C, file=base.file), "b": replace(B, file=base.file)} == it.left_out
    assert (("a",), (AppExport("a"),)) == (tuple(it.components), it.exports)
    assert (middle.file, base.file) == it.bases
    assert {base.file} == {each.file for each in it.components.values()}


def test_consumers(base: Manifest) -> None:
    """Who is left out consumes nothing; `http` and `settings`, which come with wae, still do."""
    consumers = frozenset({"b", "c", "http", "settings"})
    whole = replace(base, components={**base.components, "a": replace(A, consumers=consumers)})
    it = made(replace(small(whole), without=("c",)), whole)
    assert consumers - {"c"} == it.components["a"].consumers


def test_replaced(base: Manifest, tmp_path: Path) -> None:
    """A component of another folder keeps what it may do, and nothing of how it was made."""
    former = replace(
        A,
        path=tmp_path,
        given="g",
        sha256="s",
        build=BuildCommand("x", tmp_path),
        grants=frozenset({"http"}),
    )
    whole = replace(base, components={**base.components, "a": former})
    it = made(replace(small(whole), replace={"a": tmp_path / "new"}), whole)
    expected = replace(A, source=tmp_path / "new", grants=frozenset({"http"}), file=base.file)
    assert expected == it.components["a"]


def test_who_needs_what_is_left_out(base: Manifest) -> None:
    """A component that names it keeps it in; one that goes as well does not."""
    wired = replace(B, wiring={"t:t/t": Wire("c")})
    whole = replace(base, components={**base.components, "b": wired})
    kept = made(replace(small(whole), without=("b", "c")), whole)
    assert ["a"] == [*kept.components]
    assert ["a", "c"] == [*made(replace(small(whole), without=("b",)), whole).components]
    other = replace(
        base, components={**base.components, "b": replace(B, wiring={"t:t/t": Wire("a")})}
    )
    assert ["a", "b"] == [*made(replace(small(other), without=("c",)), other).components]
    lone = replace(small(whole), without=("c",))
    lone.file.write_text('[app]\nname = "x"\nwithout = ["c"]\n')
    with pytest.raises(ManifestError, match=r':3: "c" is left out, but "b" imports t:t/t from it'):
        made(lone, whole)


def test_more_components(base: Manifest) -> None:
    """Those of its own are as it says; they name each other, what the other app has and still is
    there, what comes with wae, and the app."""
    kept = replace(base, components={**base.components, "a": replace(A, consumers=frozenset())})
    wiring = {name: Wire(name) for name in ("b", "http", "[app]", "e")}
    d = ComponentEntry("d", 7, consumers=frozenset({"b", "e", "settings"}), wiring=wiring)
    e = ComponentEntry("e", 9)
    consumers = {"a": ("d", "e")}
    own = replace(
        small(kept),
        components={"d": d, "e": e},
        exports=(AppExport("e"),),
        consumers=consumers,
        without=("c",),
    )
    it = made(own, kept)
    assert ["a", "b", "d", "e"] == [*it.components]
    assert (d, e, consumers) == (it.components["d"], it.components["e"], it.consumers)
    assert frozenset({"d", "e"}) == it.components["a"].consumers
    assert (AppExport("a"), AppExport("b"), AppExport("e")) == it.exports
    alone = made(replace(own, without=("a", "b", "c"), consumers={}, components={"e": e}), kept)
    assert (AppExport("e"),) == alone.exports


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ({"components": {"d": ComponentEntry("d", 7, consumers=frozenset({"c"}))}}, '"c"'),
        ({"components": {"d": ComponentEntry("d", 7, wiring={"t:t/t": Wire("c")})}}, '"c"'),
        ({"components": {"c": C}}, 'a component "c" already'),
        ({"consumers": {"c": ()}}, 'no component "c" to add consumers to'),
    ],
)
def test_what_is_left_out_is_not_there(base: Manifest, own: dict[str, Any], said: str) -> None:
    """What it leaves out of the other app nothing of its own can name, or be."""
    lone = replace(small(base), without=("c",), **own)
    lone.file.write_text("")
    with pytest.raises(ManifestError, match=said):
        made(lone, base)
