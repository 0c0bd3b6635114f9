"""Files of a folder: walks, ranges, conditions, listings, whatever the server."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import golden
from wae.contract.router import Problem, Request
from wae.errors import UsageError
from wae.faces.rest.files import conditions, listing
from wae.faces.rest.files.answers import FileAnswer, answer
from wae.faces.rest.files.media_types import media_type
from wae.faces.rest.files.paths import RequestPath, is_below, link, request_path
from wae.faces.rest.files.ranges import Unsatisfiable, ranges
from wae.faces.rest.files.walk import Entry, NotServed
from wae.faces.rest.folder import Changed, NothingServed, OpenFolder

NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)


@given(st.lists(NAMES, max_size=4), st.booleans())
def test_paths_come_back(names: list[str], is_directory: bool) -> None:
    """A link leads to the names that it was made of, or to a refusal: never to others."""
    target = link(names, is_directory=is_directory or not names)
    if any(name in (".", "..") or {*"/\\\0"} & {*name} for name in names):
        with pytest.raises(Problem):
            request_path(target)
    else:
        actual = request_path(target)
        assert (tuple(names), is_directory or not names) == (actual.names, actual.is_directory)


@pytest.mark.parametrize(
    ("target", "names", "is_directory"),
    [
        ("/files", (), False),
        ("/files/", (), True),
        ("/files/a", ("a",), False),
        ("/files/a/", ("a",), True),
        ("/files/a/b%20c%C3%BC", ("a", "b cü"), False),
        ("/files/.a/...", (".a", "..."), False),
    ],
)
def test_places(target: str, names: tuple[str, ...], is_directory: bool) -> None:
    """Each segment is a name, decoded; a slash at the end says that it is a directory."""
    assert RequestPath(names, is_directory) == request_path(target)


@pytest.mark.parametrize(
    ("target", "status", "detail"),
    [
        ("/files//a", 404, "There is an empty name in the path"),
        ("/files/a//", 404, "There is an empty name in the path"),
        ("/files/%ff", 400, "The path is not UTF-8"),
        *(
            (
                f"/files/{name}",
                400,
                "A name in the path is . or .., or has a slash, a backslash or NUL",
            )
            for name in ("a/%2e%2e", "./a", "../a", "a%2Fb", "a%5Cb", "a\\b", "a%00")
        ),
    ],
)
def test_no_places(target: str, status: int, detail: str) -> None:
    """What no name can be is refused before anything is opened."""
    with pytest.raises(Problem) as caught:
        request_path(target)
    assert (status, detail) == (caught.value.status, caught.value.detail)


@pytest.mark.parametrize(
    ("path", "expected"),
    {"/files": True, "/files/": True, "/files/a": True, "/filesa": False, "/a": False}.items(),
)
def test_whose_paths(path: str, expected: bool) -> None:
    """Only whole segments count."""
    assert expected is is_below(path)


def test_links() -> None:
    """Links are encoded, slashes in a name, too."""
    assert "/files" == link([], is_directory=False)
    assert "/files/a%20b%2F%C3%BC%3F/c/" == link(["a b/ü?", "c"], is_directory=True)


@given(st.text(max_size=40), st.integers(0, 50))
def test_any_range(field: str, size: int) -> None:
    """What is sent lies in the file, is not empty, and no byte is sent twice."""
    for text in (field, f"bytes={field}"):
        try:
            actual = ranges(text, size)
        except Unsatisfiable:
            continue
        seen = [byte for first, end in actual for byte in range(first, end)]
        assert len(seen) == len(set(seen))
        assert all(0 <= first < end <= size for first, end in actual)


SPECS = st.one_of(
    st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda s: (s[0], s[0] + s[1])),
    st.tuples(st.integers(0, 60), st.none()),
    st.tuples(st.none(), st.integers(0, 60)),
)


@given(st.lists(SPECS, min_size=1, max_size=6), st.integers(0, 50))
def test_ranges_are_what_was_asked_for(
    specs: list[tuple[int | None, int | None]], size: int
) -> None:
    """The bytes sent are those that the ranges name, by the letter of RFC 9110, section 14.1.2."""
    wanted: set[int] = set()
    for first, last in specs:
        if first is None:
            wanted |= set(range(size)[-last:] if last else [])
        else:
            wanted |= set(range(first, size if last is None else min(last + 1, size)))
    texts = (f"{'' if a is None else a}-{'' if b is None else b}" for a, b in specs)
    field = "bytes=" + ", ".join(texts)
    if not wanted:
        with pytest.raises(Unsatisfiable):
            ranges(field, size)
        return
    assert wanted == {byte for first, end in ranges(field, size) for byte in range(first, end)}


@pytest.mark.parametrize(
    ("accept", "expected"),
    {
        "": False,
        "*/*": False,
        "application/json": True,
        "Application/JSON": True,
        "application/*": True,
        "application/json, text/html": False,
        "application/json, text/html;q=0.9": True,
        "text/html, application/json;q=0": False,
        "application/json;q=0, */*": False,
        "text/html;q=0, */*": True,
        "application/json;q=x": False,
        "application/json;q=7": False,
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8": False,
    }.items(),
)
def test_what_a_client_prefers(accept: str, expected: bool) -> None:
    """JSON is for those who would rather have it."""
    assert expected == listing.prefers_json(accept)


@given(st.text(max_size=30))
def test_any_condition(field: str) -> None:
    """No header breaks anything."""
    own = conditions.Validators.of(1, 5 * 10**9, 9 * 10**9)
    for name in ("if-match", "if-none-match", "if-modified-since", "if-unmodified-since"):
        assert conditions.outcome({name: field}, own) in conditions.Outcome
    assert conditions.is_same(field, own) in (True, False)


def test_dates_of_all_times() -> None:
    """A file's date is one that HTTP can write, and not in the future."""
    for modified in (-(10**30), -1, 0, 10**30):
        own = conditions.Validators.of(1, modified, 7 * 10**9)
        assert conditions.http_date(own.date) in {
            "Thu, 01 Jan 1970 00:00:00 GMT",
            "Thu, 01 Jan 1970 00:00:07 GMT",
        }
        assert listing.as_json([], [Entry("x", False, 1, modified)])


