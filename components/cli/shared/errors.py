"""Expected failures: what went wrong, what to do about it, and the exit code."""

import click

from shared import cleaning, group

FAILED, USAGE, AUTHENTICATION = 1, 2, 4
# What a shell reports of a program that writes to a closed pipe: 128 + SIGPIPE.
BROKEN_PIPE = 141
# And of one that Ctrl-C ended: 128 + SIGINT.
INTERRUPTED = 130


class Failure(Exception):
    """A command that could not do what it was asked to.

    The sentences say what happened and where, and then what to do about it. `pause`: seconds
    after which another try may succeed, where the server says.
    """

    def __init__(self, *sentences: str, code: int = FAILED, pause: int | None = None) -> None:
        super().__init__(f"wae: {' '.join(map(sentence, sentences))}")
        self.code = code
        self.pause = pause


def sentence(words: str) -> str:
    """`words` on one line, with one stop at the end."""
    clean = cleaning.line(words)
    return clean if clean.endswith((".", "?", "!", "?)")) else f"{clean}."


def clause(words: str) -> str:
    """`words` on one line without a stop at the end, to go on after."""
    return cleaning.line(words).rstrip(".")


def usage(error: click.UsageError) -> str:
    """A usage error as a line, and where to find help as another."""
    what = f"wae: {sentence(_words(error))}"
    return f"{what}\nTry '{error.ctx.command_path} --help'." if error.ctx else what


def _words(error: click.UsageError) -> str:
    if not isinstance(error, click.exceptions.NoSuchCommand) or error.ctx is None:
        return error.format_message()
    command = group.meant(error.ctx, error.command_name)
    return f"{error.message} Did you mean `{command}`?" if command else error.message
