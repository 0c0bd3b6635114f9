"""Draws an app as SVG: its instances in rows, consumers above providers, and what each holds."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from wae.compose.environment import is_environment
from wae.compose.policy import is_policy
from wae.inspect.report import AppReport, InstanceReport

BOX, HEIGHT, GAP, ROW, MARGIN, LANE = 240, 96, 30, 156, 44, 16
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
    """The picture, as the text of an SVG file. Denials and policies are left out as boxes."""
    proved = _proved(report)
    shown = {i.name: i for i in report.instances if not i.is_denial and i.name not in proved}
    rows = _rows(shown)
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
    height = MARGIN * 2 + 40 + (len(rows) - 1) * ROW + HEIGHT + 20
    denials = len(report.instances) - len(shown)
    wasi = ", ".join(report.wasi) or "no version"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}"'
        f' role="img" aria-label="The instances of {escape(report.name)}">',
        f"<style>\n{STYLE}\n</style>",
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8"'
        ' markerHeight="8" orient="auto"><path class="tip" d="M0 0 8 4 0 8z"/></marker></defs>',
        f'<rect class="back" width="{width:.0f}" height="{height:.0f}"/>',
        f'<text class="name" x="{MARGIN}" y="{MARGIN + 4}">{escape(report.name)}</text>',
        *_wires(shown, places),
        *(_box(instance, *places[name]) for name, instance in shown.items()),
        f'<text class="small" x="{MARGIN}" y="{height - 16:.0f}">WASI {escape(wasi)}; '
        f"{denials} generated components close or limit everything else</text>",
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _proved(report: AppReport) -> set[str]:
    """The policies and filters whose effect stands in the box of their consumer.

    They are known by their bytes: by its name alone, anything could hide.
    """
    return {
        provider
        for instance in report.instances
        for name, provider in instance.imports.items()
        if (is_policy(name) and instance.policy)
        or (is_environment(name) and instance.variables is not None)
    }


def _rows(shown: dict[str, InstanceReport]) -> list[list[str]]:
    """Names by row: each as far down as its longest chain of consumers is long."""
    depth = dict.fromkeys(shown, 0)
    for name in reversed(shown):  # consumers stand after their providers
        for provider in _providers(shown[name], shown):
            depth[provider] = max(depth[provider], depth[name] + 1)
    rows: list[list[str]] = [[] for _ in range(max(depth.values(), default=0) + 1)]
    for name, row in depth.items():
        rows[row].append(name)
    return rows


def _providers(instance: InstanceReport, shown: dict[str, InstanceReport]) -> list[str]:
    names = {name for given in instance.imports.values() for name in given.split(", ")}
    return [name for name in shown if name in names and name != instance.name]


def _wires(
    shown: dict[str, InstanceReport], places: Mapping[str, tuple[float, float]]
) -> list[str]:
    """Wires to the next row are curves; those past other rows take a lane left of all boxes."""
    lane = min(x for x, _ in places.values()) - LANE
    wires = []
    for name, instance in shown.items():
        for provider in _providers(instance, shown):
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


def _box(instance: InstanceReport, x: float, y: float) -> str:
    parts = [
        f'<g transform="translate({x:.0f} {y:.0f})">',
        f'<rect class="box" width="{BOX}" height="{HEIGHT}" rx="8"/>',
        f'<text class="name" x="12" y="22">{escape(instance.name)}</text>',
    ]
    left, line = 12.0, 32
    for capability in instance.capabilities:
        wide = len(capability) * CHARACTER + 10
        if left + wide > BOX - 8:
            left, line = 12.0, line + 22
        parts.append(
            f'<rect x="{left:.0f}" y="{line}" width="{wide:.0f}" height="18" rx="9" '
            f'fill="{COLOURS.get(capability, "#57606a")}"/>'
            f'<text class="chip" x="{left + 5:.0f}" y="{line + 13}">{escape(capability)}</text>'
        )
        left += wide + 4
    if instance.policy:
        hosts = escape(", ".join(instance.policy.hosts))
        parts.append(f'<text class="small" x="12" y="{HEIGHT - 10}">only {hosts}</text>')
    return "".join((*parts, "</g>"))
