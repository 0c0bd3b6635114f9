"""A curve drawn as a picture: SVG 1.1 that stands alone and is readable on light and dark."""

from dataclasses import dataclass
from datetime import tzinfo

from drawing import axis
from drawing.curve import Curve, Span
from shared import moments

_WIDTH, _HEIGHT = 840, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 88, 20, 96, 48
_ACROSS, _DOWN = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM
_VALUE_STEPS, _TIME_MARKS = 6, 10
_MOST_POINTS = 2000

_STYLE = """
text { font: 13px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; fill: #3d4451 }
.title { font-size: 18px; font-weight: 600; fill: #14171c }
.paper { fill: #ffffff }
.grid { stroke: #e3e6eb }
.axis { stroke: #8a93a1 }
.curve { fill: none; stroke: #2a5bd7; stroke-width: 2; stroke-linejoin: round }
.area { fill: #2a5bd7; fill-opacity: 0.12 }
.lowest { fill: #1a8a4a; fill-opacity: 0.18; stroke: #1a8a4a; stroke-opacity: 0.6 }
.level { stroke: #1a8a4a; stroke-width: 3 }
.lowest-name { fill: #12703a; font-weight: 600 }
.now { stroke: #b3470a; stroke-width: 1.5; stroke-dasharray: 5 4 }
.now-name { fill: #a03f08; font-weight: 600 }
@media (prefers-color-scheme: dark) {
  text { fill: #b8c0cc }
  .title { fill: #f0f3f7 }
  .paper { fill: #15181d }
  .grid { stroke: #2b3038 }
  .axis { stroke: #6d7684 }
  .curve { stroke: #82a8ff }
  .area { fill: #82a8ff }
  .lowest { fill: #4cc583; fill-opacity: 0.22; stroke: #4cc583 }
  .level { stroke: #4cc583 }
  .lowest-name { fill: #6fdc9f }
  .now { stroke: #ffa061 }
  .now-name { fill: #ffb27d }
}"""


@dataclass(frozen=True)
class Captions:
    """What stands in the picture: plain text in one line each."""

    title: str
    subtitle: str
    #: The unit of the values.
    unit: str
    #: What the stretch with the lowest average is called.
    best: str


def draw(
    curve: Curve, captions: Captions, *, now: float | None, best: Span | None, zone: tzinfo | None
) -> str:
    """The SVG document; `now` and `best` are marked where they are in sight.

    The value axis begins at zero, or at the lowest value if that is below.
    """
    ticks = axis.value_ticks(min(0.0, *curve.values), max(0.0, *curve.values), _VALUE_STEPS)
    scale = _Scale(curve.start, curve.end, ticks[0], ticks[-1])
    parts = [
        *_frame(captions),
        *_value_axis(ticks, scale),
        *_time_axis(curve, scale, zone),
        *(_best(best, captions.best, scale) if best and scale.shows(best.start) else []),
        *_line(curve, scale),
        *(_now(now, scale) if now is not None and scale.shows(now) else []),
    ]
    return "\n".join([*parts, "</svg>", ""])


@dataclass(frozen=True)
class _Scale:
    """From moments and values to places in the picture."""

    start: float
    end: float
    low: float
    high: float

    def x(self, moment: float) -> float:
        share = (moment - self.start) / (self.end - self.start)
        return _LEFT + _ACROSS * min(1.0, max(0.0, share))

    def y(self, value: float) -> float:
        return _TOP + _DOWN * (1 - (value - self.low) / (self.high - self.low))

    def shows(self, moment: float) -> bool:
        return self.start <= moment < self.end