@pytest.mark.parametrize(
    ("name", "expected"),
    {
        "a.html": "text/html; charset=utf-8",
        "A.JPG": "image/jpeg",
        "a.tar.gz": "application/gzip",
        "html": "application/octet-stream",
        "a.": "application/octet-stream",
        "a.exe": "application/octet-stream",
    }.items(),
)
def test_media_types(name: str, expected: str) -> None:
    """By the last ending; what is not known is nothing that a browser acts upon."""
    assert expected == media_type(name)


def test_a_long_listing() -> None:
    """Where there may be more, it says so."""
    entries = [Entry(f"{number}", False, 1, 0) for number in range(listing.MOST)]
    assert b"Only 10,000 of them" in listing.as_html([], entries)
    assert b'"complete":false' in listing.as_json([], entries)


def test_a_folder_that_becomes_a_link(tmp_path: Path) -> None:
    """The folder is the one that was opened, whatever its path leads to later; a link is none."""
    (tmp_path / "given").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "given/a.txt").write_text("given")
    (tmp_path / "other/a.txt").write_text("other!")
    folder = OpenFolder(str(tmp_path / "given"))
    (tmp_path / "given").rename(tmp_path / "moved")
    (tmp_path / "given").symlink_to("other")
    assert 5 == folder.look(["a.txt"]).size
    with pytest.raises(UsageError, match="it is a link"):
        OpenFolder(str(tmp_path / "given"))


@pytest.mark.parametrize("file", golden.cases("files"), ids=lambda file: file.stem)
def test_errors(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is no folder is refused when the server starts, what is not served when it is asked for,
    each in words that say why."""
    case = golden.read(file)
    (tmp_path / "a.txt").write_text("content")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("folder")
    monkeypatch.chdir(tmp_path)
    if "option" in case:
        with pytest.raises(UsageError) as refused:
            OpenFolder(case["option"].rstrip("\n"))
        golden.check(file, refused.value.line())
        return
    folder = NothingServed() if "served" in case else OpenFolder(".")
    with pytest.raises(Problem) as problem:
        answer(_request(case["request"]), folder, 10**30)
    document = problem.value.document()
    golden.check(file, f"{document['status']} {document['title']}: {document['detail']}")


def _request(text: str) -> Request:
    first, *lines = text.splitlines()
    method, target = first.split()
    headers = dict(line.split(": ", 1) for line in lines)
    return Request(method, target, headers, target=target)


def test_no_path_has_nul() -> None:
    """A name with NUL is refused, too."""
    with pytest.raises(UsageError, match="no path has NUL in it"):
        OpenFolder("nul\0")


@pytest.mark.parametrize(
    "names", [["..", "x"], ["."], [""], [".x"], ["d", "..", "x"], ["d/x"], ["x\0"], ["y" * 256]]
)
def test_hidden_is_hidden(tmp_path: Path, names: list[str]) -> None:
    """Whatever names are asked for, nothing hidden or outside is reached."""
    for name in ("x", ".x", "d/x"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    with pytest.raises(NotServed):
        OpenFolder(str(tmp_path)).look(names)


def test_links_in_chains(tmp_path: Path) -> None:
    """Forty links are followed, as Linux does, and no more; descriptors are closed after all."""
    (tmp_path / "d").mkdir()
    (tmp_path / "d/l0").write_text("end")
    for number in range(1, 42):
        (tmp_path / f"d/l{number}").symlink_to(f"../d/./l{number - 1}")
    folder = OpenFolder(str(tmp_path))
    before = len(os.listdir("/proc/self/fd"))
    assert 3 == folder.look(["d", "l40"]).size
    with pytest.raises(NotServed):
        folder.look(["d", "l41"])
    assert before == len(os.listdir("/proc/self/fd"))


def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    """A name that is not UTF-8 is not listed, and breaks nothing."""
    (tmp_path / "x").write_text("")
    with open(os.fsencode(tmp_path) + b"/\xff", "w"):
        assert ["x"] == [entry.name for entry in OpenFolder(str(tmp_path)).entries([], 9)]


def test_a_file_that_changes_meanwhile(tmp_path: Path) -> None:
    """What was said of one file is not sent with the bytes of another."""
    (tmp_path / "x").write_text("one")
    folder = OpenFolder(str(tmp_path))
    actual = answer(Request("GET", "/files/x", target="/files/x"), folder, 10**30)
    assert isinstance(actual, FileAnswer)
    (tmp_path / "x").write_text("another")
    with pytest.raises(Changed):
        folder.open(actual.names, actual.entry)
