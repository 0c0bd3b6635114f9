"""`wae watttime` with Electricity Maps: which service is asked, in whose words."""

import dataclasses
import json
import time

import pytest
from componentize_py_types import Err, Ok
from wit_world.imports import answers, emissions, plain, presence
from wit_world.imports.emissions import Answer, Failure, Index, Region, Signal, Window

import golden_file
import watttime_answers
import zones
from watttime_answers import ADVICE, NOW

CARBON = Signal.CARBON_INTENSITY
KEY = "ELECTRICITY_MAPS_API_KEY"
OWN = "https://api.electricitymaps.com"
USAGE = {
    "regions of both": ("index", "CAISO_NORTH", "DK-DK1"),
    "a signal of the other": ("best", "DE", "--source", "electricity-maps", "--signal", "co2_moer"),
    "another source": ("access", "--source", "entsoe"),
}
ERRORS = {
    "unauthorized": emissions.Error_Unauthorized("Invalid auth-token"),
    "forbidden": emissions.Error_Forbidden("Access denied"),
    "not found": emissions.Error_NotFound("Zone XX does not exist"),
    "rate-limited": emissions.Error_RateLimited(emissions.RateLimit(60)),
    "unexpected": emissions.Error_Unexpected(Answer(200, "the answer has no forecast")),
}
SHOWN = (
    ("index", "DE"),
    ("best", "DE", "--watts", "300"),
    ("best", "DE", "FR"),
    ("forecast", "DE", "--hours", "6", "--table"),
    ("region", "--lat", "52.5", "--lon", "13.4"),
)


@pytest.fixture(autouse=True)
def maps(fake, monkeypatch):
    """A key of Electricity Maps, and no account of WattTime; what is asked, by the signal."""
    asked = []
    fake(presence, "find", {KEY: presence.Source.CONFIG}.get)
    monkeypatch.setattr(time, "time", lambda: float(NOW))

    def answering(name, make):
        def answer(*given):
            asked.append((name, next(each for each in given if isinstance(each, Signal))))
            return make(*given)

        fake(emissions, name, answer)

    answering("indexes", lambda codes, signal: [Ok(_index(code)) for code in codes])
    answering("forecast", _series)
    answering("historical", lambda code, signal, *_: _series(code, signal, 3))
    answering("best", lambda code, *_: _advice(code))
    answering("best_all", lambda codes, *_: [Ok(_advice(code)) for code in codes])
    answering("locate", lambda *_: Region("DE", "Germany"))
    answering("my_access", lambda *_: [])
    return asked


def _index(code):
    stamp = "2026-11-22T10:00:00Z"
    return Index(code, CARBON, stamp, 25.0, "percentile", 3600, None, None, ["an estimate"], 302.0)


def _series(code, signal, hours):
    wave = watttime_answers.series(code, signal, hours, 3600)
    return dataclasses.replace(wave, units="gCO2eq/kWh", model_date=None)


def _advice(code):
    factor = 0.1 if code == "FR" else 1

    def lowered(window):
        return Window(window.start, window.end, window.average * factor)

    windows = {name: lowered(getattr(ADVICE, name)) for name in ("now", "best", "worst")}
    return dataclasses.replace(
        ADVICE, region=code, signal=CARBON, units="gCO2eq/kWh", model_date=None, **windows
    )


def test_for_people(wae):
    """Values stand in grams per kWh, once; nobody asks for an account."""
    cases = []
    for arguments in SHOWN:
        variables = {"COLUMNS": "80", "NO_COLOR": "1"} | zones.ahead(1)
        done = wae("watttime", *arguments, terminal=True, variables=variables)
        assert 0 == done.code, done.err
        assert "WattTime" not in done.err
        cases.append(golden_file.case(arguments[0], ("watttime", *arguments), done.out, done.code))
    golden_file.check("watttime-maps", cases)


def test_warnings(wae):
    """What the service wants people to know has its name."""
    assert "wae: Electricity Maps warns: an estimate\n" == wae("watttime", "index", "DE").err


