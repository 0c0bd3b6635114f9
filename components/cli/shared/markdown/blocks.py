"""Blocks, line by line: headings, lists, quotations, code, tables, rules and paragraphs."""

import re
from collections.abc import Callable, Mapping

from shared import table
from shared.markdown import inline
from shared.markdown.flow import Flow
from shared.markdown.style import BOLD, CYAN, DIM, UNDERLINED
from shared.table import Column

# A line that is nothing else yet can begin any kind of block.
_UNDECIDED = re.compile(r"[ \t>#*+=_~`|:-]*(?:\d{1,9}[.)]?)?[ \t]*(?:\[[ xX]?\]?)?[ \t]*")
_LONGEST_UNDECIDED = 200
_LONGEST_HELD = 10_000
_WIDEST_QUOTE = 12
_QUOTE = re.compile(r" {0,3}>[ \t]?")
_FENCE = re.compile(r"([ \t]*)(`{3,}|~{3,})[ \t]*([^`]*)")
_HEADING = re.compile(r"[ \t]{0,3}(#{1,6})(?:[ \t]+|$)")
_CLOSING = re.compile(r"(?:^|[ \t]+)#+[ \t]*$")
_RULE = re.compile(r"[ \t]{0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*")
_ITEM = re.compile(r"([ \t]*)([-*+]|\d{1,9}[.)])(?:[ \t]+|$)(?:\[([ xX])\][ \t]+)?")
_ALERT = re.compile(r"\[!([A-Z]+)\]\s*")
_DELIMITERS = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*+\|?[ \t]*")
_BARS = re.compile(r"(?<!\\)\|")
_BOXES = {" ": "☐ ", "x": "☑ ", "X": "☑ "}
_TITLES = ((BOLD, UNDERLINED), (BOLD,))


