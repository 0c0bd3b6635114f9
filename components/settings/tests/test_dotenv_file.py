"""What is read from a `.env` file, what is left out, and what is refused."""

import os

import pytest
from componentize_py_types import Err
from hypothesis import given
from hypothesis import strategies as st
from wit_world.exports.presence import BadFile

from dotenv_file import EXPECTED, read_setting
from file_text import MAX_BYTES

SECRET = "hunter2hunter2"
pytestmark = pytest.mark.usefixtures("environ")


def settings(path) -> dict[str, str]:
    """What a file says of the names that the tests use."""
    actual = {name: read_setting(str(path), name) for name in "ABCD"}
    return {name: value for name, value in actual.items() if value is not None}


def error(path, name: str = "A") -> BadFile:
    """The error of the contract, which must not have a value in it."""
    with pytest.raises(Err) as caught:
        read_setting(str(path), name)
    assert SECRET not in repr(caught.value.value)
    return caught.value.value


def told(capfd) -> str:
    """The notices so far, which must not have a value in them."""
    text = capfd.readouterr().err
    assert SECRET not in text
    return text


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
        (b"A='$HOME $B $'\nB=$A\n", {"A": "$HOME $B $", "B": "$A"}),
        (b"export A='1'\n'B'=2\nC = \"3\" # why\n", {"A": "1", "B": "2", "C": "3"}),
        (b"A=\"1\\n2\"\nB='1\\n2'\n", {"A": "1\n2", "B": "1\\n2"}),
        (b'A="\\t\\"\\\\"\n', {"A": '\t"\\'}),
        (b'A="1\n2"\nB=3\n', {"A": "1\n2", "B": "3"}),
        (b"A=1\r\nB='2\r\n3'\r\n", {"A": "1", "B": "2\n3"}),
        (b"A=1\rB=2\r", {"A": "1", "B": "2"}),
        (b"\xef\xbb\xbfA=1\n", {"A": "1"}),
        (b"A=\n", {"A": ""}),
        (b"A=1\nexport A\nB=2\n", {"A": "1", "B": "2"}),
        ("A=é€😀\n".encode(), {"A": "é€😀"}),
        (b"A=b=c==\n", {"A": "b=c=="}),
    ],
)
def test_settings(tmp_path, content, expected, capfd):
    """Comments, quotes, escapes, `export`, several lines, CRLF and a byte order mark are
    understood; `$` alone means nothing; the last of a repeated name counts. Nothing is told."""
    path = tmp_path / ".env"
    path.write_bytes(content)
    assert expected == settings(path)
    assert "" == told(capfd)


@given(st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"])))
def test_any_quoted_value_comes_back(tmp_path_factory, value):
    """Whatever is put in single quotes, with `\\` and `'` escaped, is the value, but for `${`."""
    value = value.replace("${", "$")
    path = tmp_path_factory.mktemp("env") / ".env"
    quoted = value.replace("\\", "\\\\").replace("'", "\\'")
    path.write_text(f"A='{quoted}'\n", encoding="utf-8", newline="")
    assert value == read_setting(str(path), "A")


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(tmp_path_factory, content):
    """There is no file that makes the component fail without a typed error."""
    path = tmp_path_factory.mktemp("env") / ".env"
    path.write_bytes(content)
    line = 0
    try:
        read_setting(str(path), "A")
    except Err as refused:
        line = refused.value.line
    assert 0 <= line <= content.count(b"\n") + content.count(b"\r") + 1


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (f"this is junk\nD={SECRET}\n", "line 1 is"),
        (f"D={SECRET}\nC='{SECRET}\n", "line 2 is"),
        (f'D=1\nC="{SECRET}\nB=2\n', "line 2 is"),
        (f"D=1\n\n\n  {SECRET} {SECRET}\n", "line 4 is"),
        (f"D=1\n\n# why\n\n='{SECRET}'\n", "line 5 is"),
        (f"D='1\n2'\nB={SECRET}\nC='{SECRET}' 3\n", "line 4 is"),
        (f"D=1\r\n\r\nB='{SECRET}\r\n", "line 3 is"),
        ("D: 1\nset D=2\nD=3\n", "lines 1 and 2 are"),
        ("[section]\nD=1\nword\n", "lines 1 and 3 are"),
        ("D=1\n" + "no setting\n" * 3, "lines 2, 3 and 4 are"),
        ("D=1\n" + "no setting\n" * 9, "lines 2, 3, 4 and 6 more are"),
    ],
)
def test_lines_that_are_no_settings(tmp_path, content, lines, capfd):
    """They are left out and the rest counts; one notice names file and lines, and no value."""
    path = tmp_path / ".env"
    path.write_text(content, newline="")
    for _ in range(2):
        assert read_setting(str(path), "D") in (SECRET, "1", "1\n2", "3")
    assert f"wae: {path}, {lines} left out: {EXPECTED}.\n" == told(capfd)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (f"A='{SECRET}\n", 1),
        (f'D=1\nA="{SECRET}\nC=2\n', 2),
        (f"A {SECRET}\n", 1),
        (f"A=1\n\nexport A: {SECRET}\n", 3),
        (f"D=1\n'A' {SECRET}\n", 2),
    ],
)
def test_the_line_of_the_setting_itself(tmp_path, content, line):
    """A line that was meant to set what is asked for is an error: to go on without it would be to
    use something else than was meant."""
    path = tmp_path / ".env"
    path.write_text(content, newline="")
    assert BadFile(str(path), line, EXPECTED) == error(path)


