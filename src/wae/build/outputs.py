"""The options of an app's commands that name files to write, kept in the app for its host."""

from __future__ import annotations

from collections.abc import Mapping

from wae.binary import writer
from wae.manifest import OutputOptions
from wae.runtime.outputs import SECTION


def outputs_section(commands: Mapping[str, OutputOptions]) -> bytes:
    """The custom section that declares them, empty where no command writes any.

    The form of the section: `wae.runtime.outputs`.
    """
    if not commands:
        return b""
    lines = [_line(words, options) for words, options in commands.items()]
    return writer.custom_section(SECTION, "; ".join(lines).encode())


def _line(words: str, options: OutputOptions) -> str:
    marked = {"<": options.reads, ">": options.folders, "!": options.here, "/": options.values}
    named = [word for mark, names in marked.items() if names for word in (mark, *names)]
    asks = ("?",) if options.asks else ()
    return " ".join((f"{words}:", *options.files, *named, *asks))
