"""One `.env` file: its settings, or what is wrong with it."""

import codecs
import io
import os
import stat

from componentize_py_types import Err
from dotenv.parser import Binding, parse_stream
from wit_world.exports.presence import BadFile

MAX_BYTES = 1024 * 1024

# dotenv asks for this codec by name, and at run time a component has no files to import it from.
codecs.lookup("unicode-escape")


def read_settings(path: str) -> dict[str, str]:
    """The settings in a file as they are written (`${NAME}` is not replaced: keys have `$` in
    them), the last one where a name is repeated; none if there is no such file.

    Raises `Err` with `bad-file`, which never has a value in it.
    """
    try:
        text = read_text(path)
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise bad_file(path, 0, f"it cannot be read ({error.strerror})") from error
    bindings = list(parse_stream(io.StringIO(text)))
    for binding in bindings:
        if binding.error:
            problem = "expected NAME=value, with every quote closed"
            raise bad_file(path, first_line(binding), problem)
    return {
        binding.key: binding.value
        for binding in bindings
        if binding.key is not None and binding.value is not None
    }


def read_text(path: str) -> str:
    """The text of a file, with `\\n` at the end of every line and no byte order mark.

    Raises `OSError`, or `Err` with `bad-file`.
    """
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise bad_file(path, 0, "it is not a regular file")
    with open(path, "rb") as file:
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise bad_file(path, 0, f"it is larger than {MAX_BYTES} bytes")
    try:
        text = content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise bad_file(path, line, "it is not UTF-8 text") from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise bad_file(path, line, "it has a NUL character: save it as UTF-8 text")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def first_line(binding: Binding) -> int:
    """The line that a statement starts on, 1 for the first; dotenv counts from the blank lines
    before it."""
    text = binding.original.string
    blank = text[: len(text) - len(text.lstrip())]
    return binding.original.line + blank.count("\n")


def bad_file(path: str, line: int, problem: str) -> Err[BadFile]:
    """The error of the contract."""
    return Err(BadFile(path, line, problem))
