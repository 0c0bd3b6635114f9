"""The menu of `wae` alone on a terminal."""

import re

import click
import pytest
from componentize_py_types import Err
from wit_world.imports import answers, generator, presence, repositories, time_server

import github_answers
import net_answers
from command_line import sections
from command_line.answers import Choice
from command_line.menu import Section
from command_line.tools import TOOLS
from fake_host import Host
from openai_answers import said

SECTIONS = sections.of_tools(TOOLS)
NAMES = [section.name for section in SECTIONS]
MOST = len(NAMES) + 1
TOP = f"wae (1-{MOST}, ?, q): "


def keys(*path: str) -> str:
    """What is typed to get to an entry: the number in each level, a line each."""
    typed, items = "", SECTIONS
    for word in path:
        labels = [one.name if isinstance(one, Section) else one.label for one in items]
        [number] = [at for at, label in enumerate(labels, 1) if label.partition(":")[0] == word]
        typed += f"{number}\n"
        items = getattr(items[number - 1], "items", ())
    return typed


def prompt(name: str) -> str:
    """What asks in a tool's level."""
    [section] = [one for one in SECTIONS if one.name == name]
    return f"{name} (1-{len(section.items)}, ?, b, q): "


def choices(items) -> list[Choice]:
    """All of them, at every level."""
    found = []
    for item in items:
        found += choices(item.items) if isinstance(item, Section) else [item]
    return found


CHOICES = choices(SECTIONS)
REPOSITORY = keys("github", "a repository")


def test_a_session(wae, fake):
    """A wrong choice, a password, a passphrase, back, a failure, a repository, and the end."""

    def get(name):
        if name == "no/such":
            raise Err(repositories.Failure(None, repositories.Error_NotFound(name)))
        return github_answers.REPOSITORY

    fake(repositories, "get", get)
    typed = f"99\n{keys('password', 'Make a password')}\n2\n\nb\n"
    typed += f"{REPOSITORY}no/such\n1\nocto/world\nq\n"
    done = wae(terminal=True, typed=typed, variables={"NO_COLOR": "1"})
    assert done.code == 0
    assert done.out.splitlines()[:3] == [
        "x" * 20,
        "-".join(["word"] * 6),
        "octo/world (archived)",
    ]
    assert f"Type a number from 1 to {MOST}, ? or q.\n" in done.err
    assert 'wae: GitHub has no repository "no/such"' in done.err
    assert done.err.endswith(prompt("github"))


def test_the_result_then_a_short_prompt(wae):
    """A level is listed once, when it is entered, and again for `?` or an empty line."""
    done = wae(terminal=True, typed=f"{keys('password', 'Make a password')}\n1\n\n?\n\nq\n")
    assert 3 == done.err.count("  1  Make a password\n")
    assert 1 == done.err.count("  1  password: ")
    back = wae(terminal=True, typed="1\nb\nq\n").err
    assert (1, 2) == (back.count("  1  Make a password\n"), back.count("  1  password: "))
    assert 5 == done.err.count(prompt("password"))


def test_every_tool_and_command_is_there(wae):
    """Each command of each tool can be chosen, once; each entry is of a command that exists."""
    assert [tool.described.name for tool in TOOLS] == NAMES
    leaves = {path for tool in TOOLS for path in _leaves(tool.command, (tool.described.name,))}
    offered = [
        tuple(word for word in choice.arguments if not word.startswith("-")) for choice in CHOICES
    ]
    assert leaves <= {*offered}
    assert {word for path in offered for word in path[:1]} == {*NAMES}
    for choice in CHOICES:
        assert 0 == wae(*choice.arguments, "--help").code, choice.label


def _leaves(command, path):
    if not isinstance(command, click.Group):
        return [path]
    return [leaf for name, sub in command.commands.items() for leaf in _leaves(sub, (*path, name))]