class Markdown:
    """Shows Markdown as it arrives; the text is harmless already (`cleaning.text`).

    A reply breaks lines where it wants them broken. A file does so where its lines get too long:
    with `joins` the lines of a paragraph become one, and nothing of a line is shown before the
    paragraph is complete.
    """

    def __init__(
        self,
        put: Callable[[str], None],
        columns: int,
        *,
        joins: bool = False,
        targets: Mapping[str, str] | None = None,
    ) -> None:
        self._flow = Flow(put, columns)
        self._joins = joins
        self._targets = targets or {}
        # Of the line that arrives: what is not yet assigned to a block, and whether it has one.
        self._line = ""
        self._begun = False
        # Of the block: the text that is not shown yet, its styles, and whether more may follow.
        self._text = ""
        self._codes: tuple[str, ...] = ()
        self._open = self._is_paragraph = False
        self._fence = ""
        self._indent = self._content = 0
        self._quote = ""
        self._rows: list[str] = []
        self._gap = self._shown = False

    def write(self, piece: str) -> None:
        """Shows more."""
        *lines, rest = piece.split("\n")
        for line in lines:
            self._line += line
            self._advance(whole=True)
            self._line, self._begun = "", False
        self._line += rest
        if self._line:
            self._advance(whole=False)
        self._flow.flush()

    def end(self) -> None:
        """Shows what was held back, and ends the line."""
        if self._line or self._begun:
            self._advance(whole=True)
        self._finish()
        self._line, self._begun, self._fence, self._content, self._gap = "", False, "", 0, False
        self._shown = False
        self._flow.flush()

    def _advance(self, *, whole: bool) -> None:
        if not self._begun:
            if not whole and self._waits():
                return
            self._begun = True
            self._begin()
        self._text += self._line
        self._line = ""
        if self._joins or not self._open:
            return
        self._show(whole=whole)
        if whole:
            self._finish()

    def _waits(self) -> bool:
        """Whether the line has to be longer, or whole, to say what it is."""
        _, line = self._unquoted()
        if self._fence or self._rows or line.lstrip().startswith(("```", "~~~", "|", "#")):
            return True
        if self._is_code(_indent(line)):
            return True
        short = len(self._line) < _LONGEST_UNDECIDED
        return short and _UNDECIDED.fullmatch(self._line) is not None

    def _unquoted(self) -> tuple[str, str]:
        """The margin that stands for the quotation, and the line without its marks."""
        line, margin = self._line, ""
        while len(margin) < _WIDEST_QUOTE and (match := _QUOTE.match(line)):
            line, margin = line[match.end() :], f"{margin}│ "
        return margin, line

    def _begin(self) -> None:
        """Begins the line's block, or goes on with the one before; leaves its text in `_line`."""
        margin, line = self._unquoted()
        self._line = ""
        if self._fence and margin == self._quote:
            self._code(line)
        elif not line.strip():
            self._finish()
            self._quote, self._fence = margin, ""
            self._gap = True
        elif self._is_row(margin, line):
            self._rows.append(line)
        elif self._continues(margin, line):
            self._go_on(line)
        else:
            self._finish()
            self._quote, self._fence = margin, ""
            self._block(line)

    def _is_row(self, margin: str, line: str) -> bool:
        """Whether it is a row of a table, which begins with a bar or above a row of dashes."""
        if self._rows:
            return margin == self._quote and "|" in line
        if self._open and self._is_paragraph and "|" in self._text and _DELIMITERS.fullmatch(line):
            self._rows.append(self._text)
            self._text, self._open = "", False
            return True
        if line.lstrip().startswith("|"):
            self._finish()
            self._quote = margin
            return True
        return False

    def _continues(self, margin: str, line: str) -> bool:
        """Whether it belongs to the paragraph before, which is not shown yet."""
        if not (self._open and self._joins):
            return False
        if self._is_paragraph and _UNDERLINE.fullmatch(line) and margin == self._quote:
            return True
        if self._codes:  # a heading is one line
            return False
        begins = (_FENCE.fullmatch(line), _HEADING.match(line), _RULE.fullmatch(line))
        return not any(begins) and not _ITEM.match(line) and margin in (self._quote, "")

    def _go_on(self, line: str) -> None:
        underline = _UNDERLINE.fullmatch(line) if self._is_paragraph else None
        if underline:
            self._title(_TITLES[underline[1][0] == "-"])
            self._finish()
        elif self._text.endswith(("  ", "\\")):
            self._text = self._text.removesuffix("\\")
            self._show(whole=True)
            self._flow.end()
            self._text = line.lstrip()
        else:
            self._text = f"{self._text.rstrip()} {line.lstrip()}"
            if len(self._text) > _LONGEST_HELD:
                self._show(whole=False)

    def _block(self, line: str) -> None:
        """Begins a block of whatever kind the line is of."""
        indent = _indent(line)
        is_code = self._is_code(indent)
        if indent < self._content and self._gap:
            self._content = 0
        fence = _FENCE.fullmatch(line)
        heading = _HEADING.match(line)
        item = _ITEM.match(line)
        if fence:
            self._indent, self._fence = len(fence[1]), fence[2]
            self._plain(fence[3].strip(), fence[1], (DIM,))
        elif heading:
            self._title(_TITLES[len(heading[1]) > 1])
            self._start("", "", _CLOSING.sub("", line[heading.end() :]))
        elif _RULE.fullmatch(line):
            self._plain("─" * (self._flow.columns // 2), "", (DIM,))
        elif is_code:
            self._plain(line, "", (CYAN,))
        elif item:
            mark = item[2] if item[2][0].isdigit() else "•"
            first = f"{item[1]}{mark} {_BOXES.get(item[3] or '', '')}"
            self._content = indent + len(item[2]) + 1
            self._start(first, " " * (indent + len(mark) + 1), line[item.end() :])
        else:
            alert = _ALERT.fullmatch(line) if self._quote else None
            self._codes = (BOLD,) if alert else ()
            margin = " " * indent
            self._start(margin, margin, alert[1].capitalize() if alert else line.lstrip())
            self._is_paragraph = not alert

    def _is_code(self, indent: int) -> bool:
        """Whether a line is code as it is so far to the right, in no list."""
        ends = self._gap and indent < self._content
        return indent >= 4 and (ends or not self._content)

    def _title(self, codes: tuple[str, ...]) -> None:
        self._codes = codes
        self._content = 0
        self._gap = self._shown

    def _start(self, first: str, margin: str, text: str) -> None:
        """Begins a block of words."""
        self._separate()
        self._flow.begin(self._quote + first, self._quote + margin)
        self._line, self._open = text, True

    def _plain(self, text: str, margin: str, codes: tuple[str, ...]) -> None:
        """A line that is shown as it is, if it has anything."""
        self._separate()
        self._flow.begin("", self._quote + margin)
        if text:
            self._flow.line(text, codes)

    def _code(self, line: str) -> None:
        closing = line.strip()
        if len(closing) >= len(self._fence) and not closing.strip(self._fence[0]):
            self._fence = ""
            return
        indent = len(line) - len(line.lstrip(" \t"))
        self._flow.line(line[min(indent, self._indent) :], (CYAN,))

    def _separate(self) -> None:
        if self._gap and self._shown:
            self._flow.begin("", "")
            self._flow.line("")
        self._gap, self._shown = False, True

    def _show(self, *, whole: bool) -> None:
        spans, self._text = inline.parse(self._text, self._targets, whole=whole, codes=self._codes)
        self._flow.write(spans)

    def _finish(self) -> None:
        """Ends the block before: the words and the table that are held back."""
        if self._rows:
            self._table()
        if self._open:
            self._show(whole=True)
            self._flow.end()
        self._open = self._is_paragraph = False
        self._codes = ()

    def _table(self) -> None:
        rows, self._rows = self._rows, []
        self._separate()
        self._flow.begin("", self._quote)
        if len(rows) < 2 or not _DELIMITERS.fullmatch(rows[1]):
            for row in rows:
                self._flow.line(row)
            return
        heading, _, *cells = [self._cells(row) for row in rows]
        size = len(heading)
        filled = [[*row, *[""] * (size - len(row))][:size] for row in cells]
        columns = [Column(one, prose=True) for one in heading]
        title, *lines = table.lines(columns, filled, self._flow.columns - len(self._quote))
        self._flow.line(title, (BOLD,))
        for line in lines:
            self._flow.line(line)

    def _cells(self, row: str) -> list[str]:
        bare = row.strip().removeprefix("|")
        if bare.endswith("|") and not bare.endswith("\\|"):
            bare = bare[:-1]
        cells = (cell.replace("\\|", "|").strip() for cell in _BARS.split(bare))
        return [" ".join(inline.plain(cell, self._targets).split()) for cell in cells]


def _indent(line: str) -> int:
    bare = line.expandtabs(4)
    return len(bare) - len(bare.lstrip())
