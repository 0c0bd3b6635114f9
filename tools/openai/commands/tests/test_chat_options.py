"""Options that only a server knows, and what is kept of a chat."""

import json

import pytest


def test_options(wae, model):
    """They are sent by their names: JSON as that, all else as text."""
    asked = model()
    more = ("--option", "seed=42", "--option", 'stop=["."]', "--option", 'user="7"')
    wae("openai", "chat", *more, "--option", "effort=low", "Hi")
    expected = {"seed": 42, "stop": ["."], "user": "7", "effort": "low"}
    assert expected == json.loads(asked.requests[0].options)


def test_no_options(wae, model):
    """Without any there are none."""
    asked = model()
    wae("openai", "chat", "Hi")
    assert asked.requests[0].options is None


def test_options_that_are_none(wae, model):
    """A name alone, or twice, is a usage error; nothing is asked."""
    asked = model().requests
    for options in (("--option", "seed"), ("--option", "a=1", "--option", "a=2")):
        assert 2 == wae("openai", "chat", *options, "Hi").code
    assert [] == asked


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("chat", "--option", "model=x"), "'model' is no --option to choose: give --model."),
        (("chat", "--option", "n=2"), "'n' is no --option to choose."),
        (
            ("chat", "-t", "1", "--option", "temperature=1"),
            "'temperature' is no --option to choose: give --temperature alone.",
        ),
        (
            ("image", "-o", "a.png", "--option", "n=2"),
            "'n' is no --option to choose: give --count.",
        ),
    ],
)
def test_options_of_the_commands_own(wae, model, arguments, words):
    """What the command sends itself is no option: what is, is named, and no server is blamed."""
    asked = model().requests
    done = wae("openai", *arguments, "Hi")
    assert (2, "", []) == (done.code, done.out, asked)
    assert done.err.startswith(f"wae: {words}\n")


def test_a_temperature_by_its_name(wae, model):
    """Given once, it may be either."""
    asked = model()
    assert 0 == wae("openai", "chat", "--option", "temperature=1", "Hi").code
    assert '{"temperature": 1}' == asked.requests[0].options


def test_nothing_is_kept(wae, model, data):
    """--no-save keeps neither a new chat nor what is said in one that was kept; nothing is told."""
    asked = model()
    done = wae("openai", "chat", "--no-save", "One")
    assert (0, "", []) == (done.code, done.err, [*data.glob("sessions/*")])
    wae("openai", "chat", "Two")
    [path] = data.glob("sessions/*")
    before = path.read_bytes()
    document = json.loads(wae("openai", "chat", "--no-save", "-c", "--json", "Three").out)
    assert (None, before) == (document["session"], path.read_bytes())
    assert ["Two", "Three"] == [asked.requests[2].messages[place].content for place in (0, 2)]


def test_nothing_is_kept_of_a_conversation(wae, model, data):
    """So it is with a conversation: it names no session, and /save says why there is none."""
    done = wae("openai", "chat", "--no-save", terminal=True, typed="\nHi\n/save\n")
    assert "big-2. Type 'bye' to end." in done.err
    assert "wae: Nothing of this chat is kept. Begin it without --no-save" in done.err
    assert [] == [*data.glob("sessions/*")]