def _frame(captions: Captions) -> list[str]:
    title, subtitle, unit = map(_text, (captions.title, captions.subtitle, captions.unit))
    size = f'width="{_WIDTH}" height="{_HEIGHT}" viewBox="0 0 {_WIDTH} {_HEIGHT}"'
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">',
        f"<title>{title}</title>",
        f"<desc>{subtitle}</desc>",
        f"<style>{_STYLE}\n</style>",
        f'<rect class="paper" width="{_WIDTH}" height="{_HEIGHT}"/>',
        f'<text class="title" x="16" y="28">{title}</text>',
        f'<text x="16" y="48">{subtitle}</text>',
        f'<text transform="translate(22 {_TOP + _DOWN / 2:.1f}) rotate(-90)" '
        f'text-anchor="middle">{unit}</text>',
    ]


def _value_axis(ticks: list[float], scale: _Scale) -> list[str]:
    parts = []
    for tick, label in zip(ticks, axis.value_labels(ticks), strict=True):
        y = scale.y(tick)
        parts.append(_stroke("axis" if tick == ticks[0] else "grid", _LEFT, y, _WIDTH - _RIGHT, y))
        parts.append(f'<text x="{_LEFT - 8}" y="{y + 4.5:.1f}" text-anchor="end">{label}</text>')
    return parts


def _time_axis(curve: Curve, scale: _Scale, zone: tzinfo | None) -> list[str]:
    parts, bottom = [], _HEIGHT - _BOTTOM
    for moment, label in axis.time_ticks(curve.start, curve.end, zone, _TIME_MARKS):
        x = scale.x(moment)
        parts.append(_stroke("axis", x, bottom, x, bottom + 5))
        if _LEFT / 2 < x < _WIDTH - 40:
            parts.append(_label("", x, bottom + 20, label))
    name = _text(moments.zone_name(zone, curve.start, curve.end))
    parts.append(f'<text x="{_WIDTH - _RIGHT}" y="{_HEIGHT - 8}" text-anchor="end">{name}</text>')
    return parts


def _best(best: Span, name: str, scale: _Scale) -> list[str]:
    left, right = scale.x(best.start), scale.x(best.end)
    y = scale.y(best.average)
    box = f'x="{left:.1f}" y="{_TOP}" width="{max(2.0, right - left):.1f}" height="{_DOWN}"'
    label = _label("lowest-name", (left + right) / 2, _TOP - 7, name, _LEFT)
    return [f'<rect class="lowest" {box}/>', _stroke("level", left, y, right, y), label]


def _now(now: float, scale: _Scale) -> list[str]:
    x = scale.x(now)
    line = _stroke("now", x, _TOP - 20, x, _HEIGHT - _BOTTOM)
    return [line, _label("now-name", x, _TOP - 24, "now")]


def _line(curve: Curve, scale: _Scale) -> list[str]:
    """The curve as steps, and the area below it, a path for each piece without a gap."""
    parts = []
    for piece in curve.pieces(_MOST_POINTS):
        steps = [
            f"{scale.x(moment):.1f},{scale.y(value):.1f}"
            for start, end, value in piece
            for moment in (start, end)
        ]
        left, right = scale.x(piece[0][0]), scale.x(piece[-1][1])
        ground = scale.y(max(0.0, scale.low))
        path = "L".join(steps)
        parts.append(
            f'<path class="area" d="M{left:.1f},{ground:.1f}L{path}L{right:.1f},{ground:.1f}Z"/>'
        )
        parts.append(f'<path class="curve" d="M{path}"/>')
    return parts


def _stroke(kind: str, x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _label(kind: str, x: float, y: float, text: str, left: float = 0) -> str:
    """Text centred on `x`, or moved so far that it stays right of `left` and in the picture."""
    room = 4.0 * len(text) + 6
    middle = min(max(x, left + room), _WIDTH - room)
    attribute = f'class="{kind}" ' if kind else ""
    place = f'x="{middle:.1f}" y="{y:.1f}" text-anchor="middle"'
    return f"<text {attribute}{place}>{_text(text)}</text>"


def _text(text: str) -> str:
    """`text` as XML character data, without what XML 1.0 (section 2.2) does not allow."""
    printable = "".join(filter(str.isprintable, text))
    return printable.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
