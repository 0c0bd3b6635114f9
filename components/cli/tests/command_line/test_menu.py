"""The menu of `wae` alone on a terminal."""

from componentize_py_types import Err
from wit_world.imports import answers, presence, repositories, time_server

import net_answers
from command_line.tools import TOOLS
from openai_answers import said

ENTRIES = [entry for tool in TOOLS for entry in tool.described.menu]
SESSION = "99\n1\n\n2\n3\n4\nno/such\n4\nocto/world\nq\n"


def test_a_session(wae, fake):
    """A wrong choice, a password, a passphrase, a failure, a repository, and the end."""

    def get(name):
        if name == "no/such":
            raise Err(repositories.Failure(None, repositories.Error_NotFound(name)))
        import github_answers

        return github_answers.REPOSITORY

    fake(repositories, "get", get)
    done = wae(terminal=True, typed=SESSION, variables={"NO_COLOR": "1"})
    assert done.code == 0
    assert done.out.splitlines()[:3] == ["x" * 20, "word-word-word", "octo/world (archived)"]
    assert f"Type a number from 1 to {len(ENTRIES)}, or q.\n" in done.err
    assert 'wae: GitHub has no repository "no/such"' in done.err
    assert done.err.endswith(f"Choose (1-{len(ENTRIES)}, q): ")


def test_the_end_of_the_input_is_polite(wae):
    """Ctrl-D at any question of the menu ends it with success, on a line of its own."""
    for typed in ("", "1\n", "4\n", "3\n"):
        done = wae(terminal=True, typed=typed)
        assert (done.code, done.err[-1]) == (0, "\n")


def test_every_tool_is_in_the_menu(wae):
    """The menu numbers the entries of all tools; each is of a command that exists."""
    shown = wae(terminal=True, typed="q\n").err.splitlines()
    expected = [f"{number:>3}  {entry.label}" for number, entry in enumerate(ENTRIES, 1)]
    assert expected == shown[: len(expected)]
    for entry in ENTRIES:
        assert 0 == wae(*entry.arguments, "--help").code, entry.label


def test_answers_from_a_pipe(wae):
    """`wae menu` takes them a line each: results are on stdout, questions and the menu are not."""
    done = wae("menu", typed="1\n12\n")
    assert (0, "x" * 12 + "\n") == (done.code, done.out)
    assert f"Choose (1-{len(ENTRIES)}, q): Characters [20]: " in done.err
    assert done.out == wae("menu", typed="1\n12").out
    assert done.out == wae("menu", typed="1\n12\nq\n2\n6\n").out


def test_the_code_of_a_script(wae, fake):
    """Without a person the exit code tells how the last entry ended; with one, all is well."""
    fake(repositories, "get", Err(repositories.Error_NotFound("x")))
    assert [1, 0, 2, 0] == [
        wae("menu", typed=typed).code
        for typed in ("4\nno/such\n", "4\nno/such\n1\n\n", "1\nmany\nq\n", "")
    ]
    assert 0 == wae("menu", typed="4\nno/such\nq\n", terminal=True).code


def test_nothing_is_read_as_content(wae, model):
    """In a script of answers, what follows is no password to check and no question to a model."""
    asked = model("Hello.")
    done = wae("menu", typed="3\nsecret\n9\n\nHi\nbye\n1\n\n")
    assert (0, [("user", "Hi")]) == (done.code, said(asked.requests[0]))
    assert done.out.splitlines()[-2:] == ["Hello.", "x" * 20]


def test_a_secret_from_a_pipe(wae, fake):
    """A secret that is piped in is read without the terminal, and shown by nobody."""
    fake(presence, "find", None)
    provided = []
    fake(answers, "provide", lambda *given: provided.append(given))
    number = 1 + [entry.label for entry in ENTRIES].index("OpenAI: models")
    done = wae("menu", typed=f"{number}\nsk-secret\n")
    assert [("OPENAI_API_KEY", "sk-secret")] == provided
    assert "sk-secret" not in done.out + done.err


def test_an_answer_is_no_option(wae, fake):
    """What is typed is the value that was asked for, whatever it begins with."""
    asked = []
    fake(time_server, "ask", lambda *given: (asked.append(given), net_answers.ANSWER)[1])
    done = wae("menu", typed=f"{len(ENTRIES)}\n--help\n1\n--help\n")
    assert 2 == done.code
    assert "host\t--help\n" in done.out
    assert "--length" in done.err
    wae("menu", typed=f"{len(ENTRIES)}\nclock.example:124\n")
    assert ("clock.example", 124) == asked[-1][:2]
