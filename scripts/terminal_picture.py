"""A terminal session as a moving picture (SVG): commands are typed, and their output follows.

It has neither scripts nor fonts of its own, follows the reader's light or dark, stands still for
who wants no motion, and ends with everything to be read.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from xml.etree import ElementTree

from rich.ansi import AnsiDecoder
from rich.text import Text

COLUMNS = 88
_WIDTH, _HEIGHT, _SIZE = 8.4, 20.0, 14  # pixels of a column, of a row, and of the font
_EDGE = 16.0
_TYPED = 0.03  # seconds for a key
_PAUSE = 0.7  # seconds before a command, and before its output
_APART = re.compile(r"\S+( \S+)*")
"""What stands together; several spaces are columns, wherever the font would put them."""

_COLOURS = ("text", "bad", "good", "warn", "blue", "blue", "blue", "muted")  # of ANSI's 0 to 7

_STYLE = """\
svg { --ground: #f5f6fa; --line: #dfe3ec; --text: #1b1f2a; --muted: #565d6d;
  --blue: #2f4bc4; --bad: #a3182b; --good: #17663a; --warn: #7a4b00; color-scheme: light dark; }
@media (prefers-color-scheme: dark) {
  svg { --ground: #11131a; --line: #30364a; --text: #e8eaf2; --muted: #a7aebf;
    --blue: #9fb1ff; --bad: #ff9fab; --good: #7fd6a0; --warn: #f0c674; }
}
rect { fill: var(--ground); stroke: var(--line); }
text { font: 14px ui-monospace, "Cascadia Code", Menlo, Consolas, "DejaVu Sans Mono", monospace;
  fill: var(--text); white-space: pre; }
.muted { fill: var(--muted); } .blue { fill: var(--blue); } .bad { fill: var(--bad); }
.good { fill: var(--good); } .warn { fill: var(--warn); } .bold { font-weight: bold; }
.row { animation: show .2s both; }
.typed { animation: type 1s both; }
@keyframes show { from { opacity: 0; } }
@keyframes type { from { clip-path: inset(0 100% 0 0); } }
@media (prefers-reduced-motion: reduce) { .row, .typed { animation: none; } }
"""


@dataclass(frozen=True)
class Scene:
    """A command, and what the terminal showed for it."""

    command: str
    output: str


def picture(title: str, scenes: Iterable[Scene]) -> str:
    """The SVG of a session."""
    rows: list[str] = []
    time = 0.0
    for scene in scenes:
        if rows:
            rows.append("")
        time += _PAUSE
        rows.append(_prompt(scene.command, len(rows), time))
        time += len(scene.command) * _TYPED + _PAUSE / 2
        for line in AnsiDecoder().decode(scene.output.rstrip("\n")) if scene.output else ():
            rows.append(_row(line, len(rows), time))
    width, height = COLUMNS * _WIDTH + 2 * _EDGE, len(rows) * _HEIGHT + 2 * _EDGE
    body = "\n".join(row for row in rows if row)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" role="img" aria-label="{escape(title)}">\n'
        f"<title>{escape(title)}</title>\n<style>\n{_STYLE}</style>\n"
        f'<rect x="0.5" y="0.5" width="{width - 1:g}" height="{height - 1:g}" rx="10"/>\n'
        f"{body}\n</svg>\n"
    )


def words(svg: str) -> list[Scene]:
    """The scenes of a picture that :func:`picture` made."""
    scenes: list[Scene] = []
    for row in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}g"):
        text = _read(row)
        if row.get("class") == "row prompted":
            scenes.append(Scene(text.removeprefix("$ "), ""))
        else:
            last = scenes.pop()
            scenes.append(Scene(last.command, f"{last.output}{text}\n"))
    return scenes


def _read(row: ElementTree.Element) -> str:
    text = ""
    for piece in row:
        column = round((float(piece.get("x", "0")) - _EDGE) / _WIDTH)
        text = text.ljust(column) + (piece.text or "")
    return text


def _prompt(command: str, number: int, time: float) -> str:
    typed = len(command) * _TYPED
    motion = (
        f"animation-delay:{time:g}s;animation-duration:{typed:g}s;"
        f"animation-timing-function:steps({len(command)})"
    )
    prompt = _text("$", 0, number, "muted")
    typing = _text(command, 2, number, "typed bold blue", motion)
    return f'<g class="row prompted" style="animation-delay:{time:g}s">{prompt}{typing}</g>'


def _row(line: Text, number: int, time: float) -> str:
    spans = "".join(_text(text, at, number, kind) for text, at, kind in _spans(line))
    return f'<g class="row" style="animation-delay:{time:g}s">{spans}</g>'


def _spans(line: Text) -> Iterator[tuple[str, int, str]]:
    """The pieces of a line that look alike, each with its column and its classes."""
    at = 0
    ends = {end for span in line.spans for end in (span.start, span.end)}
    for piece in line.divide(sorted(ends)) if ends else [line]:
        styles = [span.style for span in piece.spans]
        kinds = []
        for style in styles:
            if not isinstance(style, str):
                number = style.color.number if style.color else None
                kinds += ["bold"] * bool(style.bold) + ["muted"] * bool(style.dim)
                kinds += [_COLOURS[number % 8]] if number is not None else []
        for word in _APART.finditer(piece.plain):
            yield word[0], at + word.start(), " ".join(kinds)
        at += len(piece.plain)


def _text(text: str, column: int, row: int, kind: str, motion: str = "") -> str:
    """A piece of a row, as wide as its columns whatever the font."""
    more = f' class="{kind}"' if kind else ""
    more += f' style="{motion}"' if motion else ""
    x, y = _EDGE + column * _WIDTH, _EDGE + row * _HEIGHT + _SIZE
    size = f'textLength="{len(text) * _WIDTH:g}" lengthAdjust="spacingAndGlyphs"'
    return f'<text x="{x:g}" y="{y:g}" {size}{more}>{escape(text)}</text>'