@pytest.mark.parametrize(
    ("settings", "arguments", "expected"),
    [
        ({KEY}, ("DE",), CARBON),
        ({KEY, "WATTTIME_TOKEN"}, ("DE",), Signal.CO2_MOER),
        ({KEY, "WATTTIME_TOKEN"}, ("DE", "--source", "electricity-maps"), CARBON),
        ({KEY, "WATTTIME_TOKEN"}, ("DE", "--signal", "carbon_intensity"), CARBON),
        ({KEY, "WATTTIME_TOKEN"}, ("DE", "--signal", "co2_aoer"), Signal.CO2_AOER),
        ({KEY, "WATTTIME_TOKEN"}, ("DE", "--source", "watttime"), Signal.CO2_MOER),
        ({KEY, "WATTTIME_TOKEN"}, ("DK-DK1",), CARBON),
        ({KEY, "WATTTIME_TOKEN"}, ("CAISO_NORTH",), Signal.CO2_MOER),
        ({KEY}, ("--lat", "52.5", "--lon", "13.4"), CARBON),
    ],
)
def test_whom_it_asks(wae, fake, maps, settings, arguments, expected):
    """The source that is named, else that of the regions, else the one whose key is set."""
    fake(presence, "find", dict.fromkeys(settings, presence.Source.ENVIRONMENT).get)
    done = wae("watttime", "forecast", *arguments)
    assert 0 == done.code, done.err
    assert {expected} == {signal for _, signal in maps}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [(("dk-dk1",), CARBON), (("de", "Fr"), CARBON), (("caiso_north",), Signal.CO2_MOER)],
)
def test_codes_in_small_letters(wae, fake, typed, meant):
    """They are those that both services write in capitals; the setting's, too."""
    asked = []

    def indexes(codes, signal):
        asked.append((tuple(codes), signal))
        return [Ok(_index(code)) for code in codes]

    fake(emissions, "indexes", indexes)
    fake(presence, "find", lambda name: None if "USER" in name else presence.Source.CONFIG)
    options = ("--source", "electricity-maps") if "de" in typed else ()
    assert 0 == wae("watttime", "index", *typed, *options).code
    fake(plain, "get", {"WATTTIME_REGION": typed[0]}.get)
    assert 0 == wae("watttime", "index", *options).code
    codes = tuple(code.upper() for code in typed)
    assert [(codes, meant), (codes[:1], meant)] == asked


def test_the_setting(wae, fake, maps):
    """A zone in WATTTIME_REGION is asked of Electricity Maps."""
    fake(plain, "get", {"WATTTIME_REGION": "DK-DK1"}.get)
    assert 0 == wae("watttime", "historical").code
    assert [("historical", CARBON)] == maps


def test_usage_errors(wae, maps):
    """What does not go together: exit 2, nothing on stdout, nothing asked."""
    cases = []
    for title, arguments in USAGE.items():
        done = wae("watttime", *arguments)
        assert (done.code, done.out, maps) == (2, "", [])
        cases.append(golden_file.case(title, ("watttime", *arguments), done.err, done.code))
    golden_file.check("watttime-maps-usage", cases)


def test_errors(wae, fake):
    """Each error names the service and says what to do there."""
    cases = []
    for title, reason in ERRORS.items():
        fake(emissions, "forecast", Err(Failure(OWN, reason)))
        done = wae("watttime", "forecast", "DE")
        assert done.out == ""
        cases.append(golden_file.case(title, ("watttime", "forecast", "DE"), done.err, done.code))
    golden_file.check("watttime-maps-errors", cases)