@pytest.mark.parametrize("columns", [40, 80])
def test_each_level_fits(wae, columns):
    """At 40 columns and 15 lines no level's list is longer or wider than the screen."""
    variables = {"COLUMNS": str(columns), "NO_COLOR": "1"}
    levels = [((), Section("wae", "", [*SECTIONS, SECTIONS[0]])), *_levels((), SECTIONS)]
    assert {"wae", "password", "sessions"} <= {section.name for _, section in levels}
    for path, section in levels:
        typed = "".join(f"{number}\n" for number in path)
        shown = wae(terminal=True, typed=f"{typed}q\n", variables=variables).err
        *_, level = re.split(r"\(1-\d+, \?, (?:b, )?q\): ", shown)[:-1]
        lines = level.splitlines()
        assert columns > max(map(len, lines)), section.name
        assert 15 >= len(lines) > len(section.items), section.name


def _levels(path, items):
    for number, item in enumerate(items, 1):
        if isinstance(item, Section):
            yield (*path, number), item
            yield from _levels((*path, number), item.items)


def test_options_of_an_entry(wae, fake):
    """`1 ?` lists an entry's options, `1 --json` sets one; what is set is not asked for."""
    first = keys("password", "Make a password").removesuffix("\n")
    done = wae(terminal=True, typed=f"{first} ?\n1 --length 12\n1 --length=14 --json\nq\n")
    assert "Usage: wae password [OPTIONS]" in done.out
    assert "Type options behind the number, such as 1 --json.\n" in done.err
    assert "\n" + "x" * 12 + "\n" in done.out
    assert '"length": 14' in done.out
    assert "Characters [20]" not in done.err


def test_a_wrong_option(wae):
    """An option that there is not is told; the prompt where it was typed comes back."""
    first = keys("password", "Make a password").removesuffix("\n")
    done = wae(terminal=True, typed=f"{first} --lenght 12\n\nq\n")
    assert "No such option '--lenght'" in done.err
    assert done.err.endswith(prompt("password"))


@pytest.mark.parametrize("typed", ["1 2 x", "0", "-1", "1 'x", "٣", "1e1", "99999999999999999999"])
def test_no_number(wae, typed):
    """What is no number of the list is told, and asked for again."""
    done = wae(terminal=True, typed=f"{typed}\nq\n")
    assert (0, 1) == (done.code, done.err.count(f"Type a number from 1 to {MOST}, ? or q.\n"))


@pytest.mark.parametrize(
    ("path", "wrong", "told"),
    [
        (("password", "Make a password"), "many", "'many' is not a whole number."),
        (("watttime", "the best time to run something"), "soon", "'soon' is not a duration."),
        (("watttime", "forecast"), "soon", "'soon' is not a whole number."),
    ],
)
def test_a_wrong_answer_is_asked_for_again(wae, path, wrong, told):
    """In its place, with what is wrong; the others stay as they are."""
    done = wae(terminal=True, typed=f"{keys(*path)}{wrong}\n")
    [question] = next(one for one in CHOICES if one.label == path[-1]).questions
    asked = f"{question.text} [{question.default}]: "
    assert f"{asked}{told}" in done.err
    assert 2 == done.err.count(asked)


def test_what_a_tool_does_not_accept_is_asked_for_again(wae, fake):
    """What only the tool can judge, too."""

    def generate(request):
        if request.recipe.value.length == 2:
            raise Err(generator.Error_TooShortForClasses(4))
        return good(request)

    good = generator.generate
    fake(generator, "generate", generate)
    done = wae(terminal=True, typed=f"{keys('password', 'Make a password')}2\n4\nq\n")
    assert 2 == done.err.count("Characters [20]: ")
    assert "xxxx\n" == done.out


def test_a_question_of_the_command_is_asked_again(wae, fake):
    """Also one that the command asks itself."""
    fake(repositories, "get", _named)
    done = wae(terminal=True, typed=f"{REPOSITORY}nonsense\nocto/world\nq\n")
    assert 2 == done.err.count("Repository (OWNER/REPO, or Enter for this folder's): ")
    assert "octo/world (archived)" in done.out


def _named(name):
    if "/" not in name:
        raise Err(repositories.Failure(None, repositories.Error_InvalidName(name)))
    return github_answers.REPOSITORY


