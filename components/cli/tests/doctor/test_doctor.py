"""`wae doctor`: what it looks at, what it says, and when it is content."""

import json

import pytest
from componentize_py_types import Err
from wit_world.imports import (
    account,
    chat,
    emissions,
    models,
    names,
    plain,
    presence,
    repositories,
)
from wit_world.imports.presence import BadFile, Source

import golden_file
from command_line.tools import TOOLS
from doctor import checks

FACTS = {
    "checks": [
        {"name": "engine", "status": "ok", "detail": "wasmtime 50.0.1"},
        {"name": "cache", "status": "ok", "detail": "/home/mona/.cache/wae, yours alone, 170 MB"},
        {
            "name": "settings of this folder",
            "status": "advice",
            "detail": "/home/mona/.env: others can read it. Run: chmod 600 /home/mona/.env",
        },
    ]
}
SERVICES = checks.services(TOOLS)
HOST = {"WAE_HOST": json.dumps(FACTS)}
TERMINAL = {**HOST, "COLUMNS": "80", "NO_COLOR": "1"}


def statuses(wae, *options: str) -> dict[str, tuple[str, str | None]]:
    """Status and error of each check, by its name."""
    actual = json.loads(wae("doctor", "--json", *options, variables=HOST).out)["checks"]
    return {each["name"]: (each["status"], each["error"]) for each in actual}


def test_all_is_well(wae, fake):
    """On a terminal, in a pipe and as JSON, where everything is set and answers."""
    unset = ("WAE_DOCTOR", *(server.setting for service in SERVICES for server in service.servers))
    fake(presence, "find", lambda name: None if name in unset else Source.ENVIRONMENT)
    cases = []
    for title, options, terminal in (
        ("terminal", (), True),
        ("pipe", (), False),
        ("json", ("--json", "--offline"), False),
    ):
        variables = TERMINAL if terminal else HOST
        done = wae("doctor", *options, terminal=terminal, variables=variables)
        cases.append(golden_file.case(title, ("doctor", *options), done.out, done.code))
    golden_file.check("doctor-well", cases)


def test_nothing_is_set(wae, fake):
    """A key that is not set is no problem: the exit code is 0, and public services are asked."""
    fake(presence, "find", None)
    done = wae("doctor", terminal=True, variables={"COLUMNS": "80", "NO_COLOR": "1"})
    golden_file.check(
        "doctor-unset", [golden_file.case("nothing is set", ("doctor",), done.out, done.code)]
    )


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (repositories.Error_Unreachable("no route"), "problem"),
        (repositories.Error_Blocked("http://x.example"), "problem"),
        (repositories.Error_Unauthorized("Bad credentials"), "problem"),
        (repositories.Error_Misconfigured("GITHUB_API_URL is no URL"), "problem"),
        (repositories.Error_Unexpected(repositories.Answer(500, "oops")), "problem"),
        (
            repositories.Error_RateLimited(repositories.RateLimit(60, 1_795_302_000, False)),
            "advice",
        ),
        (repositories.Error_NotFound("octocat/Hello-World"), "ok"),
    ],
)
def test_answers_are_told_apart(wae, fake, error, status):
    """Unreachable, blocked, refused and limited have their own words, and their own `error`."""
    fake(presence, "find", Source.DOTENV)
    fake(repositories, "get", Err(error))
    done = wae("doctor", variables=HOST)
    row = next(line for line in done.out.splitlines() if line.startswith("GitHub\t"))
    assert row.split("\t")[1] == status
    assert done.code == (1 if status == "problem" else 0)
    case = checks._case(error)
    assert statuses(wae)["GitHub"] == (status, None if status == "ok" else case)


def test_problems(wae, fake):
    """Everything that goes wrong has a line that says what to do; the exit code is 1."""
    bad = BadFile(".env", 3, "expected NAME=value, with every quote closed")
    fake(presence, "find", Err(bad))
    fake(repositories, "get", Err(repositories.Error_Misconfigured(".env, line 3: expected NAME")))
    fake(models, "list_models", Err(chat.Error_Unreachable("connection refused")))
    fake(names, "look_up", Err(names.Error_NotAllowed()))
    done = wae("doctor", terminal=True, variables=TERMINAL)
    golden_file.check(
        "doctor-problems", [golden_file.case("problems", ("doctor",), done.out, done.code)]
    )


def test_refused_without_a_key(wae, fake):
    """A service that wants a key, where none is set: it answers, and nothing is wrong."""
    fake(presence, "find", None)
    fake(models, "list_models", Err(chat.Error_Unauthorized("no key")))
    assert statuses(wae)["OpenAI"] == ("unset", "unauthorized")
    assert wae("doctor", variables=HOST).code == 0


