"""What a model asks to have called is checked, shown, consented to, and never a crash."""

import json

import pytest
from componentize_py_types import Err, Ok
from wit_world.imports import chat, emissions, generator, repositories

import golden_file
import watttime_answers
from github_answers import REPOSITORY
from tools.openai.commands.chat import calls as chat_calls
from tools.openai.commands.chat import functions as chat_tools
from tools.openai.commands.chat import turns as chat_turn

READ = '{"name": "octo/world"}'
MAKE = (
    '{"request": {"recipe": {"passphrase": {"words": 6, "separator": "-", "capitalize": false}},'
    ' "count": 1}}'
)
GET = "github_repositories_get"
WRONG = {
    "unknown function": ("github_delete", "{}"),
    "not JSON": (GET, '{"name":'),
    "no object": (GET, "[]"),
    "no arguments": (GET, ""),
    "argument of another type": (GET, '{"name": 5}'),
    "argument that there is not": (GET, '{"name": "a/b", "force": true}'),
    "number that does not fit": (
        "github_repositories_releases",
        '{"name": "a/b", "limit": 4294967296}',
    ),
    "nested too deeply": (
        GET,
        '{"name": ' + "[" * 100_000 + "]" * 100_000 + "}",
    ),
    "no Unicode": (GET, '{"name": "\\ud800"}'),
    "infinity": (GET, '{"name": Infinity}'),
    "control characters": ("github_\x1b[2J", '{"\x1b]0;x\x07": 1}'),
}


def calls(*asked):
    """A reply that asks for calls."""
    return [chat.ToolCall(f"id{number}", *one) for number, one in enumerate(asked)]


def results(model):
    """What the model got to know in the last request."""
    return [one.content for one in model.requests[-1].messages if one.role is chat.Role.TOOL]


def test_a_call(wae, model):
    """The model gets the result as JSON, with the id of its call; the user sees the call."""
    asked = model(calls((GET, READ)), "It has stars.")
    done = wae("openai", "chat", "--tools", "Stars?")
    assert (0, "It has stars.\n") == (done.code, done.out)
    assert '→ github_repositories_get {"name": "octo/world"}\n' == done.err
    assert 1234567 == json.loads(results(asked)[0])["stars"]
    assert "id0" == asked.requests[-1].messages[-1].answer_to
    assert asked.requests[-1].messages[-2].tool_calls[0].id == "id0"


def test_tools_only_where_they_are_wanted(wae, model):
    """Without --tools the model is offered nothing; with it, every function."""
    asked = model()
    wae("openai", "chat", "Hi")
    wae("openai", "chat", "--tools", "Hi")
    assert [0, len(chat_tools.FUNCTIONS)] == [len(one.tools) for one in asked.requests]


def test_calls_that_make_no_sense(wae, model):
    """The model is told what is wrong, the user sees it, and the chat goes on."""
    cases = []
    for title, (name, arguments) in WRONG.items():
        asked = model(calls((name, arguments)), "Sorry.")
        done = wae("openai", "chat", "--tools", "Do", terminal=True)
        assert (0, "Sorry.\n") == (done.code, done.out)
        assert ["error"] == [*json.loads(results(asked)[0])]
        shown = done.err.replace("Asking big-2…\r\x1b[2K", "")
        assert "\x1b" not in shown
        told = "\n".join(line[:300] for line in [*shown.splitlines(), results(asked)[0]])
        cases.append(golden_file.case(title, ("openai", "chat", "--tools", "Do"), told, done.code))
    golden_file.check("openai-calls", cases)


def test_errors_of_a_tool_go_to_the_model(wae, model, fake):
    """An error of a contract is the call's result, case and payload, not the end of the chat."""
    fake(repositories, "get", Err(repositories.Error_NotFound("octo/world")))
    asked = model(calls((GET, READ)), "There is none.")
    done = wae("openai", "chat", "--tools", "Stars?")
    assert 0 == done.code
    assert {"error": {"server": None, "reason": {"not-found": "octo/world"}}} == json.loads(
        results(asked)[0]
    )
    assert '  failed: {"server": null, "reason": {"not-found": "octo/world"}}\n' in done.err


@pytest.mark.parametrize(
    ("answer", "made"), [("y", True), ("YES", True), ("n", False), ("", False), (None, False)]
)
def test_consent(wae, model, fake, answer, made):
    """A password is made for the model only if the user says yes, once for each call."""
    seen = []
    fake(generator, "generate", lambda request: (seen.append(request), batch())[1])
    asked = model(calls(("password_generator_generate", MAKE)), "Done.")
    typed = "\na word\n" if answer is None else f"\na word\n{answer}\n"
    done = wae("openai", "chat", "--tools", typed=typed, terminal=True)
    assert 0 == done.code
    assert made == bool(seen)
    assert "is kept with the chat. Allow it? [y/N]: " in done.err
    assert made == ("passwords" in json.loads(results(asked)[0]))


def test_nobody_to_ask(wae, model, fake):
    """Without a terminal such a call is refused, and the model is told why."""
    fake(generator, "generate", Err(AssertionError))
    asked = model(calls(("password_generator_generate", MAKE)), "Sorry.")
    done = wae("openai", "chat", "--tools", "A password")
    assert 0 == done.code
    assert {"error": "the user has to allow this call, and there is no one to ask"} == json.loads(
        results(asked)[0]
    )


