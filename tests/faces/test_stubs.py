"""Type stubs: type checkers see what the app has, and what it has not."""

import subprocess
import sys
from pathlib import Path

import pytest

from wae.commands import stubs
from wae.faces.stubs import module_name

GOOD = """\
from typing import TYPE_CHECKING, assert_type

import wae

if TYPE_CHECKING:
    import echo

app: "echo.App" = wae.load("echo.wasm")
with app as same:
    values = same.echo.values
    assert_type(values.optional("x", values.Colour.RED), str | None)
    point = values.Point(x=1, y=2)
    shapes: list[echo.echo.values.Shape] = [values.Shape.Dot(point), values.Shape.Nothing()]
    nested = values.Nested(
        shapes=shapes, outcome=wae.Ok(point), bare=wae.Err(), bytes=b"",
        colour=values.Colour.DARK_GREEN, rights=values.Rights.READ | values.Rights.WRITE,
    )
    assert_type(values.nest(nested).maybe, echo.echo.values.Point | None)
    assert_type(values.many([1], [("a", 0.5)]), tuple[list[int], list[tuple[str, float]]])
    with same.echo.counters.open(3, None) as ticks:
        assert_type([tick.number for tick in ticks], list[int])
    counter = same.echo.counters.Counter(1)
    assert_type(counter.add(2), int)
    assert_type(same.echo.failures.fail(), int)
    # What the docs recommend: mappings for records, labels for enums and flags.
    assert_type(values.nest({
        "shapes": ["nothing", values.Shape.Dot({"x": 1, "y": 2})], "outcome": wae.Ok(None),
        "bare": wae.Ok(), "bytes": b"", "colour": "red", "rights": ["read"],
    }), echo.echo.values.Nested)
    values.optional(colour="dark-green")
    values.many((1, 2), iter([("a", 1)]))
    values.bytes(bytearray(b"x"))


async def later() -> None:
    assert_type(await app.echo.values.optional_async("x"), str | None)
    async with await app.echo.counters.open_async(3) as ticks:
        assert_type([tick.number async for tick in ticks], list[int])
"""
BAD = """\
import wae
import echo

app: echo.App = wae.load("echo.wasm")
app.echo.values.missing()
app.echo.values.optional(1)
app.echo.values.Point(x=1)
app.echo.counters.Counter()
app.nothing
app.echo.values.optional(colour="blue")
app.echo.values.nothing_async() + 1
"""


def _mypy(folder: Path, code: str) -> str:
    (folder / "it.py").write_text(code)
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "it.py"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


def test_mypy(echo_app: Path, tmp_path: Path) -> None:
    """mypy accepts right uses with their exact types, and finds each wrong one."""
    assert stubs.main([str(echo_app), "-o", str(tmp_path)], debug=False) == 0
    assert "Success" in _mypy(tmp_path, GOOD), _mypy(tmp_path, GOOD)
    actual = _mypy(tmp_path, BAD)
    lines = {line.split(":")[1] for line in actual.splitlines() if ": error:" in line}
    assert lines == {"5", "6", "7", "8", "9", "10", "11"}, actual


@pytest.mark.parametrize(
    ("name", "module"),
    [
        ("toolbox", "toolbox"),
        ("my-app.v2", "my_app_v2"),
        ("3d", "_3d"),
        ("class", "class_"),
        ("enum", "enum_"),
        ("wae", "wae_"),
        ("typing", "typing_"),
        ("é", "_"),
        ("", "_"),
    ],
)
def test_modules(name: str, module: str) -> None:
    """Any file's name makes a module that can be imported, and hides none that is needed."""
    assert module == module_name(name)


def test_stubs_are_python(echo_app: Path, tmp_path: Path) -> None:
    """The file is valid Python, and says in its head how to use it."""
    stubs.main([str(echo_app), "-o", str(tmp_path / "new")], debug=False)
    text = (tmp_path / "new" / "echo.pyi").read_text()
    compile(text, "echo.pyi", "exec")
    assert 'app: "echo.App" = wae.load("echo.wasm")' in text
    assert '"""Every scalar there is."""' in text
