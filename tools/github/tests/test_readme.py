"""`read-readme`."""

import base64

import pytest
from wit_world.exports import repositories as contract

from app import Repositories
from fake_github import GitHub, refusal

NAME = "octocat/hello-world"
README = "/repos/octocat/hello-world/readme"


def written(text: bytes) -> dict[str, object]:
    """As GitHub writes it: with line breaks in the base64."""
    content = base64.encodebytes(text).decode()
    page = "https://github.com/octocat/hello-world/blob/main/README.md"
    return {"name": "README.md", "html_url": page, "encoding": "base64", "content": content}


def test_what_is_written(github: GitHub, tool: Repositories) -> None:
    """Its text, of a branch where one is given; bytes that are no text cost nothing else."""
    text = "# Größe\n" * 20
    github.answer(README, written(b"\xef\xbb\xbf" + text.encode() + b"\xff"))
    readme = tool.read_readme(NAME, "a b/c")
    assert ("README.md", f"{text}\ufffd") == (readme.name, readme.text)
    assert "https://github.com/octocat/hello-world/blob/main/README.md" == readme.url
    tool.read_readme(NAME, None)
    assert [f"{README}?ref=a+b%2Fc", README] == github.asked


def test_none(github: GitHub, tool: Repositories) -> None:
    """A repository without one is told from none."""
    assert contract.Error_NoReadme(NAME) == refusal(tool.read_readme, NAME, None)
    assert contract.Error_NotFound("no/such") == refusal(tool.read_readme, "no/such", None)


def test_too_large(github: GitHub, tool: Repositories) -> None:
    """Over 1 MB GitHub leaves the text out."""
    github.answer(README, written(b"") | {"encoding": "none"})
    assert isinstance(refusal(tool.read_readme, NAME, None), contract.Error_TooLarge)


@pytest.mark.parametrize(
    "change", [{"content": None}, {"name": None}, {"encoding": "rot13"}, {"content": "#!"}]
)
def test_no_readme_in_the_answer(
    github: GitHub, tool: Repositories, change: dict[str, object]
) -> None:
    """What is not understood is an error, never an empty text."""
    github.answer(README, written(b"text") | change)
    assert isinstance(refusal(tool.read_readme, NAME, None), contract.Error_Unexpected)
