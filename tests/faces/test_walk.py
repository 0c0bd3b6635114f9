"""From names to what is served below a folder: nothing hidden or outside, by whatever links."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import pytest

from wae.faces.rest.files import walk
from wae.faces.rest.files.walk import Entry, Kind, NotServed, State

Tree: TypeAlias = "dict[str, Tree | str | int | None]"
"""Directories, targets of links, files by their sizes, and None for what is none of these."""

LONG = "y" * 255
SERVED: Tree = {
    "a": 1,
    "d": {"b": 2, "e": {"c": 3}, ".git": {"config": 9}, "up": "../a", "round": "../d/./e//c"},
    ".env": 9,
    "to-a": "a",
    "to-d": "d/",
    "to-to-a": "./to-a",
    "inner": "d/e/../b",
    "hidden": ".env",
    "behind-hidden": "d/.git/config",
    "out": "../a",
    "far": "d/../../a",
    "absolute": "/a",
    "nowhere": "x",
    "loop": "loop",
    "pipe": None,
    "to-pipe": "pipe",
    "a\\b": 9,
    LONG: 4,
    "é" * 127: 5,
    "z" * 256: 9,
    "\udcff": 9,
}


@dataclass
class Fake:
    """A directory, of which `opened` lists those that are open."""

    tree: Tree
    opened: list[Fake] = field(default_factory=list)

    def state(self, name: str) -> State:
        if name not in self.tree:
            raise NotServed
        match self.tree[name]:
            case int(size):
                return State(Kind.FILE, size, 7)
            case str():
                return State(Kind.LINK, 99, 8)
            case dict():
                return State(Kind.DIRECTORY, 4096, 9)
            case _:
                return State(Kind.OTHER, 0, 10)

    def own_state(self) -> State:
        return State(Kind.DIRECTORY, 4096, 9)

    def target(self, name: str) -> str:
        target = self.tree[name]
        assert isinstance(target, str)
        return target

    def enter(self, name: str) -> Fake:
        tree = self.tree[name]
        assert isinstance(tree, dict)
        self.opened.append(Fake(tree, self.opened))
        return self.opened[-1]

    def names(self) -> Iterator[str]:
        yield from self.tree

    def close(self) -> None:
        [number] = [n for n, one in enumerate(self.opened) if one is self]
        del self.opened[number]


@pytest.fixture
def root() -> Iterator[Fake]:
    """The folder; what was opened below it is closed in the end, once, and it is not."""
    actual = Fake(SERVED)
    yield actual
    assert [] == actual.opened


FILES = {
    "a": 1,
    "d/b": 2,
    "d/e/c": 3,
    "to-a": 1,
    "to-to-a": 1,
    "to-d/b": 2,
    "to-d/e/c": 3,
    "inner": 2,
    "d/up": 1,
    "d/round": 3,
    "to-d/up": 1,
    LONG: 4,
    "é" * 127: 5,
}


@pytest.mark.parametrize(("path", "size"), FILES.items())
def test_files(root: Fake, path: str, size: int) -> None:
    """A file is found by its names, and through links that stay in the folder."""
    names = path.split("/")
    assert Entry(names[-1], False, size, 7) == walk.look(root, names)


@pytest.mark.parametrize("path", ["", "d", "d/e", "to-d"])
def test_directories(root: Fake, path: str) -> None:
    """A directory is told without a size; the folder itself has no name."""
    names = path.split("/") if path else []
    assert Entry(names[-1] if names else "", True, 0, 9) == walk.look(root, names)


@pytest.mark.parametrize(
    "path",
    [
        *("x", "d/x", "a/x", "a/", "a/a", "a/d", "a/d/b", "to-a/x", "inner/x", "inner/a"),
        *(".env", "hidden", "behind-hidden", "d/.git", "d/.git/config", "d/.git/../b"),
        *("..", ".", "d/..", "d/.", "d/../a", "", "/a", "d//b"),
        *("out", "far", "absolute", "nowhere", "loop", "pipe", "to-pipe"),
        *("a\\b", "z" * 256, "\udcff", "a\0"),
    ],
)
def test_nothing_else(root: Fake, path: str) -> None:
    """What is not there, hidden, outside, or neither file nor directory is not served."""
    for call in (walk.look, lambda *given: walk.entries(*given, 9)):
        with pytest.raises(NotServed):
            call(root, path.split("/"))


@pytest.mark.parametrize("name", ["", ".", "..", ".env", "a/b", "/", "a\\b", "a\0", "\udcff"])
def test_names_that_are_not_served(name: str) -> None:
    """Hidden ones, what has a mark of a path in it, and what is no text."""
    assert not walk.is_served(name)


def test_neither_file_nor_directory(root: Fake) -> None:
    """A pipe is not even found."""
    with pytest.raises(NotServed), walk.find(root, ["pipe"]):
        pass


def test_a_slash_is_no_step(root: Fake) -> None:
    """A name with a slash in it is no way down."""
    with pytest.raises(NotServed):
        walk.look(root, ["d/b"])


def test_names_are_checked_first(root: Fake) -> None:
    """Nothing is opened for names of which a later one cannot be served."""
    root.enter = lambda name: pytest.fail(f"{name} was opened")  # type: ignore[method-assign]
    with pytest.raises(NotServed):
        walk.look(root, ["d", ".git"])


@pytest.mark.parametrize(("links", "leads"), [(40, True), (41, False)])
def test_many_links(links: int, leads: bool) -> None:
    """As many links are followed as Linux does, and no more."""
    tree: Tree = {"0": 5, **{f"{n}": f"{n - 1}" for n in range(1, 42)}}
    if leads:
        assert 5 == walk.look(Fake(tree), [f"{links}"]).size
    else:
        with pytest.raises(NotServed):
            walk.look(Fake(tree), [f"{links}"])


def test_entries(root: Fake) -> None:
    """What is served of a directory, each by its own name, links as what they lead to."""
    actual = {entry.name: entry for entry in walk.entries(root, [], 99)}
    links = {"to-a", "to-to-a", "to-d", "inner"}
    assert {"a", "d", LONG, "é" * 127, *links} == actual.keys()
    assert Entry("to-d", True, 0, 9) == actual["to-d"]
    assert Entry("inner", False, 2, 7) == actual["inner"]
    assert Entry("d", True, 0, 9) == actual["d"]
    assert ["b", "e", "up", "round"] == [entry.name for entry in walk.entries(root, ["to-d"], 99)]
    with pytest.raises(NotServed):
        walk.entries(root, ["a"], 99)


def test_entries_are_looked_at_where_they_are(root: Fake) -> None:
    """For a list of files, each directory on the way is opened once; links are followed anew."""
    entered = []
    enter = root.enter
    root.enter = lambda name: entered.append(name) or enter(name)  # type: ignore[method-assign,func-returns-value]
    assert ["c"] == [entry.name for entry in walk.entries(root, ["d", "e"], 9)]
    assert ["d"] == entered
    walk.entries(root, ["d"], 9)
    assert ["d", "d", "d"] == entered[:3]


@pytest.mark.parametrize("most", [0, 1, 3])
def test_only_so_many_entries(root: Fake, most: int) -> None:
    """No more are told than are wanted; hidden ones do not count."""
    assert most == len(walk.entries(root, [], most))


def test_where_a_file_is(root: Fake) -> None:
    """A file is a name in its own directory, which is open for so long; a directory is itself."""
    with walk.find(root, ["to-d", "round"]) as actual:
        assert ("c", {"c": 3}) == (actual.name, actual.directory.tree)  # type: ignore[attr-defined]
        assert actual.directory in root.opened
    with walk.find(root, ["d", "e"]) as actual:
        assert (None, {"c": 3}) == (actual.name, actual.directory.tree)  # type: ignore[attr-defined]
    with pytest.raises(ZeroDivisionError), walk.find(root, ["d", "b"]):
        raise ZeroDivisionError
