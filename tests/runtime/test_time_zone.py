"""The user's time zone, as an app gets to know it."""

import base64
import time
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from wae.runtime import time_zone

MOMENTS = [datetime(year, month, 1, 12, tzinfo=UTC) for year in (1999, 2026) for month in (1, 7)]


def told(environ: dict[str, str]) -> ZoneInfo:
    """The zone that an app makes of what it gets."""
    return ZoneInfo.from_file(BytesIO(base64.b64decode(time_zone.encoded(environ))))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A database of zones, with one zone."""
    path = tmp_path / "zones" / "Here"
    path.mkdir(parents=True)
    content = time_zone._of_rule("CET-1CEST,M3.5.0,M10.5.0/3")
    (path / "Now").write_bytes(content)
    (path / "Text").write_text("not TZif")
    (path / "Folder").mkdir()
    return path.parent


@pytest.mark.parametrize("name", ["Here/Now", ":Here/Now"])
def test_a_name_in_the_database(folder: Path, name: str) -> None:
    """A name is a file of the database, with or without a colon."""
    zone = told({"TZ": name, "TZDIR": str(folder)})
    assert [1, 2, 1, 2] == [hours(moment, zone) for moment in MOMENTS]


def test_a_file(folder: Path) -> None:
    """So is an absolute path."""
    zone = told({"TZ": f":{folder}/Here/Now"})
    assert [1, 2, 1, 2] == [hours(moment, zone) for moment in MOMENTS]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("UTC0", [0, 0, 0, 0]),
        ("", [0, 0, 0, 0]),
        ("<+0530>-5:30", [5.5] * 4),
        ("PST8PDT,M3.2.0,M11.1.0", [-8, -7, -8, -7]),
        ("AEST-10AEDT,M10.1.0,M4.1.0/3", [11, 10, 11, 10]),
    ],
)
def test_a_rule(rule: str, expected: list[float], tmp_path: Path) -> None:
    """A rule of POSIX is passed on; nothing is UTC."""
    zone = told({"TZ": rule, "TZDIR": str(tmp_path)})
    assert expected == [hours(moment, zone) for moment in MOMENTS]


@pytest.mark.parametrize("name", ["Here/Text", "Here/Folder", "Here/Nowhere", "a\0b", "\udcff"])
def test_what_is_no_zone(folder: Path, name: str) -> None:
    """A name that leads nowhere does not crash: the app gets nonsense, and says UTC."""
    data = base64.b64decode(time_zone.encoded({"TZ": name, "TZDIR": str(folder)}))
    assert data.startswith(b"TZif")
    with pytest.raises(ValueError, match=r".*"):
        ZoneInfo.from_file(BytesIO(data))


@pytest.mark.parametrize("seconds", [0, 3600, -3600, 20_700, -34_200, 50_400])
def test_a_machine_that_does_not_say(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    """Where no file tells the zone, it is the offset of now."""
    monkeypatch.setattr(time_zone, "_LOCAL", "/nowhere")
    monkeypatch.setattr(
        time_zone.time, "localtime", lambda: time.struct_time([0] * 9, {"tm_gmtoff": seconds})
    )
    zone = told({})
    assert [seconds / 3600] * 4 == [hours(moment, zone) for moment in MOMENTS]


@pytest.mark.parametrize("name", ["Europe/Berlin", "America/Los_Angeles", "Asia/Kathmandu", "UTC",
                                  "Africa/Casablanca", None])  # fmt: skip
def test_as_the_machine_has_it(monkeypatch: pytest.MonkeyPatch, name: str | None) -> None:
    """An app's local times are this machine's own, whatever the moment."""
    if name and not Path("/usr/share/zoneinfo", name).is_file():
        pytest.skip("this machine has no such zone")
    environ = {} if name is None else {"TZ": name}
    monkeypatch.delenv("TZ", raising=False)
    for key, value in environ.items():
        monkeypatch.setenv(key, value)
    try:
        time.tzset()
        zone = told(environ)
        for second in range(946_684_800, 1_900_000_000, 5_000_011):
            offset = datetime.fromtimestamp(second, zone).utcoffset()
            assert offset is not None
            assert time.localtime(second).tm_gmtoff == offset.total_seconds(), second
    finally:
        monkeypatch.undo()
        time.tzset()


def hours(moment: datetime, zone: ZoneInfo) -> float:
    offset = moment.astimezone(zone).utcoffset()
    assert offset is not None
    return offset.total_seconds() / 3600
