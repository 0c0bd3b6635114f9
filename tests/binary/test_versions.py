"""Names, versions and compatibility tracks."""

import pytest

from wae.binary.versions import newest, split, track


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("wasi:io/poll@0.2.0", "wasi:io/poll@0.2"),
        ("wasi:io/poll@0.2.12", "wasi:io/poll@0.2"),
        ("wasi:io/poll@0.2.9+build.7", "wasi:io/poll@0.2"),
        ("wasi:io/poll@0.3.0", "wasi:io/poll@0.3"),
        ("a:b/c@0.0.4", "a:b/c@0.0.4"),
        ("a:b/c@1.0.0", "a:b/c@1"),
        ("a:b/c@1.9.3", "a:b/c@1"),
        ("a:b/c@12.0.0", "a:b/c@12"),
        ("wasi:io/poll@0.2.0-rc-2023-12-05", "wasi:io/poll@0.2.0-rc-2023-12-05"),
        ("a:b/c@1.0.0-alpha+build", "a:b/c@1.0.0-alpha+build"),
        ("a:b/c", "a:b/c"),
        ("a:b/c@0.2", "a:b/c@0.2"),
        ("a:b/c@", "a:b/c@"),
        ("plain", "plain"),
    ],
)
def test_track(name: str, expected: str) -> None:
    """Versions are compatible as semver says; a prerelease or no version only with itself."""
    assert expected == track(name)


def test_newest_compares_numbers() -> None:
    """The newest of a track is the one with the highest number, not the last in the alphabet."""
    names = ["a:b/c@0.2.9", "a:b/c@0.2.12", "a:b/c@0.2.1", "a:b/c@0.3.0"]
    assert {"a:b/c@0.2": "a:b/c@0.2.12", "a:b/c@0.3": "a:b/c@0.3.0"} == newest(names)


def test_split() -> None:
    """A name is its interface and its version, which may be absent."""
    assert ("wasi:io/poll", "0.2.9") == split("wasi:io/poll@0.2.9")
    assert ("wasi:io/poll", "") == split("wasi:io/poll")


def test_endless_numbers() -> None:
    """A number that nobody would count to makes the name its own track."""
    name = f"a:b/c@0.2.{'9' * 5000}"
    assert name == track(name)
    assert {name: name} == newest([name])
