"""`wae github`: what is asked of GitHub, and how the answers are shown."""

import dataclasses
import json

import pytest
from componentize_py_types import Err, Ok
from wit_world.imports import repositories
from wit_world.imports.repositories import Asset, Repository

import github_answers
import golden_file
import zones

COMMANDS = ("repo", "readme", "release", "releases", "contributors", "stars")


def test_answers_for_people(wae):
    """What each command shows on a terminal of 70 columns in a known time zone, colours off."""
    variables = {"COLUMNS": "70", "NO_COLOR": "1"} | zones.ahead(1)
    cases = []
    for command in COMMANDS:
        arguments = ("github", command, "octo/world")
        done = wae(*arguments, terminal=True, variables=variables)
        cases.append(golden_file.case(command, arguments, done.out, done.code))
    arguments = ("github", "repo", "octo/world", "octo/other")
    done = wae(*arguments, terminal=True, variables=variables)
    cases.append(golden_file.case("several", arguments, done.out, done.code))
    golden_file.check("github-terminal", cases)


def test_answers_for_programs(wae):
    """What each command writes where there is no terminal: tab-separated, raw values."""
    cases = []
    for command in COMMANDS:
        arguments = ("github", command, "octo/world")
        done = wae(*arguments)
        assert "\x1b" not in done.out
        cases.append(golden_file.case(command, arguments, done.out, done.code))
    arguments = ("github", "repo", "octo/world", "octo/other")
    done = wae(*arguments)
    cases.append(golden_file.case("several", arguments, done.out, done.code))
    golden_file.check("github-fields", cases)


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("repo", github_answers.REPOSITORY),
        ("readme", github_answers.README),
        ("release", github_answers.RELEASE),
        ("stars", github_answers.STARS),
    ],
)
def test_json_is_the_contracts_record(wae, command, answer):
    """`--json` has the record's fields, in its order, values unchanged."""
    text = wae("github", command, "octo/world", "--json").out
    assert json.loads(text) == dataclasses.asdict(answer)
    assert list(json.loads(text)) == [field.name for field in dataclasses.fields(answer)]


def test_json_lists(wae):
    """Lists are JSON arrays of records."""
    actual = json.loads(wae("github", "contributors", "o/r", "--json").out)
    assert actual == [dataclasses.asdict(one) for one in github_answers.CONTRIBUTORS]


@pytest.mark.parametrize(
    ("options", "wanted"), [((), 30), (("--limit", "5"), 5), (("--all",), 2**32 - 1)]
)
@pytest.mark.parametrize("command", ["releases", "contributors", "stars"])
def test_limits(wae, fake, command, options, wanted):
    """30 unless told otherwise; `--all` asks for as many as can be asked for."""
    seen = []
    name = "stargazers" if command == "stars" else command
    answer = github_answers.STARS if command == "stars" else []
    fake(repositories, name, lambda *given: (seen.append(given), answer)[1])
    wae("github", command, "o/r", *options)
    assert [("o/r", wanted)] == seen


def test_several_repositories(wae, fake):
    """One question for all; those that there are are shown, the others told, and the last decides
    the exit code."""
    asked = []

    def get_all(names):
        asked.append(names)
        failures = {
            "o/gone": repositories.Error_NotFound("o/gone"),
            "nonsense": repositories.Error_InvalidName("nonsense"),
        }
        return [
            Err(repositories.Failure(None, failures[name]))
            if name in failures
            else Ok(github_answers.REPOSITORY)
            for name in names
        ]

    fake(repositories, "get_all", get_all)
    names = ["o/gone", "octo/world", "nonsense", "o/r"]
    done = wae("github", "repo", *names, "--json")
    record = dataclasses.asdict(github_answers.REPOSITORY)
    assert ([names], 2, [record] * 2) == (asked, done.code, json.loads(done.out))
    gone, nonsense = done.err.splitlines()
    assert gone.startswith('wae: GitHub has no repository "o/gone"')
    assert nonsense.startswith('wae: "nonsense" is not the name of a GitHub repository.')


