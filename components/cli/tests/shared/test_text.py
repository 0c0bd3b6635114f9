"""Text: cleaning, columns, numbers and times."""

import json
import math
import re
import unicodedata
from datetime import timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import width

import zones
from shared import cleaning, local_time, table, wording
from shared.table import Column

ANY = st.text(
    st.one_of(
        st.sampled_from("\x1b[]\\;m0\x07\x9b\x9c\x9d\r\n\t\u202e\u2066\u2028\u200d日é\u0301👩"),
        st.characters(exclude_categories=["Cs"]),
    )
)
GRAPHEMES = ["a", "b", " ", "日", "本", "e\u0301", "👩\u200d👧", "❤\ufe0f", "–"]
CELLS = st.lists(st.sampled_from(GRAPHEMES)).map("".join).map(cleaning.line)


@given(ANY)
def test_clean_text_steers_nothing(dirty):
    """No control character but newline and tab, and no bidi control, is left."""
    clean = cleaning.text(dirty)
    controls = {c for c in clean if unicodedata.category(c) == "Cc"}
    assert controls <= {"\n", "\t"}
    assert not re.search("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", clean)
    assert cleaning.text(clean) == clean


@given(ANY)
def test_a_clean_line_is_one_line(dirty):
    """No line break of any kind is left, nor white space at the ends."""
    clean = cleaning.line(dirty)
    assert len(clean.splitlines()) <= 1
    assert clean == clean.strip()


@given(
    st.text(
        st.characters(
            categories=["L", "N", "P", "S"], exclude_characters="\u115f\u1160\u3164\uffa0"
        )
    )
)
def test_harmless_text_is_unchanged(text):
    """Letters, numbers, punctuation and symbols of every script stay."""
    assert cleaning.line(text) == text


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]8;;https://example.org\x07link\x1b]8;;\x1b\\", "link"),
        ("\x9b2Jgone\x9d0;title\x9c", "gone"),
        ("\x1b]0;never closed", "0;never closed"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("می\u200cخواهم ❤\ufe0f", "می\u200cخواهم ❤\ufe0f"),
        ("pay\u200bpal\u2060\ufeff\u00ad.com", "paypal.com"),
        ("hi\U000e0049\U000e0067\U000e006e", "hi"),
        ("\u3164\u115fx\ud800", "x"),
        ("a\x1b[\u202e31mb", "a31mb"),
    ],
)
def test_sequences_go_as_a_whole(dirty, clean):
    """An escape sequence goes with its parameters; an emoji's joiner stays."""
    assert cleaning.text(dirty) == clean


def test_cleaning_is_linear():
    """A megabyte of unfinished sequences is cleaned at once, not in quadratic time."""
    for start in ("\x1b]", "\x9d", "\x1b[", "\x1b[1;"):
        assert "\x1b" not in cleaning.text(start * 250_000)


@given(ANY)
def test_json_keeps_values_and_shows_no_controls(dirty):
    """JSON text has the same value, and nothing in it steers a terminal."""
    document = cleaning.json_text(json.dumps(dirty, ensure_ascii=False))
    assert json.loads(document) == dirty
    assert cleaning.text(document) == document


@pytest.mark.parametrize(
    "formula",
    ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r\n=1", " =1", "\x1b[0m=1", "\u200b=1", "＝1", "＋1",
     "－1", "＠a"],
)  # fmt: skip
def test_a_cell_is_no_formula(formula):
    """What a spreadsheet would take for a formula has an apostrophe before it."""
    cell = cleaning.cell(formula)
    assert cell == "'" + cleaning.line(formula)


@given(ANY)
def test_a_cell_begins_harmlessly(dirty):
    """No cell begins a formula or a line of its own; what does neither is as in a line."""
    cell = cleaning.cell(dirty)
    assert not re.match(r"[\s=+\-@＝＋－＠]", cell)
    assert cell.removeprefix("'") == cleaning.line(dirty).removeprefix("'")


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=5), st.integers(20, 60))
def test_columns_line_up(rows, available):
    """Every line fits that can, and the last column, right-aligned, ends where the others' do."""
    columns = [Column("A", prose=True), Column("B", prose=True), Column("C", right=True)]
    rows = [(*row[:2], "1" + row[2] + "1") for row in rows]
    lines = table.lines(columns, rows, available)
    widest = max(map(width, ("C", *(row[2] for row in rows))))
    assert max(map(width, lines)) <= max(available, widest + 2 * (2 + 8))
    assert {width(line) for line in lines if line.endswith("1")} <= {width(lines[0])}


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5), st.integers(10, 60))
def test_nothing_is_cut(rows, available):
    """Every character of every cell is there, in its order; what is no prose is on one line."""
    lines = table.lines([Column("A"), Column("B", prose=True)], rows, available)
    for first, second in rows:
        assert any(first in line for line in lines)
        assert set(second.replace(" ", "")) <= set("".join(lines))
    shown = "".join(lines).replace(" ", "")
    assert sum(len((a + b).replace(" ", "")) for a, b in rows) == len(shown) - len("AB")