def test_the_end_of_the_input_is_polite(wae):
    """Where it is final, as in a pipe, it ends the menu with success, on a line of its own."""
    for typed in ("", "1\n", keys("password", "Make a password"), REPOSITORY):
        done = wae(terminal=True, typed=typed)
        assert (done.code, done.err[-1]) == (0, "\n")


def test_the_end_of_the_input_leaves_a_level(on):
    """With the host's line editor Ctrl-D goes from a question to its level, from there to the top,
    and ends the menu there."""
    end = ("end", b"")
    host = Host(("ok", b"1"), ("ok", b"1"), end, end, end)
    assert (0, "") == on(host)
    asked = [request for request in host.requests if request]
    prompts = [TOP, prompt("password"), "Characters [20]: ", prompt("password"), TOP]
    assert prompts == [one.decode().split('"prompt": "')[1].split('"')[0] for one in asked]


def test_lines_of_an_answer(on, fake):
    """What is pasted at a question is one answer, however many lines it has."""
    asked = []
    fake(repositories, "get", lambda name: (asked.append(name), github_answers.REPOSITORY)[1])
    lines = [("ok", line.encode()) for line in REPOSITORY.splitlines()]
    on(Host(*lines, ("ok", b" octo/\nworld\n"), ("ok", b"q")))
    assert ["octo/ world"] == asked


def test_answers_from_a_pipe(wae):
    """`wae menu` takes them a line each: results are on stdout, questions and the menu are not."""
    make = keys("password", "Make a password")
    done = wae("menu", typed=f"{make}12\n")
    assert (0, "x" * 12 + "\n") == (done.code, done.out)
    assert f"{prompt('password')}Characters [20]: " in done.err
    assert done.out == wae("menu", typed=f"{make}12").out
    assert done.out == wae("menu", typed=f"{make}12\nq\n2\n6\n").out


def test_the_code_of_a_script(wae, fake):
    """Without a person the exit code tells how the last entry ended; with one, all is well."""
    fake(repositories, "get", Err(repositories.Error_NotFound("x")))
    make = keys("password", "Make a password")
    assert [1, 0, 2, 0] == [
        wae("menu", typed=typed).code
        for typed in (
            f"{REPOSITORY}no/such\n",
            f"{REPOSITORY}no/such\nb\n{make}\n",
            f"{make}many\nq\n",
            "",
        )
    ]
    assert 0 == wae("menu", typed=f"{REPOSITORY}no/such\nq\n", terminal=True).code


def test_nothing_is_read_as_content(wae, model):
    """In a script of answers, what follows is no password to check and no question to a model."""
    asked = model("Hello.")
    check, chat = keys("password", "Check a password"), keys("openai", "chat")
    make = keys("password", "Make a password")
    done = wae("menu", typed=f"{check}secret\nb\n{chat}\nHi\nbye\nb\n{make}\n")
    assert (0, [("user", "Hi")]) == (done.code, said(asked.requests[0]))
    assert done.out.splitlines()[-2:] == ["Hello.", "x" * 20]


def test_a_secret_from_a_pipe(wae, fake):
    """A secret that is piped in is read without the terminal, and shown by nobody."""
    fake(presence, "find", None)
    provided = []
    fake(answers, "provide", lambda *given: provided.append(given))
    done = wae("menu", typed=f"{keys('openai', 'models')}sk-secret\n")
    assert [("OPENAI_API_KEY", "sk-secret")] == provided
    assert "sk-secret" not in done.out + done.err


def test_an_answer_is_no_option(wae, fake):
    """What is typed is the value that was asked for, whatever it begins with."""
    asked = []
    fake(time_server, "ask", lambda *given: (asked.append(given), net_answers.ANSWER)[1])
    clock, make = keys("net", "is the clock right?"), keys("password", "Make a password")
    done = wae("menu", typed=f"{clock}--help\nb\n{make}--help\n")
    assert 2 == done.code
    assert "host\t--help\n" in done.out
    assert "--length" in done.err
    wae("menu", typed=f"{clock}clock.example:124\n")
    assert ("clock.example", 124) == asked[-1][:2]
