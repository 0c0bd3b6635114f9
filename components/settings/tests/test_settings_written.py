"""What `wae config set` writes is what this component reads, and nothing else changes."""

import pytest
from componentize_py_types import Err
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dotenv_file import read_setting
from wae.settings_file import BadValue, quoted, with_setting, without_setting

pytestmark = pytest.mark.usefixtures("environ")

# What lines are made of, so that all kinds of them come about by chance.
LINES = st.lists(
    st.sampled_from(
        ["A", "B", "export ", "=", "'", '"', "\\", "#", " ", " # c", "\n", "\r\n", "\r", "\t", "x",
         "A=1\n", "B='2'\n", "A=\"", "é", "# A=3\n", "'A'", ":"]
    ),
    max_size=15,
).map("".join)  # fmt: skip
TEXTS = st.tuples(st.sampled_from(["", "\ufeff"]), LINES).map("".join)
VALUES = st.text(
    st.sampled_from("ab'\"\\#$ ={}é") | st.characters(exclude_categories=["C", "Z"]), min_size=1
).filter(lambda value: "${" not in value and value.isprintable())


def read(path, text: str, name: str) -> str | None:
    path.write_bytes(text.encode())
    return read_setting(str(path), name)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS, VALUES)
def test_set_and_unset(tmp_path, text, value):
    """The setting has the value, or is gone; another one, if it could be read, says what it said;
    and to set it twice changes nothing more."""
    path = tmp_path / ".env"
    before = text_of_other(path, text)
    changed = with_setting(text, "A", value)
    assert (value, before) == (read(path, changed, "A"), text_of_other(path, changed))
    assert changed == with_setting(changed, "A", value)
    removed = without_setting(changed, "A")
    assert (None, before) == (read(path, removed, "A"), text_of_other(path, removed))
    assert without_setting(removed, "A") is None


def text_of_other(path, text):
    """The same of B, or what is wrong with its line."""
    try:
        return read(path, text, "B")
    except Err as error:
        return error.value.problem


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "A=new\n"),
        ("B=1", "B=1\nA=new\n"),
        ("# mine\nA=old # why\n\nB=2\n", "# mine\nA=new # why\n\nB=2\n"),
        ("export A='o\nld'\r\nB=2", "export A=new\r\nB=2"),
        ("A=1\nB=2\nA=3\n", "B=2\nA=new\n"),
        ('A="broken\nB=2\n', "A=new\nB=2\n"),
        ("A= # empty\n", "A= new # empty\n"),
        ("  A = 1\n", "  A = new\n"),
        ("A\n", "A\nA=new\n"),
        ("\ufeffA=1", "\ufeffA=new"),
        ("#A=1\n", "#A=1\nA=new\n"),
    ],
)
def test_lines_stay(before, after):
    """Comments, blank lines, order, and line ends stay as they are."""
    assert after == with_setting(before, "A", "new")


def test_a_quote_that_is_never_closed():
    """It would end in the value below it: so that goes above."""
    assert "A='new one'\nB='\nC=1\n" == with_setting("B='\nC=1\n", "A", "new one")
    assert "A='new one'\nB='\n" == with_setting("B='\nA=1\n", "A", "new one")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("sk-abc_1.2/3+4=", "sk-abc_1.2/3+4="),
        ("two words", "'two words'"),
        ("it's \\ #1", "'it\\'s \\\\ #1'"),
        ("$HOME", "'$HOME'"),
    ],
)
def test_quotes(value, written):
    """Single quotes, where any are needed: in them nothing else is meant."""
    assert written == quoted(value)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("a${B}", "it has ${, which stands for another setting in such a file"),
        ("a\nb", "it is more than a line, or has characters that cannot be printed"),
        ("a\x1bb", "it is more than a line, or has characters that cannot be printed"),
    ],
)
def test_what_cannot_be_written(value, reason):
    """Why, without the value."""
    with pytest.raises(BadValue) as caught:
        quoted(value)
    assert reason == str(caught.value)
