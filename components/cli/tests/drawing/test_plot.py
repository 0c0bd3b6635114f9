"""The picture: SVG that every program can read, with what was promised in it."""

import re
import xml.etree.ElementTree as ElementTree
from datetime import timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from drawing import plot
from drawing.curve import Curve, Span
from drawing.plot import Captions

START = 1_795_342_200
SVG = "{http://www.w3.org/2000/svg}"
CAPTIONS = Captions("CAISO_NORTH: forecast", "co2_moer", "lbs CO2/MWh", "lowest 5 min")
BEST = Span(START + 600, START + 900, 3.0)
EAST = timezone(timedelta(hours=1))


def picture(values=(5, 4, 3, 6), captions=CAPTIONS, now=START + 60, best=BEST):
    curve = Curve([(START + 300 * n, value) for n, value in enumerate(values)], 300)
    return plot.draw(curve, captions, now=now, best=best, zone=EAST)


def texts(document):
    return [each.text for each in ElementTree.fromstring(document).iter(f"{SVG}text")]


@given(st.text(), st.lists(st.floats(-1e12, 1e12), min_size=1, max_size=20))
def test_it_is_xml(text, values):
    """Well-formed whatever is drawn and whatever the service's names hold."""
    document = picture(values, Captions(text, text, text, text))
    root = ElementTree.fromstring(document)
    assert root.tag == f"{SVG}svg"
    assert root.find(f"{SVG}title").text in (None, *["".join(filter(str.isprintable, text))])


def test_everything_is_named():
    """Title, origin, unit, both axes, the zone, now and the lowest stretch stand in it as text."""
    actual = texts(picture())
    assert actual[:3] == ["CAISO_NORTH: forecast", "co2_moer", "lbs CO2/MWh"]
    assert {"0", "2", "4", "6", "11:15", "11:20", "UTC+01:00", "now", "lowest 5 min"} <= {*actual}


def test_what_is_out_of_sight_is_not_marked():
    """History has no now, and a curve without a lowest stretch no mark for it."""
    actual = texts(picture(now=None, best=None))
    assert not {"now", "lowest 5 min"} & {*actual}
    assert "now" not in texts(picture(now=START - 1))


def test_it_stands_alone():
    """No script, font, style sheet or picture is loaded from anywhere."""
    document = picture()
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)|url\(|@import|<script|href", document)


def test_light_and_dark():
    """Every colour of the light scheme has one of the dark scheme."""
    style = ElementTree.fromstring(picture()).find(f"{SVG}style").text
    light, dark = style.split("@media (prefers-color-scheme: dark)")
    rules = re.compile(r"^\s*(\.?[a-z-]+) \{.*(?:fill|stroke): (?:#|none; stroke: #)", re.MULTILINE)
    assert {*rules.findall(light)} == {*rules.findall(dark)} != set()


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=50))
def test_nothing_is_drawn_outside(values):
    """Every point of the curve lies between the axes."""
    for path in ElementTree.fromstring(picture(values)).iter(f"{SVG}path"):
        for x, y in re.findall(r"([-\d.]+),([-\d.]+)", path.get("d")):
            assert 88 <= float(x) <= 820
            assert 96 <= float(y) <= 372
