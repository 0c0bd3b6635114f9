"""Every error of `wae watttime`: its line, its advice, its exit code."""

from typing import get_args

import pytest
from componentize_py_types import Err
from wit_world.imports import account, emissions, location, plain, presence
from wit_world.imports.emissions import Answer, Point
from wit_world.imports.presence import BadFile

import golden_file
import watttime_answers

HERE = ("--region", "CAISO_NORTH")
USAGE = {
    "no place": ("forecast",),
    "no place for a region": ("region",),
    "half a place": ("forecast", "--lat", "1"),
    "the other half": ("region", "--lon", "1"),
    "two places": ("forecast", *HERE, "--here"),
    "two regions for one": ("historical", "A", "--region", "B"),
    "too many regions": ("historical", "A", "B"),
    "a picture of several regions": ("forecast", "A", "B", "--plot", "day.svg"),
    "no power": ("best", *HERE, "--watts", "0"),
    "a power of another unit": ("best", *HERE, "--watts", "300mW"),
    "two places for many": ("index", "A", "B", "--lat", "1", "--lon", "2"),
    "a latitude beyond the pole": ("region", "--lat", "91", "--lon", "0"),
    "a longitude that is no number": ("region", "--lat", "0", "--lon", "nan"),
    "an unknown signal": ("forecast", *HERE, "--signal", "co2"),
    "hours of none": ("forecast", *HERE, "--hours", "0"),
    "two forms": ("forecast", *HERE, "--json", "--csv"),
    "force without a picture": ("forecast", *HERE, "--force"),
    "a picture of another kind": ("forecast", *HERE, "--plot", "day.png"),
    "a duration without unit": ("best", *HERE, "--window", "90"),
    "a duration too short": ("best", *HERE, "--window", "0m"),
    "a duration too long": ("best", *HERE, "--within", "73h"),
    "half a minute": ("best", *HERE, "--window", "90s"),
    "half an hour": ("best", *HERE, "--within", "90m"),
    "a window longer than the time": ("best", *HERE, "--window", "3h", "--within", "2h"),
    "not a time": ("historical", *HERE, "--start", "yesterday"),
    "an end alone": ("historical", *HERE, "--end", "2026-11-01"),
    "an end before the start": (
        "historical", *HERE, "--start", "2026-11-02", "--end", "2026-11-01"
    ),
    "last with a start": ("historical", *HERE, "--start", "2026-11-02", "--last", "24h"),
    "more than ten years": ("historical", *HERE, "--start", "2006-01-01", "--end", "2026-03-01"),
    "last of more than ten years": ("historical", *HERE, "--last", "4000d"),
    "no email address": ("register",),
}  # fmt: skip
ERRORS = {
    "invalid": emissions.Error_Invalid("hours must be 1 to 72"),
    "unauthorized": emissions.Error_Unauthorized("Invalid \x1b[2Jcredentials"),
    "forbidden": emissions.Error_Forbidden("Your plan does not include PJM_DC"),
    "not found": emissions.Error_NotFound("region NOWHERE"),
    "rate-limited": emissions.Error_RateLimited(emissions.RateLimit(90)),
    "rate-limited, end unknown": emissions.Error_RateLimited(emissions.RateLimit(None)),
    "unreachable": emissions.Error_Unreachable("there is no address for api.watttime.org"),
    "blocked": emissions.Error_Blocked("https://example.org"),
    "misconfigured": emissions.Error_Misconfigured("WATTTIME_API_URL is not a usable URL"),
    "legal": emissions.Error_UnavailableForLegalReasons("No service in this country"),
    "unexpected": emissions.Error_Unexpected(Answer(200, "the answer\nhas no data")),
    "its own fault": emissions.Error_Unexpected(Answer(500, "Server\nError")),
}


@pytest.fixture
def credentials(fake):
    """User name and password are set."""
    fake(presence, "find", watttime_answers.account_in(presence.Source.CONFIG))


def test_usage_errors(wae, credentials):
    """An invalid command line: exit 2, nothing on stdout, nothing asked."""
    cases = []
    for title, arguments in USAGE.items():
        done = wae("watttime", *arguments)
        assert (done.code, done.out) == (2, "")
        cases.append(golden_file.case(title, ("watttime", *arguments), done.err, done.code))
    golden_file.check("watttime-usage", cases)


def test_errors_of_the_service(wae, fake, credentials):
    """Each error of the contract is one line; 2 for nonsense, 4 for the account."""
    assert {type(error) for error in ERRORS.values()} == set(get_args(emissions.Error))
    codes = {"invalid": 2, "unauthorized": 4}
    cases = []
    for title, error in ERRORS.items():
        fake(emissions, "forecast", Err(error))
        arguments = ("watttime", "forecast", *HERE)
        done = wae(*arguments)
        assert (done.code, done.out) == (codes.get(title, 1), "")
        assert done.err.count("\n") == 1
        cases.append(golden_file.case(title, arguments, done.err, done.code))
    golden_file.check("watttime", cases)


def test_errors_of_the_location(wae, fake, credentials):
    """Where the address cannot be looked up, the line names the service that was asked."""
    cases = []
    for title in ("rate-limited", "unreachable", "blocked", "unexpected"):
        fake(location, "by_address", Err(ERRORS[title]))
        done = wae("watttime", "region", "--here")
        assert (done.code, done.out) == (1, "")
        cases.append(golden_file.case(title, ("watttime", "region", "--here"), done.err, done.code))
    golden_file.check("watttime-location", cases)