def test_ids_and_keys_stay_whole():
    """What is copied stays on its line, however narrow the terminal is; prose goes on below, at
    words, and a word that is wider than its column in pieces."""
    columns = [Column("ID"), Column("TITLE", prose=True), Column("N", right=True)]
    rows = [("1nv3k9f2ab", "Stars of the repository", "1"), ("x", "abcdefghijklmnop", "20")]
    assert [
        "ID          TITLE          N",
        "1nv3k9f2ab  Stars of the   1",
        "            repository",
        "x           abcdefghijkl  20",
        "            mnop",
    ] == table.lines(columns, rows, 28)
    assert table.lines(columns, rows, 5) == table.lines(columns, rows, 24)


def test_facts_line_up_and_leave_out_what_is_missing():
    """Values begin in one column; a fact without a value has no line."""
    assert ["A     1", "Long  2"] == table.pairs([("A", "1"), ("Long", "2"), ("None", "")], 80)


def test_long_facts_go_on_below():
    """At words only: a URL stays whole."""
    url = "https://host.example/a/long/path"
    pairs = [("Topics", "one, two, three, four"), ("Page", url)]
    lines = ["Topics  one, two,", "        three, four", f"Page    {url}"]
    assert lines == table.pairs(pairs, 20)


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (0, "0 B"),
        (1023, "1023 B"),
        (1024, "1.0 KiB"),
        (1_048_575, "1.0 MiB"),
        (5 * 2**30, "5.0 GiB"),
        (2**64 - 1, "16,777,216.0 TiB"),
    ],
)
def test_sizes(size, shown):
    """Bytes in binary units, rounded to a tenth, never 1024 of one."""
    assert wording.size(size) == shown


def test_entropy_is_rounded_down():
    """127.99 bits are not shown as 128."""
    assert wording.bits(127.99) == "127.9 bits"


@pytest.mark.parametrize("entropy", [math.nan, math.inf, -math.inf, 1e308, -1e308])
def test_impossible_entropy_is_shown_as_it_is(entropy):
    """A hostile generator's number does not stop the command."""
    assert wording.bits(entropy) == f"{entropy} bits"


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0.5, "less than a second"),
        (1, "1 second"),
        (7200, "2 hours"),
        (63_115_200, "2 years"),
        (1e300, "centuries"),
    ],
)
def test_durations(seconds, shown):
    """The largest unit that fits, and no more than that."""
    assert wording.duration(seconds) == shown


def test_times_are_local_or_say_that_they_are_not():
    """With a zone a time is local, the day too; without one it is UTC and says so."""
    east = timezone(timedelta(hours=2))
    assert wording.day_and_time("2026-11-21T23:30:00Z", east) == "2026-11-22 01:30"
    assert wording.day("2026-11-21T23:30:00Z", east) == "2026-11-22"
    assert wording.day_and_time("2026-11-21T23:30:00Z", None) == "2026-11-21 23:30 UTC"
    assert wording.day("yester\x1b[mday", None) == "yesterday"
    assert wording.clock_time(2**63, None) == f"second {2**63} of Unix time"
    assert wording.day("0001-01-01T00:00:00Z", timezone(timedelta(hours=-2))).startswith("0001")


def test_every_time_has_its_own_offset():
    """In summer and in winter a time is shown as clocks show it then; one that they show twice has
    its offset."""
    zone = local_time.zone(zones.of_rule(zones.PACIFIC)[local_time.VARIABLE])
    shown = {
        "2026-07-01T19:00:00Z": "2026-07-01 12:00",
        "2026-01-01T20:00:00Z": "2026-01-01 12:00",
        "2026-11-01T08:30:00Z": "2026-11-01 01:30 UTC-07:00",
        "2026-11-01T09:30:00Z": "2026-11-01 01:30 UTC-08:00",
        "2026-11-01T10:30:00Z": "2026-11-01 02:30",
        "2026-03-08T10:00:00Z": "2026-03-08 03:00",
    }
    assert shown == {stamp: wording.day_and_time(stamp, zone) for stamp in shown}
    assert ["2026-07-01", "2025-12-31"] == [
        wording.day(stamp, zone) for stamp in ("2026-07-02T06:59:59Z", "2026-01-01T07:59:59Z")
    ]
