"""What is read from a `.env` file, and what is refused."""

import os

import pytest
from componentize_py_types import Err
from hypothesis import given
from hypothesis import strategies as st
from wit_world.exports.presence import BadFile

from dotenv_file import MAX_BYTES, read_settings

SECRET = "hunter2hunter2"


def error(path) -> BadFile:
    """The error of the contract, which must not have a value in it."""
    with pytest.raises(Err) as caught:
        read_settings(str(path))
    assert SECRET not in repr(caught.value.value)
    return caught.value.value


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", {}),
        (b"\n\n# a comment\n", {}),
        (b"A=1", {"A": "1"}),
        (b"A=1\nA=2\n", {"A": "2"}),
        (b"  A = 1  \n", {"A": "1"}),
        (b"export A=1\n", {"A": "1"}),
        (b"A=1 # why\n", {"A": "1"}),
        (b"A=1#2\n", {"A": "1#2"}),
        (b"A='1 # 2'\n", {"A": "1 # 2"}),
        (b"A='${HOME}$B'\nB=${A}\n", {"A": "${HOME}$B", "B": "${A}"}),
        (b"A=\"1\\n2\"\nB='1\\n2'\n", {"A": "1\n2", "B": "1\\n2"}),
        (b'A="\\t\\"\\\\"\n', {"A": '\t"\\'}),
        (b'A="1\n2"\nB=3\n', {"A": "1\n2", "B": "3"}),
        (b"A=1\r\nB='2\r\n3'\r\n", {"A": "1", "B": "2\n3"}),
        (b"A=1\rB=2\r", {"A": "1", "B": "2"}),
        (b"\xef\xbb\xbfA=1\n", {"A": "1"}),
        (b"A=\n", {"A": ""}),
        (b"A\nB=2\n", {"B": "2"}),
        ("A=é€😀\n".encode(), {"A": "é€😀"}),
        (b"A=b=c==\n", {"A": "b=c=="}),
    ],
)
def test_settings(tmp_path, content, expected):
    """Comments, quotes, escapes, `export`, several lines, CRLF and a byte order mark are
    understood; `$` means nothing; the last of a repeated name counts."""
    path = tmp_path / ".env"
    path.write_bytes(content)
    assert expected == read_settings(str(path))


@given(st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"])))
def test_any_quoted_value_comes_back(tmp_path_factory, value):
    """Whatever is put in single quotes, with `\\` and `'` escaped, is the value."""
    path = tmp_path_factory.mktemp("env") / ".env"
    quoted = value.replace("\\", "\\\\").replace("'", "\\'")
    path.write_text(f"A='{quoted}'\n", encoding="utf-8", newline="")
    assert {"A": value} == read_settings(str(path))


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(tmp_path_factory, content):
    """There is no file that makes the component fail without a typed error."""
    path = tmp_path_factory.mktemp("env") / ".env"
    path.write_bytes(content)
    line = 0
    try:
        read_settings(str(path))
    except Err as refused:
        line = refused.value.line
    assert 0 <= line <= content.count(b"\n") + content.count(b"\r") + 1


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (f"A='{SECRET}\n", 1),
        (f'A=1\nB="{SECRET}\nC=2\n', 2),
        (f"A=1\n\n\n  {SECRET} {SECRET}\n", 4),
        (f"A=1\n\n# why\n\n='{SECRET}'\n", 5),
        (f"A='1\n2'\nB={SECRET}\nC='{SECRET}' 3\n", 4),
        (f"A=1\r\n\r\nB='{SECRET}\r\n", 3),
    ],
)
def test_a_broken_line_is_named(tmp_path, content, line):
    """A statement that is none is an error with the line that it starts on, and no value."""
    path = tmp_path / ".env"
    path.write_text(content, newline="")
    expected = BadFile(str(path), line, "expected NAME=value, with every quote closed")
    assert expected == error(path)


def test_not_utf8(tmp_path):
    """Bytes that are not UTF-8 are an error with their line."""
    path = tmp_path / ".env"
    path.write_bytes(b"A=1\nB=" + SECRET.encode() + b"\xff\n")
    assert BadFile(str(path), 2, "it is not UTF-8 text") == error(path)


def test_utf16(tmp_path):
    """UTF-16 is refused, with a byte order mark or without."""
    path = tmp_path / ".env"
    path.write_text(f"A={SECRET}\n", encoding="utf-16")
    assert BadFile(str(path), 1, "it is not UTF-8 text") == error(path)
    path.write_text(f"A={SECRET}\n", encoding="utf-16-le")
    assert BadFile(str(path), 1, "it has a NUL character: save it as UTF-8 text") == error(path)


def test_largest_file(tmp_path):
    """A file of 1 MiB is read; one byte more is refused."""
    path = tmp_path / ".env"
    path.write_bytes(b"A=1\n".ljust(MAX_BYTES, b"#"))
    assert {"A": "1"} == read_settings(str(path))
    path.write_bytes(b"A=1\n".ljust(MAX_BYTES + 1, b"#"))
    assert BadFile(str(path), 0, "it is larger than 1048576 bytes") == error(path)


def test_no_file(tmp_path):
    """A file that is not there has no settings; nor has one in a folder that is not there, in
    a file, or behind a link to nothing."""
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to("nothing")
    for absent in (".env", "folder/.env", "file/.env", "link"):
        assert {} == read_settings(str(tmp_path / absent))


def test_link(tmp_path):
    """A link to a file is read."""
    (tmp_path / "shared").write_text("A=1\n")
    (tmp_path / ".env").symlink_to("shared")
    assert {"A": "1"} == read_settings(str(tmp_path / ".env"))


def test_folder(tmp_path):
    """A folder called `.env` is refused."""
    assert BadFile(str(tmp_path), 0, "it is not a regular file") == error(tmp_path)


def test_pipe(tmp_path):
    """A pipe is refused at once, without waiting for somebody to write to it."""
    path = tmp_path / ".env"
    os.mkfifo(path)
    assert BadFile(str(path), 0, "it is not a regular file") == error(path)


def test_unreadable(tmp_path):
    """A file that the system refuses to open is an error with the system's reason."""
    path = tmp_path / ".env"
    path.symlink_to(path)
    problem = "it cannot be read (Too many levels of symbolic links)"
    assert BadFile(str(path), 0, problem) == error(path)
