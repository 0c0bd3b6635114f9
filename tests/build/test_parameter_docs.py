"""What a function's doc comment says of its parameters."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wae.build.docs import docs_section
from wae.build.parameter_docs import split
from wae.build.wit import read_contracts
from wae.contract.docs import SECTION, with_parameters

NAME = "game:dice/roller@0.1.0"
WIT = """\
package game:dice@0.1.0;

interface roller {
    /// Throws dice:
    ///
    /// - fair ones
    /// - `count`: how many,
    ///   1 to 9
    /// - `sides`: 2 to 1000.
    ///
    /// - `other`: no parameter
    roll: func(count: u32, sides: u32) -> list<u32>;

    /// - `die`: which
    keep: func(die: u32);
}
"""


def test_split() -> None:
    """Items for parameters are theirs, with the lines that belong to them; the rest stays."""
    text = "Finds.\n\n- `name`: who,\n  if anybody\n- `limit`: most\nThe end."
    expected = ("Finds.\n\nThe end.", {"name": "who,\nif anybody", "limit": "most"})
    assert expected == split(text, ["limit", "name"])


@pytest.mark.parametrize(
    "text",
    ["- `nobody`: x", "- name: x", "`name`: x", "  - `name`: x", "a - `name`: x", "- `name` x"],
)
def test_other_lists_stay(text: str) -> None:
    """What is no item for a parameter is text."""
    assert (text.strip(), {}) == split(text, ["name"])


def test_one_item_for_each() -> None:
    """The second one for a parameter is text."""
    assert ("- `name`: b", {"name": "a"}) == split("- `name`: a\n- `name`: b", ["name"])


def test_written_again() -> None:
    """Who writes them down again writes what was read."""
    told = {"name": "who,\nif anybody", "limit": "most"}
    assert ("Finds.", told) == split(with_parameters("Finds.", told), [*told])


WORDS = st.text(st.sampled_from("ab `:-*\n"), max_size=30)


@given(WORDS, st.lists(st.sampled_from(["a", "b", "ab"]), max_size=2))
def test_nothing_is_lost(text: str, names: list[str]) -> None:
    """Whatever a comment says is in the text or with a parameter."""
    kept, actual = split(text, names)
    letters = sorted(kept + "".join(actual) + "".join(actual.values()))
    assert [c for c in letters if c in "ab"] == sorted(c for c in text if c in "ab")


def test_in_an_app(tmp_path: Path) -> None:
    """They get places of their own in what an app says of itself."""
    folder = tmp_path / "dice"
    folder.mkdir()
    (folder / "dice.wit").write_text(WIT)
    section = docs_section(read_contracts(tmp_path), [NAME])
    _, _, document = section.partition(SECTION.encode())
    assert {
        f"{NAME}#roll": "Throws dice:\n\n- fair ones\n\n- `other`: no parameter",
        f"{NAME}#roll.count": "how many,\n1 to 9",
        f"{NAME}#roll.sides": "2 to 1000.",
        f"{NAME}#keep.die": "which",
    } == json.loads(document)