def test_prereleases_on_demand(wae, fake):
    """`--prerelease` is what lets a prerelease count as the latest."""
    seen = []
    fake(
        repositories,
        "latest_release",
        lambda *given: (seen.append(given), github_answers.RELEASE)[1],
    )
    wae("github", "release", "o/r")
    wae("github", "release", "o/r", "--prerelease")
    assert [("o/r", False), ("o/r", True)] == seen


def test_a_missing_name_is_asked_for(wae):
    """On a terminal OWNER/REPO is asked for, and the waiting notice is taken away."""
    done = wae("github", "repo", terminal=True, typed=" octo/world \n")
    assert done.code == 0
    assert done.err == "Repository (OWNER/REPO): Asking GitHub…\r\x1b[2K"


def test_a_limited_list_says_how_to_get_the_rest(wae):
    """Where as many come as were asked for, a notice on the terminal names `--all`."""
    done = wae("github", "contributors", "o/r", "--limit", "2", terminal=True)
    assert done.err.endswith("These are 2; --all lists all of them.\n")


def test_an_empty_list_is_told(wae, fake):
    """No releases: nothing on stdout, a notice on the terminal, success; `[]` as JSON."""
    fake(repositories, "releases", [])
    done = wae("github", "releases", "o/r", terminal=True)
    assert (done.code, done.out) == (0, "")
    assert done.err.endswith("There are no releases.\n")
    assert wae("github", "releases", "o/r", "--json").out == "[]\n"


def test_a_gap_is_told(wae):
    """Why fewer stars are listed than there are is told on stderr, on no terminal too."""
    done = wae("github", "stars", "o/r")
    assert done.err == "wae: GitHub lists only the first 40,000 of 40,001 stargazers.\n"


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colours_where_they_are_not_wanted(wae, variables):
    """NO_COLOR and a dumb terminal: no escape sequence on stdout; otherwise the title is bold."""
    assert "\x1b" not in wae("github", "repo", "o/r", terminal=True, variables=variables).out
    plain = wae("github", "repo", "o/r", terminal=True).out
    assert plain.startswith("\x1b[1mocto/world (archived)\x1b[0m\n")


def test_markdown_on_a_terminal(wae):
    """A README and the notes of a release are shown as what they mean; nothing of them steers the
    terminal."""
    readme = wae("github", "readme", "o/r", terminal=True).out
    assert "\x1b[1;4mWorld\x1b[0m\n\nA red \x1b[3mworld\x1b[0m.\n" == readme
    assert "\n\n\x1b[1mChanges\x1b[0m\n\n" in wae("github", "release", "o/r", terminal=True).out


def test_what_is_absent(wae, fake):
    """What the answer lacks is left out for people, and empty for programs; never made up."""
    bare = Repository("o/r", None, None, None, None, None, [], None, None, None, None, None, None,
                      False, False, False, None, None)  # fmt: skip
    fake(repositories, "get", bare)
    plain = {"NO_COLOR": "1"}
    assert "o/r\n\n" == wae("github", "repo", "o/r", terminal=True, variables=plain).out
    rows = [line.split("\t") for line in wae("github", "repo", "o/r").out.splitlines()]
    assert {"full_name": "o/r", "stars": "", "size": "", "created_at": "", "url": ""}.items() <= (
        dict(rows).items()
    )
    asset = Asset(None, "file", None, None, None, None, None)
    fake(
        repositories, "latest_release", dataclasses.replace(github_answers.RELEASE, assets=[asset])
    )
    shown = wae("github", "release", "o/r", terminal=True, variables=plain).out
    assert shown.endswith("\nFILE  SIZE  DOWNLOADS\nfile\n")
    assert "asset\tfile\t\t\t\t\t\n" in wae("github", "release", "o/r").out