def test_the_key_is_asked_for(wae, fake, maps):
    """Where the key is not set, it is asked for, for this run; a program gets exit code 4."""
    settings = {}
    fake(presence, "find", lambda name: presence.Source.ASKED if settings.get(name) else None)
    fake(answers, "provide", settings.__setitem__)
    done = wae("watttime", "index", "DK-DK1")
    assert (4, "") == (done.code, done.out)
    assert done.err == (
        "wae: Electricity Maps wants a key, and ELECTRICITY_MAPS_API_KEY is not set. Run 'wae "
        "config set ELECTRICITY_MAPS_API_KEY'. https://app.electricitymaps.com gives one.\n"
    )
    done = wae("watttime", "index", "DK-DK1", terminal=True, typed="typed-key\n")
    assert (0, {KEY: "typed-key"}) == (done.code, settings)
    fake(emissions, "indexes", [Err(Failure(OWN, emissions.Error_Unauthorized("no")))])
    assert 4 == wae("watttime", "index", "DK-DK1", terminal=True).code
    assert "" == settings[KEY]


BOTH = (
    "Or ask Electricity Maps: run 'wae config set ELECTRICITY_MAPS_API_KEY'.",
    "'wae watttime register' makes ",
)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("index", "DE"), True),
        (("forecast", "DE", "FR"), True),
        (("access",), True),
        (("region", "--lat", "52", "--lon", "13"), True),
        (("index", "CAISO_NORTH"), False),
        (("index", "DE", "--source", "watttime"), False),
        (("index", "DE", "--signal", "co2_moer"), False),
    ],
)
def test_either_would_do(wae, fake, maps, arguments, told):
    """Where nothing is set, and both services may be asked, what each wants is told: to a program
    in the error, to a person before the questions."""
    fake(presence, "find", lambda name: None)
    done = wae("watttime", *arguments)
    assert (4, "") == (done.code, done.out)
    assert [told, True] == [words in done.err for words in BOTH]
    done = wae("watttime", *arguments, terminal=True)
    assert [told, True] == [words in done.err for words in BOTH]
    assert done.err.index(BOTH[1]) < done.err.index("User name: ")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("index", "DE"), "Electricity Maps may know more: add '--source electricity-maps'."),
        (("index", "CAISO_NORTH"), ""),
        (("index", "DE", "--source", "watttime"), ""),
    ],
)
@pytest.mark.parametrize(
    "reason", [emissions.Error_Forbidden("no"), emissions.Error_NotFound("DE")]
)
def test_another_one_may_know(wae, fake, reason, arguments, words):
    """What one service does not have, the other may, whose key is set."""
    settings = {KEY, "WATTTIME_TOKEN"}
    fake(presence, "find", dict.fromkeys(settings, presence.Source.ENVIRONMENT).get)
    fake(emissions, "indexes", [Err(Failure(None, reason))])
    done = wae("watttime", *arguments)
    assert 1 == done.code
    assert words in done.err
    assert bool(words) == ("Electricity Maps" in done.err)


def test_a_value_alone(wae, fake):
    """Where the plan covers the latest value alone, it is shown, and what is missing is told."""

    def alone(codes, signal):
        return [Ok(dataclasses.replace(_index(code), percentile=None)) for code in codes]

    fake(emissions, "indexes", alone)
    done = wae("watttime", "index", "DE", terminal=True, variables={"NO_COLOR": "1"})
    assert (0, ["REGION", "g/kWh", "TIME"]) == (done.code, done.out.splitlines()[0].split())
    words = "wae: Your plan covers the value alone, and not what to compare it with: DE.\n"
    assert words in done.err
    done = wae("watttime", "index", "DE", "--json")
    assert (None, 302.0) == tuple(json.loads(done.out)[0][name] for name in ("percentile", "value"))
    assert "DE\t\t2026-11-22T10:00:00Z\t302.0\n" == wae("watttime", "index", "DE").out


def test_json(wae):
    """Grams per kWh are the value itself."""
    document = json.loads(wae("watttime", "best", "DE", "--watts", "300", "--json").out)
    best = document["best"]
    assert ("carbon_intensity", "kg CO2eq") == (document["signal"], document["job"]["unit"])
    assert best["average"] == best["grams_per_kwh"]
    assert 302.0 == json.loads(wae("watttime", "index", "DE", "--json").out)[0]["value"]
