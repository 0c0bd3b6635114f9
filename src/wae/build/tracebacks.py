"""Tracebacks of components, as their authors know the files: with places on this machine and the
lines themselves, which a component does not have."""

from __future__ import annotations

import re

from wae.build.source import Source

_FRAME = re.compile(
    r'^(?P<start>\s*File ")/(?:\d+|wae-live/(?P<name>[^/"]+)/v\d+)/'
    r'(?P<file>[^"]+)(?P<end>", line (?P<line>\d+).*)$'
)


def located(text: str, source: Source) -> str:
    """``text``, which a component wrote on stderr, with the frames of its own files located."""
    lines = text.splitlines()
    text_lines = []
    for number, line in enumerate(lines):
        frame = _FRAME.match(line)
        if frame is None or not _is_of(frame, source):
            text_lines.append(line)
            continue
        text_lines.append(f"{frame['start']}{source.place(frame['file'])}{frame['end']}")
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if not following.startswith("    "):
            code = source.files[frame["file"]].decode("utf-8", "replace").splitlines()
            index = int(frame["line"]) - 1
            text_lines += [f"    {code[index].strip()}"] if 0 <= index < len(code) else []
    return "\n".join(text_lines) + ("\n" if text.endswith("\n") else "")


def last_place(text: str, source: Source) -> str:
    """The line of the component's own files in which a traceback's last frame is, `app.py:3`, where
    the author has it; empty for none."""
    places = [
        f"{source.place(frame['file'])}:{frame['line']}"
        for line in text.splitlines()
        if (frame := _FRAME.match(line)) is not None and _is_of(frame, source)
    ]
    return places[-1] if places else ""


def _is_of(frame: re.Match[str], source: Source) -> bool:
    return frame["file"] in source.files and frame["name"] in (None, source.name)
