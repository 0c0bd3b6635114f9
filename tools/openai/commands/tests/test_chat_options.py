"""Options that only a server knows, and what is kept of a chat."""

import json


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