def test_a_line_that_is_right_comes_later(tmp_path):
    """The last of a repeated name counts, whatever stands above it."""
    path = tmp_path / ".env"
    path.write_text("A 1\nA=2\n")
    assert "2" == read_setting(str(path), "A")


def test_not_utf8(tmp_path, capfd):
    """Bytes that are not UTF-8 spoil their line alone, and a comment not at all."""
    path = tmp_path / ".env"
    path.write_bytes(b"# Schl\xfcssel\nA=1\nB=" + SECRET.encode() + b"\xff\n")
    assert "1" == read_setting(str(path), "A")
    assert f"wae: {path}, line 3 is left out: {EXPECTED}.\n" == told(capfd)
    assert BadFile(str(path), 3, EXPECTED) == error(path, "B")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("B=1\nA=${B}\n", "1"),
        ("B=1\nA=x${B}y${B}\n", "x1y1"),
        ("B=1\nA='${B}'\n", "1"),
        ('B=1\nA="${B}"\n', "1"),
        ("B=1\nC=${B}2\nA=${C}3\n", "123"),
        ("B=1\nA=${B}\nB=2\n", "1"),
        ("B=\nA=x${B}\n", "x"),
        ("A=1\nA=${A}2\n", "12"),
        ("export B=1\nA=$B${B}$\n", "$B1$"),
    ],
)
def test_references(tmp_path, content, expected):
    """`${NAME}` is what the same file sets above, in quotes or without, as python-dotenv has it."""
    path = tmp_path / ".env"
    path.write_text(content)
    assert expected == read_setting(str(path), "A")


@pytest.mark.parametrize(
    ("content", "line", "shown"),
    [
        ("A=${HOME}\n", 1, "${HOME}"),
        ("A=${B}\nB=1\n", 1, "${B}"),
        ("A=${A}\n", 1, "${A}"),
        ("C=1\nB=${D}\nA=${B}\n", 3, "${D}"),
        ("B=1\nA=${B:-2}\n", 2, "a ${…}"),
        ("A=${B:-2}\n", 1, "a ${…}"),
        ("A=${}\n", 1, "a ${…}"),
        ("B=1\nA=${ B }\n", 2, "a ${…}"),
        ("B=1\nA=${B\n", 2, "a ${…}"),
        (f"A=x${{{SECRET}}}y\n", 1, "a ${…}"),
    ],
)
def test_references_to_anything_else(tmp_path, environ, content, line, shown):
    """Nothing else is put in its place, no variable of the environment, and it is never taken as it
    stands; the error may not show what could be part of a password."""
    environ.update(HOME=SECRET, B=SECRET, D=SECRET)
    path = tmp_path / ".env"
    path.write_text(content)
    problem = (
        f"it has {shown}, and only ${{NAME}} of what this file sets above it can be replaced: "
        "write the value itself"
    )
    assert BadFile(str(path), line, problem) == error(path)


