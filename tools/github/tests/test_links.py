"""The Link header and page numbers."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

import links

BASE = "https://api.github.com/repos/o/r/releases?per_page=3"


def test_a_link_header_as_github_writes_it() -> None:
    """`next` and `last` are found (a header recorded from api.github.com)."""
    page = "https://api.github.com/repositories/1000/issues?per_page=3&page"
    header = f'<{page}=2>; rel="next", <{page}=5>; rel="last"'
    assert links.parse(header, BASE) == {"next": f"{page}=2", "last": f"{page}=5"}


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("", {}),
        ("nonsense", {}),
        ("<https://x/>", {}),
        ("<https://x/>; rel=next", {"next": "https://x/"}),
        ("<https://x/>;REL=NEXT", {"next": "https://x/"}),
        ('<https://x/> ; rel = "next last"', {"next": "https://x/", "last": "https://x/"}),
        ('<https://x/>; title="a, <b>; rel=last"; rel="next"', {"next": "https://x/"}),
        ('<https://x/>; title="say \\"hi\\""; rel="next"', {"next": "https://x/"}),
        ('<https://x/>; rel="next"; rel="last"', {"next": "https://x/"}),
        ('<https://x/1>; rel="next", <https://x/2>; rel="next"', {"next": "https://x/1"}),
        ('<?page=2>; rel="next"', {"next": "https://api.github.com/repos/o/r/releases?page=2"}),
        ('<http://[>; rel="next"', {}),
        ('<https://x/>; rel="next', {}),
    ],
)
def test_link_headers_of_others(header: str, found: dict[str, str]) -> None:
    """RFC 8288: quoting, several relations, relative targets; what is broken is skipped."""
    assert found == links.parse(header, BASE)


@given(st.lists(st.tuples(st.sampled_from(["next", "last", "prev"]), st.integers(1, 10**9 - 1))))
def test_what_is_written_is_read(entries: list[tuple[str, int]]) -> None:
    """The first number of each relation comes back."""
    header = ", ".join(f'<https://x/?page={number}>; rel="{rel}"' for rel, number in entries)
    expected: dict[str, int] = {}
    for relation, number in entries:
        expected.setdefault(relation, number)
    actual = links.parse(header, BASE)
    assert expected == {relation: links.page_number(url) for relation, url in actual.items()}


@given(st.text(st.sampled_from('<>;,="\\ relnxt?page1&[')))
def test_any_header_is_read(header: str) -> None:
    """No header makes the parser fail, and every URL found is fit to be asked about."""
    for url in links.parse(header, BASE).values():
        links.page_number(url)


@pytest.mark.parametrize("part", ["<", "<a>;", '<a>;b="', "<a>; =", " ;", "\\"])
def test_a_hostile_header_takes_no_time(part: str) -> None:
    """Time grows with the length of the header, not with its square or worse."""
    start = time.process_time()
    links.parse(part * 10_000, BASE)
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    ("url", "number"),
    [
        ("https://x/?page=5", 5),
        ("https://x/?per_page=100&page=12&anon=1", 12),
        ("https://x/", None),
        ("https://x/?page=", None),
        ("https://x/?page=0", None),
        ("https://x/?page=-1", None),
        ("https://x/?page=1e3", None),
        ("https://x/?page=٣", None),
        ("https://x/?page=99999999999", None),
        ("https://x/?page=1&page=2", None),
        ("https://x/?after=Y3Vyc29y", None),
    ],
)
def test_page_numbers(url: str, number: int | None) -> None:
    """Only a plain number from 1 on is a page number; a cursor is not."""
    assert number == links.page_number(url)


@given(st.integers(1, 10**9 - 1))
def test_a_page_number_replaces_another(number: int) -> None:
    """The rest of the URL stays as it is."""
    url = links.with_page("https://x/r?per_page=100&page=7&anon=1", number)
    assert url == f"https://x/r?per_page=100&anon=1&page={number}"
    assert number == links.page_number(url)
