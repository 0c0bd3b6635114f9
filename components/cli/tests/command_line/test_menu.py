"""The menu of `wae` alone on a terminal."""

from componentize_py_types import Err
from wit_world.imports import repositories

from command_line.tools import TOOLS

ENTRIES = [entry for tool in TOOLS for entry in tool.entries]
SESSION = "99\n1\n\n2\n3\n4\nno/such\n4\nocto/world\nq\n"


def test_a_session(wae, fake):
    """A wrong choice, a password, a passphrase, a failure, a repository, and the end."""

    def get(name):
        if name == "no/such":
            raise Err(repositories.Failure(None, repositories.Error_NotFound(name)))
        import answers

        return answers.REPOSITORY

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
    """Each tool has entries, each of a command that exists; the menu numbers them all."""
    assert [] == [tool.command.name for tool in TOOLS if not tool.entries]
    shown = wae(terminal=True, typed="q\n").err.splitlines()
    expected = [f"{number:>3}  {entry.label}" for number, entry in enumerate(ENTRIES, 1)]
    assert expected == shown[: len(expected)]
    for entry in ENTRIES:
        assert 0 == wae(*entry.arguments, "--help").code, entry.label
