"""Which region `wae watttime` asks about: told, or found with consent; never another one."""

import pytest
from componentize_py_types import Err
from wit_world.imports import emissions, location, plain, presence
from wit_world.imports.emissions import Error_Forbidden, Failure, Signal

import watttime_answers

MOER = Signal.CO2_MOER


@pytest.fixture(autouse=True)
def account(fake):
    """User name and password are set."""
    fake(presence, "find", watttime_answers.account_in(presence.Source.DOTENV))


@pytest.fixture
def asked(fake):
    """The regions that a forecast was asked for."""
    regions = []

    def forecast(region, signal, hours):
        regions.append(region)
        return watttime_answers.series(region, signal)

    fake(emissions, "forecast", forecast)
    return regions


@pytest.fixture
def places(fake):
    """What was asked of the service about places, and how often the address was looked up."""
    calls = []
    fake(emissions, "locate", lambda *asked: (calls.append(asked), watttime_answers.REGION)[1])
    fake(location, "by_address", lambda: (calls.append("address"), watttime_answers.PLACE)[1])
    return calls


def test_a_region_needs_no_place(wae, asked, places):
    """REGION is taken as it is, an argument or `--region`; nobody is asked where the machine is."""
    assert wae("watttime", "forecast", "PJM_DC").code == 0
    assert wae("watttime", "forecast", "--region", "PJM_DC").code == 0
    assert (["PJM_DC", "PJM_DC"], []) == (asked, places)


@pytest.mark.parametrize("command", ["best", "forecast", "historical", "index"])
def test_every_command_takes_a_region_alike(wae, command):
    """What takes a region takes it as an argument or as an option, with the same result."""
    given = [wae("watttime", command, *words) for words in (["X"], ["--region", "X"])]
    assert (0, given[0]) == (given[1].code, given[1])


def test_degrees_lead_to_a_region(wae, asked, places):
    """`--lat` and `--lon` are looked up for the signal; the machine's address is not."""
    arguments = ("--lat", "37.4", "--lon", "-122.07", "--signal", "co2_aoer")
    assert wae("watttime", "forecast", *arguments).code == 0
    assert ["CAISO_NORTH"] == asked
    assert [(37.4, -122.07, Signal.CO2_AOER)] == places


def test_the_setting(wae, fake, asked, places):
    """WATTTIME_REGION counts where no place is given, and yields to one that is."""
    fake(plain, "get", lambda name: {"WATTTIME_REGION": "PJM_DC"}.get(name))
    wae("watttime", "forecast")
    wae("watttime", "forecast", "--region", "ERCOT")
    wae("watttime", "forecast", "--lat", "0", "--lon", "0")
    assert ["PJM_DC", "ERCOT", "CAISO_NORTH"] == asked


def test_here_is_consent(wae, asked, places):
    """`--here` looks the address up without a question, on no terminal too."""
    assert wae("watttime", "forecast", "--here").code == 0
    assert ["address", (37.4, -122.07, MOER)] == places


def test_the_address_is_asked_for_first(wae, asked, places):
    """On a terminal a question tells who gets to see the address; only a yes does it."""
    done = wae("watttime", "forecast", terminal=True, typed="\ny\n")
    assert done.code == 0
    assert "IP address leads to one;\nipinfo.io, a third party, will see it.\n" in done.err
    assert "Ask ipinfo.io? [y/N]: " in done.err
    assert "ipinfo.io says that this machine is in Mountain View, California, US.\n" in done.err
    assert "This is in CAISO_NORTH (California ISO Northern).\n" in done.err
    assert ["address", (37.4, -122.07, MOER)] == places


def test_another_server_is_named(wae, fake, asked, places):
    """Who has set IPINFO_URL is told that it is the one who gets to see the address."""
    settings = ("WATTTIME_USER", "WATTTIME_PASSWORD", "IPINFO_URL")
    fake(presence, "find", dict.fromkeys(settings, presence.Source.DOTENV).get)
    done = wae("watttime", "forecast", terminal=True, typed="\nn\n")
    assert "Ask the server in IPINFO_URL? [y/N]: " in done.err
    assert ([], []) == (asked, places)


@pytest.mark.parametrize("answer", ["", "n", "no", "yeah"])
def test_anything_but_yes_is_no(wae, asked, places, answer):
    """Without a yes nobody learns the address, and no region is guessed."""
    done = wae("watttime", "forecast", terminal=True, typed=f"\n{answer}\n")
    assert done.code == 2
    assert ([], []) == (asked, places)


def test_without_a_terminal_nothing_is_assumed(wae, asked, places):
    """A script that gives no place gets a usage error, and nothing is asked of anybody."""
    assert wae("watttime", "forecast").code == 2
    assert ([], []) == (asked, places)


@pytest.fixture
def free(fake, asked):
    """A plan that covers CAISO_NORTH alone."""

    def forecast(region, signal, hours):
        asked.append(region)
        if region != "CAISO_NORTH":
            raise Err(Failure(None, Error_Forbidden("upgrade your plan")))
        return watttime_answers.series(region, signal)

    fake(emissions, "forecast", forecast)


@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("", 1)])
def test_another_region_needs_a_yes(wae, free, asked, answer, code):
    """Where the plan does not cover a region, CAISO_NORTH is shown after a yes only."""
    done = wae("watttime", "forecast", "--region", "PJM_DC", terminal=True, typed=f"{answer}\n")
    assert done.code == code
    assert "does not cover PJM_DC.\nLook at CAISO_NORTH instead? [y/N]: " in done.err
    assert (["PJM_DC", "CAISO_NORTH"] if answer else ["PJM_DC"]) == asked
    assert ("CAISO_NORTH" in done.out) == bool(answer)


def test_a_script_gets_no_other_region(wae, free, asked):
    """Elsewhere the error says which region the plan covers; nothing else is asked."""
    done = wae("watttime", "forecast", "--region", "PJM_DC")
    assert (1, "", ["PJM_DC"]) == (done.code, done.out, asked)
    assert "Every plan covers co2_moer of CAISO_NORTH" in done.err


def test_the_region_of_a_place(wae, places):
    """`region` tells code and name, and the place where the address led to it."""
    assert wae("watttime", "region", "--here").out == (
        "region\tCAISO_NORTH\n"
        "name\tCalifornia ISO Northern\n"
        "latitude\t37.4\n"
        "longitude\t-122.07\n"
        "place\tMountain View, California, US\n"
        "source\tipinfo.io\n"
    )
    done = wae("watttime", "region", "--lat", "1", "--lon", "2", terminal=True)
    assert done.out == "Region  CAISO_NORTH\nName    California ISO Northern\n"


def test_the_region_is_asked_for(wae, asked, places):
    """Who types a region's code is asked nothing about where the machine is."""
    done = wae("watttime", "forecast", terminal=True, typed=" PJM_DC \n")
    assert 0 == done.code
    assert done.err.startswith("Region, such as CAISO_NORTH or DE (Enter: where this machine is): ")
    assert (["PJM_DC"], []) == (asked, places)
