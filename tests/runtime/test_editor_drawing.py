"""What the line editor draws: always what the text is, never over what was there before."""

from hypothesis import given
from hypothesis import strategies as st
from tests.runtime.drawn_screen import DrawnScreen

from wae.runtime.editing.clusters import width
from wae.runtime.editing.layout import layout
from wae.runtime.editing.screen import Screen

PROMPTS = ("> ", ". ")
TEXTS = st.text(st.sampled_from("ab \n日\t\u0301\u202e") | st.characters(), max_size=40)
NARROW = st.integers(12, 40)


@given(st.lists(st.tuples(TEXTS, st.integers(0, 40)), min_size=1, max_size=6), NARROW)
def test_each_drawing_replaces_the_last(states: list[tuple[str, int]], columns: int) -> None:
    """What is on the screen is the text with its prompts, wherever the cursor was; above it is
    what was there."""
    display = DrawnScreen(columns, 500)
    display.put("before\r\n")
    screen = Screen(display.put)
    for text, place in states:
        cursor = min(place, len(text))
        rows = layout(text, cursor, PROMPTS, columns)
        screen.draw(rows, "", 500)
        assert ["before", *rows.rows] == display.text()
        at = 1 + rows.cursor_row, width(rows.before_cursor)
        assert at == (display.row, display.column)
    screen.finish(rows)
    assert ["before", *rows.rows, ""] == display.text()


@given(TEXTS, NARROW)
def test_rows_are_the_text(text: str, columns: int) -> None:
    """No row reaches the last column; in printable text nothing is lost, added or changed."""
    rows = layout(text, 0, PROMPTS, columns).rows
    assert all(width(row) < columns for row in rows)
    if text.isascii() and text.replace("\n", "").isprintable():
        parts = text.split("\n")
        drawn = "".join(f"{PROMPTS[min(number, 1)]}{part}" for number, part in enumerate(parts))
        assert drawn == "".join(rows)


def test_nothing_hidden_is_drawn() -> None:
    """What reorders or hides text is seen, in the text as in a prompt; a tab is blanks."""
    [row] = layout("a\u202eb\tc\u200b", 0, ("\x1b[2J> ", ""), 60).rows
    assert "\\x1b[2J> a\\u202eb    c\\u200b" == row


@given(st.integers(1, 60), st.integers(0, 60), st.integers(2, 15))
def test_more_lines_than_there_is_room_for(lines: int, place: int, height: int) -> None:
    """Of a long text as many rows are shown as there is room for, those around the cursor; all of
    it once it is done. What was above stays."""
    text = "\n".join(f"line {number}" for number in range(lines))
    cursor = sum(len(line) + 1 for line in text.split("\n")[: min(place, lines - 1)])
    display = DrawnScreen(20, height)
    display.put("before\r\n")
    screen = Screen(display.put)
    for at in (len(text), cursor, 0, cursor):
        rows = layout(text, at, PROMPTS, 20)
        screen.draw(rows, "a note" if at else "", height)
        line = rows.rows[rows.cursor_row]
        assert line == display.text()[display.row]
        assert min(lines, height) <= len(display.text()) <= height + 2
        assert "before" == display.text()[0]
    screen.finish(layout(text, 0, PROMPTS, 20))
    assert [*layout(text, 0, PROMPTS, 20).rows, ""] == display.text()[-lines - 1 :]


def test_a_note_is_gone_with_the_next_drawing() -> None:
    """It stands below the text, the cursor in the text."""
    display = DrawnScreen(40, 10)
    screen = Screen(display.put)
    rows = layout("text", 4, PROMPTS, 40)
    screen.draw(rows, "a note", 10)
    assert (["> text", "a note"], 0, 6) == (display.text(), display.row, display.column)
    screen.draw(rows, "", 10)
    assert ["> text"] == display.text()
