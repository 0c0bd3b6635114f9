"""What the documentation says is so: reference pages, links, commands."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Run

ROOT = Path(__file__).parent.parent
PAGES = sorted(
    page
    for folder in ("", "docs/**/", "examples/**/", "tools/*/")
    for page in ROOT.glob(f"{folder}*.md")
)
SHOP = ROOT / "examples" / "shop" / "README.md"
WITH_COMMANDS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", SHOP]  # the tutorial is run

_TEST = re.compile(r"`((?:\w+/)?test_\w+)(?:::(\w+))?`")
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def test_the_reference_is_what_the_program_says(environ: dict[str, str], toolbox: Path) -> None:
    """docs/reference has the help of every command and the contracts as they are now."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "generate.py"), "--check"],
        env={**environ, "WAE_TOOLBOX": str(toolbox)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == done.returncode, done.stderr


def test_what_inspect_says(wae: Run, toolbox: Path) -> None:
    """The README's table and picture of the toolbox are those of its bytes."""
    report = wae("inspect", str(toolbox)).stdout
    table = report[report.index("  environment  ") :].partition("\n\nsome:")[0].strip()
    assert table in (ROOT / "README.md").read_text(encoding="utf-8")
    picture = (ROOT / "docs" / "composition.svg").read_text(encoding="utf-8")
    assert wae("inspect", str(toolbox), "--svg").stdout == picture


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link names a file that exists, and a heading in it where it names one."""
    assert [] == [link for link in _links(page) if not _leads_somewhere(page, link)]


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_exist(page: Path) -> None:
    """Commands and options of `wae`, and targets of `make`, that a page shows are real."""
    assert [] == [command for command in _commands(page) if not command_exists(command)]


def test_promises_name_their_tests() -> None:
    """Each promise of security.md names tests that there are, in every paragraph but for tables."""
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    promised = text.partition("## What is promised")[2].partition("## How it is tested")[0]
    named = _TEST.findall(promised)
    assert [] == [name for name in named if not _is_test(*name)]
    prose = [p for p in promised.split("\n\n") if p[:1].isalpha() and not _TEST.search(p)]
    assert [] == prose


def _is_test(file: str, function: str) -> bool:
    path = ROOT / "tests" / f"{file}.py"
    return path.is_file() and (not function or f"def test_{function}(" in path.read_text("utf-8"))


def _links(page: Path) -> list[str]:
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    return [link for link in _LINK.findall(text) if not link.startswith("https://")]


def _leads_somewhere(page: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = (page.parent / path) if path else page
    if not target.exists():
        return False
    return not anchor or anchor in _anchors(target.read_text(encoding="utf-8"))


def _anchors(text: str) -> list[str]:
    """The anchors of headings, as GitHub makes them."""
    headings = [heading.lower().replace(" ", "-") for heading in _HEADING.findall(text)]
    return [re.sub(r"[^\w-]", "", heading) for heading in headings]


def _commands(page: Path) -> Iterator[str]:
    """The commands after `$` in console blocks, one for each part of a pipe."""
    for language, block in _FENCE.findall(page.read_text(encoding="utf-8")):
        for line in block.splitlines() if language == "console" else ():
            if line.startswith("$ "):
                yield from line[2:].partition("#")[0].split(" | ")


def command_exists(command: str) -> bool:
    """Whether the words and options of a command of `wae` or `make` are real; any other is."""
    program, *words = command.split()
    if program == "make":
        folder = words[1] if words[:1] == ["-C"] else "."
        words = [word for word in words if word not in ("-C", folder)]
        makefile = (ROOT / folder / "Makefile").read_text(encoding="utf-8")
        return all(re.search(rf"^{word}:", makefile, re.MULTILINE) for word in words)
    if Path(program).name != "wae":
        return True
    helps = _helps()
    path = "wae"
    while words and f"{path} {words[0]}" in helps:
        path = f"{path} {words.pop(0)}"
    known = path != "wae" or not words or words[0].startswith("-")
    options = [word for word in words if word.startswith("-") and word != "--debug"]
    return known and all(re.search(rf"{re.escape(option)}\b", helps[path]) for option in options)


def _helps() -> dict[str, str]:
    """The help of every command, from the reference."""
    text = (ROOT / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")
    return dict(
        re.findall(r"^## (wae[^\n]*)\n\n```text\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    )


def test_the_attacks_are_counted() -> None:
    """`docs/security.md` says how many attacks the tables of the adversary suite hold."""
    from tests.adversary import attacks, http_attacks, test_composition

    tables = [
        value
        for module in (attacks, http_attacks, test_composition)
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, list) and name != "GITHUB_COMMANDS"
    ]
    text = (ROOT / "docs" / "security.md").read_text()
    assert f" {sum(map(len, tables))} attacks in its tables" in " ".join(text.split())