COMMANDS = "Run 'wae config set WATTTIME_USER' and 'wae config set WATTTIME_PASSWORD'"


ACCESS = ("access", "--source", "watttime")


@pytest.mark.parametrize("command", [ACCESS, ("login",), ("register", "--email", "a@b")])
def test_missing_credentials(wae, fake, command):
    """Without a terminal: which settings are missing, where to get them, exit 4."""
    line = (
        "wae: WattTime wants an account, and {} not set. Run {}. "
        "'wae watttime register' makes an account.\n"
    )
    done = wae("watttime", *command)
    assert (4, "") == (done.code, done.out)
    user, password = "'wae config set WATTTIME_USER'", "'wae config set WATTTIME_PASSWORD'"
    both = "WATTTIME_USER and WATTTIME_PASSWORD are"
    assert done.err == line.format(both, f"{user} and {password}")
    fake(presence, "find", {"WATTTIME_USERNAME": presence.Source.DOTENV}.get)
    assert wae("watttime", *command).err == line.format("WATTTIME_PASSWORD is", password)


@pytest.mark.parametrize(
    ("source", "advice"),
    [
        (
            presence.Source.DOTENV,
            "Set WATTTIME_USER and WATTTIME_PASSWORD in .env in the current folder",
        ),
        (presence.Source.CONFIG, COMMANDS),
        (presence.Source.ENVIRONMENT, COMMANDS),
    ],
)
def test_where_missing_credentials_would_count(wae, fake, source, advice):
    """Of a server that the current folder's file names, they count in that file: what is trusted
    more is not sent."""
    url = "https://own.example"
    fake(plain, "get", {"WATTTIME_API_URL": url}.get)
    fake(presence, "find", {"WATTTIME_API_URL": source}.get)
    done = wae("watttime", *ACCESS)
    assert (4, "") == (done.code, done.out)
    assert (
        f"wae: The server at {url} (WATTTIME_API_URL) wants an account, and WATTTIME_USER and "
        f"WATTTIME_PASSWORD are not set. {advice}. 'wae watttime register' makes an "
        "account.\n" == done.err
    )


def test_an_empty_region_is_not_replaced(wae, fake, credentials):
    """`--region ""` is what the service is asked for, not a setting or a place."""
    asked = []
    fake(plain, "get", "PJM_DC")

    def forecast(*given):
        asked.append(given[0])
        raise Err(emissions.Failure(None, ERRORS["invalid"]))

    fake(emissions, "forecast", forecast)
    assert wae("watttime", "forecast", "--region", "").code == 2
    assert asked == [""]


def test_an_account_that_is_refused_fails_all(wae, fake, credentials):
    """Many regions and one account that is not accepted: one line, exit 4."""
    fake(emissions, "indexes", [Err(emissions.Failure(None, ERRORS["unauthorized"]))] * 2)
    done = wae("watttime", "index", "A", "B")
    assert (4, "", 1) == (done.code, done.out, done.err.count("\n"))


def test_an_empty_answer(wae):
    """Who types nothing is told what is missing, with exit 4."""
    done = wae("watttime", "access", terminal=True, typed="\n")
    assert done.code == 4
    assert "and WATTTIME_USER is not set." in done.err


def test_errors_of_registration(wae, fake, credentials):
    """A refused registration says why."""
    fake(account, "register", Err(emissions.Error_Invalid("the user name is taken")))
    done = wae("watttime", "register", "--email", "m@example.org")
    assert (2, "") == (done.code, done.out)
    assert done.err == "wae: WattTime does not accept this: the user name is taken. Correct it.\n"


def test_settings_that_cannot_be_read(wae, fake, credentials):
    """A broken file of settings is named, whatever is looked for in it."""
    bad = Err(BadFile(".env", 3, "a quote is not closed"))
    fake(plain, "get", bad)
    line = "wae: .env, line 3: a quote is not closed. Correct the file.\n"
    assert (1, line) == (wae("watttime", "best").code, wae("watttime", "best").err)
    fake(presence, "find", bad)
    assert wae("watttime", "access").err == line


@pytest.mark.parametrize(
    "point",
    [
        Point("soon", 1.0),
        Point("1066-10-14T00:00:00Z", 1.0),
        Point("2026-11-22T10:05:00Z", float("nan")),
        Point("2026-11-22T10:05:00Z", 1e300),
    ],
)
def test_senseless_answers(wae, fake, credentials, point):
    """Invalid times and values are told, not drawn."""
    senseless = {"hours": 0, "points": [point]}
    fake(emissions, "forecast", lambda *asked: watttime_answers.series(*asked[:2], **senseless))
    done = wae("watttime", "forecast", *HERE, "--chart")
    assert (1, "") == (done.code, done.out)
    what = f'time "{point.time}"' if point.value == 1 else f"value {point.value}"
    expected = f"wae: The service's answer has a {what}, which is invalid. Try again later.\n"
    assert done.err == expected


def test_nothing_to_draw(wae, fake, credentials, tmp_path):
    """A series without points makes no picture."""
    fake(emissions, "forecast", lambda *asked: watttime_answers.series(*asked[:2], hours=0))
    done = wae("watttime", "forecast", *HERE, "--plot", str(tmp_path / "a.svg"))
    assert (1, []) == (done.code, [*tmp_path.iterdir()])
    assert done.err == "wae: There are no values to draw. Ask for another time.\n"