def test_references_elsewhere_do_not_matter(tmp_path, capfd):
    """What another program replaces in settings of its own is nothing to us."""
    path = tmp_path / ".env"
    path.write_text("PATH=${PATH}:bin\nURL=${HOST:-localhost}\nA=1\n")
    assert "1" == read_setting(str(path), "A")
    assert "" == told(capfd)


def test_references_do_not_grow_without_end(tmp_path):
    """A file of a few lines cannot make a value of gigabytes."""
    path = tmp_path / ".env"
    lines = [f"A{number}=${{A{number - 1}}}${{A{number - 1}}}" for number in range(1, 64)]
    path.write_text("\n".join(["A0=0123456789", *lines, "A=${A63}", "B=" + "x" * 70_000]))
    problem = "it makes more than 65536 characters of ${NAME}"
    assert BadFile(str(path), 65, problem) == error(path)
    assert "x" * 70_000 == read_setting(str(path), "B")


def test_utf16(tmp_path):
    """UTF-16 is refused, with a byte order mark or without."""
    path = tmp_path / ".env"
    for codec in ("utf-16-le", "utf-16-be"):
        path.write_bytes(f"\ufeffA={SECRET}\n".encode(codec))
        assert BadFile(str(path), 0, "it is UTF-16: save it as UTF-8 text") == error(path)
    path.write_text(f"A={SECRET}\n", encoding="utf-16-le")
    assert BadFile(str(path), 1, "it has a NUL character: save it as UTF-8 text") == error(path)


def test_largest_file(tmp_path):
    """A file of 1 MiB is read; one byte more is refused."""
    path = tmp_path / ".env"
    path.write_bytes(b"A=1\n".ljust(MAX_BYTES, b"#"))
    assert {"A": "1"} == settings(path)
    path.write_bytes(b"A=1\n".ljust(MAX_BYTES + 1, b"#"))
    assert BadFile(str(path), 0, "it is larger than 1048576 bytes") == error(path)


def test_no_file(tmp_path, capfd):
    """A file that is not there has no settings; nor has one in a folder that is not there, or in a
    file."""
    (tmp_path / "file").touch()
    for absent in (".env", "folder/.env", "file/.env"):
        assert {} == settings(tmp_path / absent)
    assert "" == told(capfd)


def test_link(tmp_path):
    """A link to a file is read."""
    (tmp_path / "shared").write_text("A=1\n")
    (tmp_path / ".env").symlink_to("shared")
    assert {"A": "1"} == settings(tmp_path / ".env")


def test_link_to_nothing(tmp_path):
    """Settings are somewhere else than the link says."""
    path = tmp_path / ".env"
    path.symlink_to("nothing")
    assert BadFile(str(path), 0, "it is a link that leads to nothing") == error(path)


def test_folder(tmp_path, capfd):
    """A folder called `.env`, such as a virtual environment, has no settings; that is told once."""
    assert {} == settings(tmp_path)
    told_once = f"wae: {tmp_path} is a folder, so no settings are read from it.\n"
    assert told_once == told(capfd)


def test_pipe(tmp_path):
    """A pipe is refused at once, without waiting for somebody to write to it."""
    path = tmp_path / ".env"
    os.mkfifo(path)
    problem = "it is a named pipe, a device or a socket, and only files are read: copy it into one"
    assert BadFile(str(path), 0, problem) == error(path)


def test_unreadable(tmp_path):
    """A link that the system refuses to follow is an error with the system's reason, and ours."""
    path = tmp_path / ".env"
    path.symlink_to(path)
    problem = (
        "it cannot be read (Too many levels of symbolic links): it is a link, and those out of its "
        "folder, or with an absolute path, are not followed"
    )
    assert BadFile(str(path), 0, problem) == error(path)


def test_notices_are_framed(tmp_path, environ, capfd):
    """Where the host gave a token, a notice is in its frame; on a terminal it has a line of its
    own, even where another component has begun one."""
    environ.update(WAE_NOTICES="token", WAE_NOTICES_TERMINAL="1")
    settings(tmp_path)
    text = f"\r\x1b[2Kwae: {tmp_path} is a folder, so no settings are read from it.\n"
    assert f"\x1etoken:{len(text.encode())}:{text}" == told(capfd)
