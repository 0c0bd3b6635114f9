"""`wae doctor`, `wae config` and `wae help`, composed: the host's half and the toolbox's."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from tests.faults import FaultServer, routes

Wae = Callable[..., CompletedProcess[str]]

NOWHERE = "http://127.0.0.1:1"
QUIET = {"OPENAI_BASE_URL": f"{NOWHERE}/v1", "OPENAI_API_KEY": "", "WATTTIME_PASSWORD": ""}


def checks(wae: Wae, env: dict[str, str], *options: str) -> dict[str, tuple[str, str | None]]:
    """Status and error of each check, by name; the last of a name counts."""
    done = wae("doctor", "--json", *options, env=env)
    assert "" == done.stderr
    document = json.loads(done.stdout)
    problems = [each for each in document["checks"] if each["status"] == "problem"]
    assert (not problems, bool(problems)) == (document["well"], bool(done.returncode))
    return {each["name"]: (each["status"], each["error"]) for each in document["checks"]}


def test_host_and_toolbox(wae: Wae) -> None:
    """One document has what the host looked at and what the toolbox did."""
    actual = checks(wae, QUIET, "--offline")
    assert [
        "engine", "toolbox", "cache", "data", "settings of this folder", "settings of the user",
        "settings files", "GH_TOKEN", "OPENAI_BASE_URL", "OPENAI_API_KEY", "WATTTIME_USER",
        "WATTTIME_PASSWORD", "ELECTRICITY_MAPS_API_KEY",
    ] == [*actual]  # fmt: skip
    assert {("ok", None), ("unset", None)} == {*actual.values()}


@pytest.mark.parametrize(
    ("code", "token", "expected"),
    [
        ("404", "", ("ok", None)),
        ("401", "", ("unset", "unauthorized")),
        ("401", "gh_wrong_token_0123456789", ("problem", "unauthorized")),
        ("500", "", ("problem", "unexpected")),
    ],
)
def test_services(wae: Wae, code: str, token: str, expected: tuple[str, str | None]) -> None:
    """A service is asked through its own tool; what it says is told apart, the key never shown."""
    with FaultServer(find=lambda path: (routes.status, [code])) as server:
        env = {**QUIET, "GITHUB_API_URL": server.url, "GH_TOKEN": token}
        actual = checks(wae, env)
        shown = wae("doctor", env=env).stdout
        assert {"/repos/octocat/Hello-World"} <= {each.path for each in server.received[""]}
    assert expected == actual["GitHub"]
    assert ("problem", "unreachable") == actual["OpenAI"]
    assert ("unset", None) == actual["WattTime"]
    assert ("ok", None) == actual["name look-up"]
    assert not token or token not in shown


def test_settings_file(wae: Wae, tmp_path: Path) -> None:
    """A broken `.env` is told with its line by the one half, its permissions by the other; a line
    that is no setting is none of its problems."""
    (tmp_path / ".env").write_text("WHAT IS THIS\nWATTTIME_REGION='x\n")
    (tmp_path / ".env").chmod(0o644)
    done = wae("doctor", "--offline", env=QUIET)
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    assert 1 == done.returncode
    path = tmp_path / ".env"
    advice = f"{path}: others can read it. Run: chmod 600 {path}"
    assert ["settings of this folder", "advice", advice] in lines
    [broken] = [line for line in lines if line[0] == "settings files"]
    assert "problem" == broken[1]
    assert broken[2].startswith(".env, line 2: ")


def test_paths(wae: Wae, tmp_path: Path) -> None:
    """`wae config path` shows this machine's paths, which the toolbox itself does not know."""
    (tmp_path / ".env").touch()
    rows = [row.split("\t") for row in wae("config", "path").stdout.splitlines()]
    assert ["settings of this folder", "true", str(tmp_path / ".env")] == rows[0]
    assert ["settings of the user", "data", "cache"] == [row[0] for row in rows[1:]]


@pytest.mark.parametrize("word", ["build", "inspect", "run"])
def test_help_of_wae_itself(wae: Wae, word: str) -> None:
    """`wae help` explains wae's own commands as well as the toolbox's."""
    assert wae("help", word).stdout == wae(word, "--help").stdout
    assert wae("help", "password").stdout == wae("password", "--help").stdout


def test_help_alone(wae: Wae) -> None:
    """`wae help` lists the toolbox's commands, topics, and wae's own commands."""
    shown = wae("help").stdout
    for heading in (
        "Commands:",
        "Topics (wae help TOPIC):",
        "Apps (wae help apps):",
        "Everywhere:",
    ):
        assert f"\n{heading}\n" in shown


@pytest.mark.parametrize(("word", "near"), [("appz", "apps"), ("biuld", "build")])
def test_help_of_a_misspelt_word(wae: Wae, word: str, near: str) -> None:
    """What the toolbox does not know may be a command or a topic of wae's own."""
    done = wae("help", word)
    assert (2, "") == (done.returncode, done.stdout)
    assert f"wae: Did you mean `wae help {near}`?" == done.stderr.splitlines()[-1]
