"""`wae help` and `wae config`."""

import json

import pytest

import golden_file
from help.topics import TOPICS

PATHS = {
    "paths": [
        {"name": "settings of this folder", "path": "/here/.env", "exists": True},
        {"name": "cache", "path": "/home/mona/.cache/wae", "exists": False},
    ]
}
HOST = {"WAE_HOST": json.dumps(PATHS)}


def test_topics(wae):
    """The text of every topic."""
    cases = []
    for topic in TOPICS:
        done = wae("help", topic)
        assert done.err == ""
        cases.append(golden_file.case(topic, ("help", topic), done.out, done.code))
    golden_file.check("topics", cases)


@pytest.mark.parametrize("topic", TOPICS)
def test_topics_fit_a_terminal(wae, topic):
    """No line is longer than 80 characters."""
    assert [] == [line for line in wae("help", topic).out.splitlines() if len(line) > 80]


def test_help_alone(wae):
    """`wae help` is the help of `wae`, and then the topics."""
    done = wae("help")
    assert done.out.startswith(wae("--help").out)
    assert [name for name in TOPICS if f"\n  {name} " not in done.out] == []


@pytest.mark.parametrize("words", [("github",), ("github", "repo"), ("net", "time"), ("help",)])
def test_help_of_commands(wae, words):
    """`wae help COMMAND` is what `wae COMMAND --help` prints, at the same width."""
    variables = {"COLUMNS": "60"}
    expected = wae(*words, "--help", variables=variables)
    assert wae("help", *words, variables=variables).out == expected.out


def test_the_command_names_the_topics(wae):
    """`wae help --help` lists all topics."""
    shown = " ".join(wae("help", "--help").out.split())
    assert f"Topics: {', '.join(TOPICS)}." in shown


def test_messages(wae):
    """What is not known is told in one line."""
    lines = {
        "unknown topic": ("help", "seting"),
        "unknown command": ("help", "github", "rep"),
        "below a command": ("help", "net", "time", "now"),
        "a topic and more": ("help", "settings", "output"),
        "unknown shell": ("completion", "tcsh"),
        "no shell": ("completion",),
        "no host": ("config", "path"),
    }
    cases = []
    for title, words in lines.items():
        done = wae(*words)
        assert done.out == ""
        cases.append(golden_file.case(title, words, done.err, done.code))
    golden_file.check("whole", cases)


def test_paths(wae):
    """The paths that the host tells, for people, programs and as JSON; none is cut off."""
    shown = wae("config", "path", terminal=True, variables={**HOST, "COLUMNS": "30"}).out
    assert shown.splitlines() == [
        "FOR                      EXISTS  PATH",
        "settings of this folder  yes     /here/.env",
        "cache                    no      /home/mona/.cache/wae",
    ]
    rows = wae("config", "path", variables=HOST).out
    assert rows.splitlines()[1] == "cache\tfalse\t/home/mona/.cache/wae"
    assert json.loads(wae("config", "path", "--json", variables=HOST).out) == PATHS["paths"]