def test_yes(wae, model, fake):
    """With --yes nobody is asked."""
    fake(generator, "generate", batch())
    asked = model(calls(("password_generator_generate", MAKE)), "Done.")
    done = wae("openai", "chat", "--tools", "--yes", "A password")
    assert 0 == done.code
    assert "Allow" not in done.err
    assert ["secret"] == json.loads(results(asked)[0])["passwords"]


def test_a_function_that_nobody_listed_is_asked_about():
    """Whatever is not known to be harmless needs consent."""
    unknown = [one for one in chat_tools.FUNCTIONS.values() if not one.harmless]
    assert "password_generator_generate" in [one.name for one in unknown]
    assert all(one.reason for one in unknown)


def test_long_results_are_cut(wae, model, fake):
    """A result has a limit, and says where it was cut."""
    fake(generator, "generate", generator.Batch(["x" * 100_000], 10.0, 6, 26))
    asked = model(calls(("password_generator_generate", MAKE)), "Long.")
    wae("openai", "chat", "--tools", "--yes", "Make")
    [result] = results(asked)
    assert len(result) < chat_calls.LONGEST_RESULT + 100
    assert result.endswith(" characters)")


def test_calls_come_to_an_end(wae, model):
    """After so many rounds the model must answer: it is asked once more, without tools. If it does
    not, that is a failure."""
    asked = model(calls((GET, READ)))
    done = wae("openai", "chat", "--tools", "For ever")
    assert (1, "") == (done.code, done.out)
    told = "wae: big-2 gave no reply, but asks for call after call. Ask for less at a time."
    assert told == done.err.splitlines()[-1]
    assert chat_turn.MOST_ROUNDS + 1 == len(asked.requests)
    assert [] == asked.requests[-1].tools


def test_several_calls_at_once(wae, model):
    """Each call of a round has its own result, in their order."""
    asked = model(calls((GET, READ), ("nothing", "{}")), "Done.")
    wae("openai", "chat", "--tools", "Both")
    answers = [one.answer_to for one in asked.requests[-1].messages if one.answer_to]
    assert ["id0", "id1"] == answers


def test_calls_together(wae, model, fake):
    """Where a function has another that does the same for many, calls of it are made together; each
    has its own result, and what is wrong with one is told of that one."""
    asked_for = []
    refusal = repositories.Failure(None, repositories.Error_NotFound("no such repository"))

    def get_all(names):
        asked_for.append(names)
        return [Err(refusal) if name == "no/body" else Ok(REPOSITORY) for name in names]

    fake(repositories, "get_all", get_all)
    names = ["a/b", "no/body", None, "c/d"]
    wanted = [(GET, json.dumps({"name": name})) for name in names]
    asked = model(calls(wanted[0], ("nothing", "{}"), *wanted[1:]), "Done.")
    done = wae("openai", "chat", "--tools", "All")
    assert [["a/b", "no/body", "c/d"]] == asked_for
    first, nothing, refused, invalid, last = map(json.loads, results(asked))
    assert first == last
    assert REPOSITORY.stars == last["stars"]
    assert [{"error"}] * 3 == [one.keys() for one in (nothing, refused, invalid)]
    lines = [line[: len("  not called")] for line in done.err.splitlines()]
    shown, failed = "→ github_rep", '  failed: {"'
    assert [
        shown,
        "→ nothing {}",
        "  not called",
        shown,
        failed,
        shown,
        "  not called",
        shown,
    ] == lines


def test_calls_together_are_alike_in_all_but_the_first(wae, model, fake):
    """With other arguments beside the first, those that have the same ones are made together."""
    asked_for = []

    def forecast_all(regions, signal, hours):
        asked_for.append((regions, signal, hours))
        return watttime_answers.forecasts(regions, emissions.Signal.CO2_MOER, hours)

    def forecast(region, signal, hours):
        asked_for.append((region, signal, hours))
        return watttime_answers.series(region, emissions.Signal.CO2_MOER, hours)

    fake(emissions, "forecast_all", forecast_all)
    fake(emissions, "forecast", forecast)
    name = "watttime_emissions_forecast"
    wanted = [
        (name, json.dumps({"region": region, "hours": hours}))
        for region, hours in (("A", 1), ("B", 2), ("C", 1))
    ]
    asked = model(calls(*wanted), "Done.")
    wae("openai", "chat", "--tools", "All")
    assert [(["A", "C"], None, 1), ("B", None, 2)] == asked_for
    assert ["A", "B", "C"] == [json.loads(one)["region"] for one in results(asked)]


def test_too_many_calls_at_once(wae, model):
    """However many calls a reply has, only so many are answered; the others get an error."""
    asked = model(calls(*[(GET, READ)] * 100), "Done.")
    done = wae("openai", "chat", "--tools", "All")
    assert chat_turn.MOST_CALLS == done.err.count("→")
    assert 100 == len(results(asked))
    assert {"error": "too many calls at once"} == json.loads(results(asked)[-1])


def batch():
    """A password that can be told from others."""
    return generator.Batch(["secret"], 10.0, 6, 26)


def test_halves_of_characters_in_arguments(wae, model):
    """What no text can hold comes back to the model as U+FFFD, and ends nothing."""
    asked = model(calls((GET, '{"\\ud83d": "\\ud83d", "name": "\\ude00"}')), "Done.")
    done = wae("openai", "chat", "--tools", "Go")
    assert (0, "Done.\n") == (done.code, done.out)
    [answer] = [one.content for one in asked.requests[-1].messages if one.answer_to]
    assert answer.encode()
    assert "error" in json.loads(answer)
