"""What a model thinks, and replies in which there is nothing else."""

import json

import pytest
from wit_world.imports import chat

import golden_file


def reply(content: str, reasoning: str = "", finish: str = "stop", *calls: str) -> chat.Reply:
    asked = [chat.ToolCall(f"id{number}", name, "{}") for number, name in enumerate(calls)]
    return chat.Reply("m", content, reasoning, asked, finish, None)


@pytest.mark.parametrize("options", [(), ("--no-stream",)])
def test_reasoning_is_shown_on_demand(wae, model, options):
    """With --reasoning it is on stderr, harmless; the reply alone is on stdout."""
    model(reply("Yes.", "Hm\x1b[31mm."))
    done = wae("openai", "chat", *options, "--reasoning", "Is it?")
    assert (0, "Yes.\n", "Hmm.\n") == (done.code, done.out, done.err)
    done = wae("openai", "chat", *options, "Is it?")
    assert (0, "Yes.\n", "") == (done.code, done.out, done.err)


def test_it_is_dimmed_on_a_terminal(wae, model):
    """A terminal that can shows it dimmed; with NO_COLOR it does not."""
    model(reply("Yes.", "Hmm."))
    arguments = ("openai", "chat", "--reasoning", "Is it?")
    assert wae(*arguments, terminal=True).err.endswith("\x1b[2mHmm.\x1b[0m\x1b[2m\n\x1b[0m")
    done = wae(*arguments, terminal=True, variables={"NO_COLOR": "1"})
    assert done.err.endswith("Hmm.\n")


def test_who_sees_it(wae, model):
    """A terminal shows it unless --no-reasoning; where stdout is no terminal it is not shown."""
    model(reply("Yes.", "Hmm."))
    assert "Hmm." in wae("openai", "chat", "Is it?", terminal=True).err
    assert "Hmm." not in wae("openai", "chat", "--no-reasoning", "Is it?", terminal=True).err
    assert "" == wae("openai", "chat", "Is it?").err


def test_reasoning_in_json(wae, model):
    """The document has it, if there is any."""
    model(reply("Yes.", "Hmm."))
    done = wae("openai", "chat", "--json", "Is it?")
    assert ("Hmm.", "") == (json.loads(done.out)["reasoning"], done.err)


NOTHING = {
    "nothing at all": reply(""),
    "white space": reply(" \n"),
    "reasoning only": reply("", "Hmm."),
    "tokens used up": reply("", "Hmm.", "length"),
    "left out": reply("", "", "content_filter"),
    "another end": reply("", "", "er\x1b[2Jror"),
    "calls that nobody offered": reply("", "", "tool_calls", "weather"),
}


@pytest.mark.parametrize("options", [(), ("--no-stream",), ("--json",)])
def test_no_reply_is_a_failure(wae, model, data, options):
    """A reply without a text is told with its reason, exit 1, and not kept; one line in all."""
    cases = []
    for title, answer in NOTHING.items():
        model(answer)
        done = wae("openai", "chat", *options, "Is it?")
        assert (1, "") == (done.code, done.out.strip())
        assert 1 == done.err.count("\n")
        cases.append(golden_file.case(title, ("openai", "chat", "Is it?"), done.err, done.code))
    golden_file.check("openai-nothing", cases)
    assert [] == [path for path in data.glob("sessions/*") if path.stat().st_size]


def test_reasoning_that_was_shown(wae, model):
    """Whoever has seen it is not told how to see it."""
    model(reply("", "Hmm."))
    done = wae("openai", "chat", "--reasoning", "Is it?")
    assert (1, "") == (done.code, done.out)
    told = 'wae: big-2 gave no reply, and ended with "stop". Ask again, or choose another model.'
    assert ["Hmm.", told] == done.err.splitlines()


def test_an_empty_reply_in_a_conversation(wae, model):
    """The conversation goes on, without it."""
    asked = model(reply(""), "Two.")
    done = wae("openai", "chat", "-s", "Brief", typed="Hi\nOne and one?\n", terminal=True)
    assert (0, "Two.\n") == (done.code, done.out)
    assert 2 == len(asked.requests[1].messages)
