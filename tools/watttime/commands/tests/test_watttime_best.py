"""`wae watttime best`: when to run a job, what it saves, and waiting for it."""

import dataclasses
import json
import time

import pytest
from wit_world.imports import emissions, presence
from wit_world.imports.emissions import Signal, Window

import watttime_answers
import zones
from shared import moments
from watttime_answers import ADVICE, NOW

BEST = ("watttime", "best", "--region", "CAISO_NORTH")


@pytest.fixture(autouse=True)
def clock(fake, monkeypatch):
    """A clock that stands at `NOW` and moves when somebody sleeps."""
    now = [float(NOW)]
    fake(presence, "find", watttime_answers.account_in(presence.Source.DOTENV))
    monkeypatch.setattr(time, "time", lambda: now[0])
    monkeypatch.setattr(time, "sleep", lambda seconds: now.__setitem__(0, now[0] + seconds))
    return now


def advice(seconds: float, length: float = 3600):
    """The advice to run it so many seconds after `NOW`."""
    start = NOW + seconds
    best = Window(moments.stamp(start), moments.stamp(start + length), 400.0)
    return dataclasses.replace(ADVICE, best=best)


@pytest.mark.parametrize(
    ("options", "minutes", "hours"),
    [
        ((), 60, 24),
        (("--window", "1h30m", "--within", "2d"), 90, 48),
        (("--window", "3d", "--within", "72h"), 4320, 72),
    ],
)
def test_what_is_asked(wae, fake, options, minutes, hours):
    """Minutes and hours, an hour within a day unless told otherwise."""
    calls = []
    fake(emissions, "best", lambda *given: (calls.append(given), ADVICE)[1])
    wae(*BEST, *options)
    assert [("CAISO_NORTH", Signal.CO2_MOER, minutes, hours)] == calls


def test_savings(wae):
    """Against now and against the worst: percent, in the signal's unit, and in g/kWh."""
    document = json.loads(wae(*BEST, "--json").out)
    assert document["wait_seconds"] == 3 * 3600 + 23 * 60
    assert document["saved_against_now"] == {
        "percent": 50.0,
        "amount": 400.0,
        "grams_per_kwh": pytest.approx(400 * 453.59237 / 1000),
    }
    assert document["saved_against_worst"]["percent"] == 60.0


def test_nothing_to_save(wae, fake):
    """Zero emissions now are no division by zero: no percentage, and none is shown."""
    nothing = dataclasses.replace(ADVICE.now, average=0.0)
    fake(emissions, "best", dataclasses.replace(ADVICE, now=nothing))
    assert json.loads(wae(*BEST, "--json").out)["saved_against_now"]["percent"] is None
    assert "against now" not in wae(*BEST, terminal=True).out


def test_now_is_best(wae, fake):
    """A window that has begun is now, and nobody waits."""
    fake(emissions, "best", advice(-100))
    done = wae(*BEST, "--wait", terminal=True, variables=zones.ahead(0))
    assert "Best       now: Sun 22 Nov 10:05 to 11:05\n" in done.out
    assert "Waiting" not in done.err


def test_wait(wae, fake, clock):
    """`--wait` prints, says until when it waits, and returns at that time with success."""
    fake(emissions, "best", advice(600))
    done = wae(*BEST, "--wait", "--json", variables=zones.ahead(1))
    assert (0, NOW + 600) == (done.code, clock[0])
    assert json.loads(done.out)["wait_seconds"] == 600
    assert done.err == "wae: Waiting until 2026-11-22 11:17, for 10 min.\n"


def test_wait_counts_down(wae, fake, clock):
    """On a terminal the time that is left is shown, and nothing of it stays."""
    fake(emissions, "best", advice(3))
    done = wae(*BEST, "--wait", terminal=True)
    assert "for 3 s.\n3 s left (Ctrl-C gives up)\r\x1b[2K2 s left" in done.err
    assert done.err.endswith("1 s left (Ctrl-C gives up)\r\x1b[2K")
    assert clock[0] == NOW + 3


def test_a_missed_window_is_told(wae, fake, clock, monkeypatch):
    """A clock that was set past the window ends the wait, and a notice says so."""
    fake(emissions, "best", advice(600))
    monkeypatch.setattr(time, "sleep", lambda seconds: clock.__setitem__(0, NOW + 90_000.0))
    done = wae(*BEST, "--wait")
    assert done.code == 0
    assert done.err.endswith(
        "wae: The best time is over: the clock was set, or the machine slept.\n"
    )


@pytest.mark.parametrize(
    ("typed", "watts"),
    [("300", 300), ("300W", 300), ("300 w", 300), ("1.5kW", 1500), ("1kw", 1000), ("2MW", 2e6)],
)
def test_a_job(wae, typed, watts):
    """What a job of so many watts causes, and what waiting spares, in kg of CO2."""
    document = json.loads(wae(*BEST, "--watts", typed, "--window", "90m", "--json").out)
    energy = watts / 1000 * 1.5
    amounts = {name: energy * pounds * 0.45359237 / 1000 for name, pounds in
               (("now", 800), ("best", 400), ("worst", 1000),
                ("saved_against_now", 400), ("saved_against_worst", 600))}  # fmt: skip
    expected = {"watts": watts, "kilowatt_hours": energy, "unit": "kg CO2"} | amounts
    assert expected == {
        key: value if key == "unit" else pytest.approx(value)
        for key, value in document["job"].items()
    }


def test_a_job_in_words(wae):
    """On a terminal the amounts have three digits; in a pipe all of them, in rows."""
    shown = wae(*BEST, "--watts", "300", terminal=True).out
    assert "Job        0.3 kWh: 0.0544 kg CO2, 0.109 now, 0.136 at worst\n" in shown
    assert "Waiting spares 0.0544 kg CO2\n" in shown
    rows = dict(line.split("\t", 1) for line in wae(*BEST, "--watts", "300").out.splitlines())
    assert "300.0\t0.3\tkg CO2" == rows["job"]
    assert [0.0544310844, 0.1088621688, 0.136077711] == pytest.approx(
        [float(amount) for amount in rows["job_amounts"].split("\t")]
    )


def test_a_job_by_another_signal(wae, fake):
    """Damage to health has its own unit: no grams are made of dollars."""
    fake(emissions, "best", dataclasses.replace(ADVICE, units="dollars_per_mwh"))
    options = ("--signal", "health_damage", "--watts", "1kW", "--json")
    job = json.loads(wae(*BEST, *options).out)["job"]
    assert ("USD of damage to health", pytest.approx(0.4)) == (job["unit"], job["best"])


@pytest.mark.parametrize(("units", "told"), [("percentile", "percentile"), ("", "no unit")])
def test_a_job_by_no_energy(wae, fake, units, told):
    """What is no amount by energy is refused in words, and nothing is shown."""
    fake(emissions, "best", dataclasses.replace(ADVICE, units=units))
    done = wae(*BEST, "--watts", "300")
    assert (1, "") == (done.code, done.out)
    line = f"wae: The answer has {told}, which is no amount by energy. Leave out --watts.\n"
    assert line == done.err