def test_refused_with_a_key(wae, fake):
    """A key that is not accepted is a problem."""
    fake(presence, "find", Source.ENVIRONMENT)
    fake(models, "list_models", Err(chat.Error_Unauthorized("bad key")))
    assert statuses(wae)["OpenAI"] == ("problem", "unauthorized")


def test_offline(wae, fake):
    """`--offline` asks nobody."""

    def ask(*_):
        raise AssertionError

    fake(repositories, "get", ask)
    fake(models, "list_models", ask)
    fake(names, "look_up", ask)
    assert wae("doctor", "--offline", variables=HOST).code == 0


def test_every_tool_with_a_service_is_asked(wae):
    """Whatever tool needs something from outside is looked at."""
    expected = {service.name for tool in TOOLS for service in tool.services}
    assert expected <= set(statuses(wae))
    assert {"GitHub", "OpenAI", "name look-up"} <= expected


@pytest.mark.parametrize("name", ["GH_TOKEN", "WATTTIME_REGION", "WAE_INSECURE_ORIGINS"])
def test_a_line_of_one_setting(wae, fake, name):
    """A line that only one setting stands in is a problem, whichever setting that is."""
    bad = Err(BadFile(".env", 3, "expected NAME=value in UTF-8, with every quote closed"))

    def find(asked):
        if asked == name:
            raise bad

    fake(presence, "find", find)
    assert ("problem", "bad-file") == statuses(wae)["settings files"]


def test_keys_are_never_asked_for(wae, fake):
    """The doctor asks whether a key is there; no function that gives one is imported."""
    asked = []
    fake(presence, "find", lambda name: asked.append(name))
    wae("doctor", variables=HOST)
    assert {"GH_TOKEN", "GITHUB_TOKEN", "OPENAI_API_KEY"} <= set(asked)


def test_colours(wae):
    """A mark has a colour where colours are wanted; details have none."""
    done = wae("doctor", terminal=True, variables={**HOST, "COLUMNS": "80"})
    assert done.out.startswith("\x1b[32mok\x1b[0m  engine")
    assert "\x1b" not in wae("doctor", terminal=True, variables=TERMINAL).out


@pytest.mark.parametrize("service", [each for each in SERVICES if each.servers])
def test_another_server_is_named(wae, fake, service):
    """A server that is not the service's own is named, with the place of its setting, whether it is
    asked or not; and so is a key that it does not get."""
    server = service.servers[0]
    everywhere = {name: Source.ENVIRONMENT for group in service.credentials for name in group}
    fake(plain, "get", {server.setting: "http://x.test"}.get)
    fake(presence, "find", {**everywhere, server.setting: Source.DOTENV}.get)
    fake(presence, "find_for", None)
    for options in ((), ("--offline",)):
        actual = json.loads(wae("doctor", "--json", *options, variables=HOST).out)["checks"]
        details = {each["name"]: (each["status"], each["detail"]) for each in actual}
        named = f"the server at http://x.test ({server.setting})"
        place = f"{server.setting} from .env in the current folder"
        assert ("ok", f"{place}: {named} is asked instead of {server.name}") == details[
            server.setting
        ]
        for name, *_ in service.credentials:
            refused = f"{name} from the environment; not sent to {named}, which is trusted less"
            assert ("advice", refused) == details[name]


def test_another_server_answers(wae, fake):
    """That it answers is told with its name."""
    fake(plain, "get", {"GITHUB_API_URL": "http://x.test"}.get)
    done = wae("doctor", variables=HOST)
    assert "\nGitHub\tok\tthe server at http://x.test (GITHUB_API_URL) answers\n" in done.out


def test_a_token_instead_of_an_account(wae, fake):
    """A token is enough for WattTime: it is tried, and told with its place, even if it is over."""
    fake(presence, "find", {"WATTTIME_TOKEN": Source.DOTENV}.get)
    fake(account, "login", Err(AssertionError))
    actual = statuses(wae)
    assert ("ok", None) == actual["WATTTIME_TOKEN"] == actual["WattTime"]
    assert "unset" == actual["WATTTIME_USER"][0]
    fake(emissions, "my_access", Err(emissions.Error_Unauthorized("expired")))
    assert ("problem", "unauthorized") == statuses(wae)["WattTime"]
    fake(presence, "find", None)
    assert "WATTTIME_TOKEN" not in statuses(wae)
