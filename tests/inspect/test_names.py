"""Names are the file's own choice: in `wae inspect` they prove nothing and hide nothing."""

import json
from xml.etree import ElementTree

import pytest
from tests.inspect.composites import ENVIRONMENT, KEEPER, report

from wae.inspect.formats import as_json
from wae.inspect.picture import draw
from wae.inspect.printable import printable
from wae.inspect.report import AppReport
from wae.inspect.text import as_text

SVG = "{http://www.w3.org/2000/svg}"


def named(*names: str) -> AppReport:
    """An app with an instance of each name that holds the environment."""
    wat = ENVIRONMENT + KEEPER
    for name in names:
        text = "".join(f"\\{byte:02x}" for byte in name.encode())
        wat += f'(instance (@name "{text}") (instantiate $t (with "a:b/c" (instance $env))))'
    return report(wat)


def titles(found: AppReport) -> set[str | None]:
    return {e.text for e in ElementTree.fromstring(draw(found)).iter(f"{SVG}text")}


@pytest.mark.parametrize(
    "name", ["policy of x", "deny wasi:cli/environment@0.2.3", "environment of x"]
)
def test_generated_by_name_only(name: str) -> None:
    """What only calls itself generated is shown, in the table and in the picture."""
    actual = named(name, name)
    assert [name, f"{name} #2"] == [i.name for i in actual.instances]
    assert all(("environment",) == i.capabilities for i in actual.instances)
    assert f"\n{printable(name)} " in as_text(actual)
    assert len([title for title in titles(actual) if title and title.startswith(name[:28])]) == 2


def test_numbers_are_not_taken_twice() -> None:
    """A name that looks like a numbered one does not stand for the other."""
    assert ["x", "x #2", "x #3", "x #2 #2"] == [
        i.name for i in named("x", "x #2", "x", "x #2").instances
    ]


def test_nothing_is_called_root() -> None:
    """`root` is what comes from outside: no instance gets that name."""
    assert ["root #2"] == [i.name for i in named("root").instances]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("cli", "cli"),
        ("http(github)", "http(github)"),
        ("\x1b[2Jx\n", "\\u{1b}[2Jx\\u{a}"),
        ("a\u202eb\u2066", "a\\u{202e}b\\u{2066}"),
        ("сli", "\\u{441}li"),
        ("a  holds", "a \\u{20}holds"),
        (" a ", "\\u{20}a\\u{20}"),
        ("", '""'),
    ],
)
def test_shown(name: str, expected: str) -> None:
    """Names are shown in plain letters: no controls, reversed text, look-alikes or columns."""
    assert expected == printable(name)


def test_huge_names() -> None:
    """Long names are cut for people, with a digest so that two stay two; JSON has them whole."""
    names = ["n" * 10_000 + end for end in ("a", "b")]
    actual = named(*names)
    rows = [line for line in as_text(actual).splitlines() if line.startswith("nnn")]
    assert len(set(rows)) == 4  # two in the table, two with details
    assert max(map(len, as_text(actual).splitlines())) < 200
    instances = json.loads(json.dumps(as_json(actual)))["instances"]
    assert names == [i["name"] for i in instances]
    assert ElementTree.fromstring(draw(actual)) is not None


def test_picture_of_odd_names() -> None:
    """The picture stays well-formed, whatever a name has in it."""
    assert "\\u{1b}<&\\u{0}" in titles(named("\x1b<&\x00"))
