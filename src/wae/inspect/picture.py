"""Draws an app as SVG: its instances in rows, consumers above providers, and what each holds."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from wae.compose.capabilities import ALWAYS, GRANTS
from wae.inspect.access import access
from wae.inspect.printable import printable
from wae.inspect.report import AppReport, InstanceReport
from wae.inspect.text import by_implementer

BOX, HEIGHT, GAP, ROW, MARGIN, LANE = 240, 118, 30, 178, 44, 16
LINE = 16  # of the list of exports
CHARACTER = 6.6  # width of one at the size of a chip
COLOURS = {
    "clocks": "#8a8f98",
    "environment": "#c2731c",
    "files": "#b5475d",
    "http": "#1f6feb",
    "random": "#8a8f98",
    "sockets": "#7a4fd0",
    "terminal": "#1a7f5a",
}
STYLE = """\
  svg { font: 13px ui-sans-serif, system-ui, sans-serif; }
  .back { fill: #ffffff; } .box { fill: #f6f8fa; stroke: #57606a; }
  text { fill: #1f2328; } .name { font-weight: 600; } .small { font-size: 11px; fill: #57606a; }
  .chip { font-size: 11px; fill: #ffffff; } .wire { stroke: #57606a; fill: none; }
  .tip { fill: #57606a; }
  @media (prefers-color-scheme: dark) {
    .back { fill: #0d1117; } .box { fill: #161b22; stroke: #8b949e; }
    text { fill: #e6edf3; } .small { fill: #8b949e; } .wire { stroke: #8b949e; }
    .tip { fill: #8b949e; } .chip { fill: #ffffff; }
  }"""


def draw(report: AppReport) -> str:
    """The picture, as the text of an SVG file.

    Boxes are the instances with code of their own; proved limits stand in the box that they limit.
    """
    drawn = {
        i.name: i
        for i in report.instances
        if not (i.is_quiet or (i.wires_only and _has_parts(report, i.name)))
    }
    instances = {instance.name: instance for instance in report.instances}
    rows = _rows(drawn)
    widest = max(len(row) for row in rows)
    width = max(2 * MARGIN + widest * BOX + (widest - 1) * GAP, 560)
    places = {
        name: (
            width / 2 + (i - (len(row) - 1) / 2) * (BOX + GAP) - BOX / 2,
            MARGIN + 30.0 + number * ROW,
        )
        for number, row in enumerate(rows)
        for i, name in enumerate(row)
    }
    below = MARGIN * 2 + 40 + (len(rows) - 1) * ROW + HEIGHT
    exports = by_implementer(report)
    height = below + 20 + LINE * len(exports)
    closing = sum(i.is_quiet and i.role != "floor" for i in report.instances)
    wasi = ", ".join(report.wasi) or "no version"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}"'
        f' role="img" aria-label="The instances of {escape(printable(report.name))}">',
        f"<style>\n{STYLE}\n</style>",
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8"'
        ' markerHeight="8" orient="auto"><path class="tip" d="M0 0 8 4 0 8z"/></marker></defs>',
        f'<rect class="back" width="{width:.0f}" height="{height:.0f}"/>',
        f'<text class="name" x="{MARGIN}" y="{MARGIN + 4}">{escape(printable(report.name))}</text>',
        *_wires(drawn, places),
        *(_box(instance, instances, *places[name]) for name, instance in drawn.items()),
        *(_small(line, below - 16 + LINE * i) for i, line in enumerate(exports)),
        _small(
            f"WASI {printable(wasi)}; {closing} more instances close or limit what is not drawn",
            height - 16,
        ),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _small(line: str, y: float) -> str:
    return f'<text class="small" x="{MARGIN}" y="{y:.0f}">{escape(line)}</text>'


def _has_parts(report: AppReport, name: str) -> bool:
    return any(instance.within == name for instance in report.instances)


def _rows(drawn: dict[str, InstanceReport]) -> list[list[str]]:
    """Names by row: each as far down as its longest chain of consumers is long."""
    depth = dict.fromkeys(drawn, 0)
    for name in reversed(drawn):  # consumers stand after their providers
        for provider in _providers(drawn[name], drawn):
            depth[provider] = max(depth[provider], depth[name] + 1)
    rows: list[list[str]] = [[] for _ in range(max(depth.values(), default=0) + 1)]
    for name, row in depth.items():
        rows[row].append(name)
    return rows


def _providers(instance: InstanceReport, drawn: dict[str, InstanceReport]) -> list[str]:
    names = {name for givers in instance.givers.values() for name in givers}
    return [name for name in drawn if name in names and name != instance.name]


def _wires(
    drawn: dict[str, InstanceReport], places: Mapping[str, tuple[float, float]]
) -> list[str]:
    """Wires to the next row are curves; those past other rows take a lane left of all boxes."""
    lane = min((x for x, _ in places.values()), default=0.0) - LANE
    wires = []
    for name, instance in drawn.items():
        for provider in _providers(instance, drawn):
            (x1, y1), (x2, y2) = places[name], places[provider]
            if y2 - y1 > ROW:
                wires.append(_detour(x1, y1 + HEIGHT / 2, x2, y2 + HEIGHT / 2, lane))
                lane -= LANE
            else:
                wires.append(_curve(x1 + BOX / 2, y1 + HEIGHT, x2 + BOX / 2, y2))
    return [f'<path class="wire" marker-end="url(#tip)" d="{wire}"/>' for wire in wires]


def _curve(x1: float, y1: float, x2: float, y2: float) -> str:
    middle = (y1 + y2) / 2
    return f"M{x1:.0f} {y1:.0f} C{x1:.0f} {middle:.0f} {x2:.0f} {middle:.0f} {x2:.0f} {y2:.0f}"


def _detour(x1: float, y1: float, x2: float, y2: float, lane: float) -> str:
    return (
        f"M{x1:.0f} {y1:.0f} H{lane + 10:.0f} Q{lane:.0f} {y1:.0f} {lane:.0f} {y1 + 10:.0f} "
        f"V{y2 - 10:.0f} Q{lane:.0f} {y2:.0f} {lane + 10:.0f} {y2:.0f} H{x2:.0f}"
    )


def _box(
    instance: InstanceReport, instances: Mapping[str, InstanceReport], x: float, y: float
) -> str:
    parts = [
        f'<g transform="translate({x:.0f} {y:.0f})">',
        f'<rect class="box" width="{BOX}" height="{HEIGHT}" rx="8"/>',
        f'<text class="name" x="12" y="22">{escape(_fit(instance.name, 31))}</text>',
    ]
    left, line = 12.0, 32
    for capability, text in _chips(instance, instances):
        wide = len(text) * CHARACTER + 12
        if left + wide > BOX - 8:
            left, line = 12.0, line + 22
        parts.append(
            f'<rect x="{left:.0f}" y="{line}" width="{wide:.0f}" height="18" rx="9" '
            f'fill="{COLOURS.get(capability, "#57606a")}"/>'
            f'<text class="chip" text-anchor="middle" x="{left + wide / 2:.0f}" y="{line + 13}">'
            f"{escape(text)}</text>"
        )
        left += wide + 4
    reached = instance.policy.reached if instance.policy else instance.origins
    if reached is not None:
        hosts = escape(_fit(", ".join(reached) or "no host", 30))
        parts.append(f'<text class="small" x="12" y="{HEIGHT - 10}">only {hosts}</text>')
    return "".join((*parts, "</g>"))


def _chips(
    instance: InstanceReport, instances: Mapping[str, InstanceReport]
) -> list[tuple[str, str]]:
    """What it holds, or has within limits, as capability and text, in the order of the grants."""
    chips = []
    for capability in (*GRANTS, *ALWAYS):
        has = access(instance, capability, instances)
        if has.limit:
            chips.append((capability, f"{capability}: {has.cell}"))
        elif has.holds:
            chips.append((capability, capability))
    others = [c for c in instance.capabilities if c not in (*GRANTS, *ALWAYS)]
    if others:
        chips.append(("", f"{len(others)} unknown" if len(others) > 1 else _fit(others[0], 30)))
    return chips


def _fit(text: str, longest: int) -> str:
    """As much of a name as a box has room for."""
    text = printable(text)
    return text if len(text) <= longest else f"{text[: longest - 3]}..."
