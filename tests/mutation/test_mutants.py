"""What is changed, one thing at a time, and that explanations are of changes that exist."""

import ast

import pytest
from tests.mutation import explained
from tests.mutation.explained import Explanation
from tests.mutation.mutants import Mutant, changed, mutants
from tests.mutation.targets import ROOT, TARGETS


def changes(source: str) -> set[tuple[str, str]]:
    return {(mutant.before, mutant.after) for mutant in mutants(source)}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "x = a and b and c",
            {
                ("a and b and c", "a or b or c"),
                ("a and b and c", "b and c"),
                ("a and b and c", "a and c"),
                ("a and b and c", "a and b"),
            },
        ),
        ("x = a < b", {("a < b", "a <= b")}),
        ("x = 0 < a <= b", {
            ("0 < a <= b", "0 <= a <= b"), ("0 < a <= b", "0 < a < b"), ("0", "1"),
        }),
        ("x = a not in b", {("a not in b", "a in b")}),
        ("x = not a", {("not a", "a")}),
        ("x = True", {("True", "False")}),
        ("x = 'word'", {("'word'", "''")}),
        ("x = a.strip('/')", {("a.strip('/')", "a"), ("'/'", "''")}),
        ("x = all(a)", {("all(a)", "any(a)")}),
        ("x = {a, b}", {("{a, b}", "{a}"), ("{a, b}", "{b}")}),
        ("f(a, b=c)", {("f(a, b=c)", "pass"), ("f(a, b=c)", "f(a)")}),
        ("x = [a for a in b if a]", {
            (" for a in b if a", " for a in b"),
        }),
        ("while a:\n    break", {("a", "False"), ("break", "pass")}),
        ("if a:\n    b = c", {("a", "True"), ("a", "False"), ("b = c", "pass")}),
        ("def f():\n    return a", {("return a", "return None")}),
        ("if a:\n    raise E('word')", {
            ("a", "True"), ("a", "False"), ("raise E('word')", "pass"),
        }),
        ("def f():\n    return False", {("False", "True")}),
    ],
)  # fmt: skip
def test_changes(source: str, expected: set[tuple[str, str]]) -> None:
    """Each kind of code has its small changes."""
    assert {(a.strip(), b.strip()) for a, b in expected} == {
        (a.strip(), b.strip()) for a, b in changes(source)
    }


@pytest.mark.parametrize(
    "source",
    [
        '"""Words."""',
        'X = a\n"""Words."""',
        "def f(a: int) -> None:\n    '''Words.'''",
        "import a.b",
        "if TYPE_CHECKING:\n    import a",
        "TYPE_CHECKING = False",
        "A: TypeAlias = b | None",
        "x = f'{a} words'",
        "return None",
    ],
)
def test_left_alone(source: str) -> None:
    """What people read, and annotations, stay."""
    assert set() == changes(source)


def test_names() -> None:
    """A mutant is known by its function, the code and its change, and by which of several it is;
    not by its line."""
    source = "class A:\n    def f(self):\n        return g(a == b, a == b)\n"
    actual = [m for m in mutants(source) if m.after == "a != b"]
    expected = [Mutant("A.f", "a == b", "a != b", times) for times in (0, 1)]
    assert expected == actual
    assert expected == [m for m in mutants(f"\n\n{source}") if m.after == "a != b"]
    assert ["g(a != b, a == b)", "g(a == b, a != b)"] == [
        ast.unparse(changed(source, m)).split("return ")[1] for m in actual
    ]


@pytest.mark.parametrize("module", TARGETS)
def test_every_mutant_is_another_module(module: str) -> None:
    """Each (here: some) is code, and not what was there; the tests that must notice it exist."""
    source = (ROOT / module).read_text(encoding="utf-8")
    original = ast.unparse(ast.parse(source))
    every = mutants(source)
    assert every
    for mutant in every[::10]:
        tree = changed(source, mutant)
        compile(tree, module, "exec")
        assert original != ast.unparse(tree), mutant
    assert len(set(every)) == len(every)
    assert [] == [test for test in TARGETS[module] if not (ROOT / test).exists()]


def test_explanations_are_of_mutants() -> None:
    """Each explanation belongs to a change that can still be made."""
    explanations = explained.read(explained.FILE.read_text(encoding="utf-8"))
    assert {e.module for e in explanations} <= TARGETS.keys()
    for module in {e.module for e in explanations}:
        every = mutants((ROOT / module).read_text(encoding="utf-8"))
        assert [] == explained.stale(explanations, module, every)


def test_stale_explanations_are_found() -> None:
    """One whose code has changed is stale; its line does not matter."""
    [mutant] = mutants("x = a < b")
    text = f'["m.py"]\n[["m.py"]]\n{explained.entry(mutant)}\nbecause = "so"\n'.partition("\n")[2]
    explanations = explained.read(text)
    assert [Explanation("m.py", mutant, "so")] == explanations
    assert [] == explained.stale(explanations, "m.py", mutants("\nx = a < b"))
    assert [mutant] == explained.stale(explanations, "m.py", mutants("x = a < c"))
    assert [] == explained.stale(explanations, "other.py", [])


def test_an_explanation_has_a_reason() -> None:
    """An entry without one is an error."""
    [mutant] = mutants("x = a < b")
    with pytest.raises(ValueError, match="is not explained"):
        explained.read(f'[["m.py"]]\n{explained.entry(mutant)}\nbecause = " "\n')
