"""A session's file: a line for each finished turn, and lines are only ever added.

Two processes may add at the same time, and any may be killed at any time, so there is no lock that
could stay behind. What a system writes of a line may end anywhere, and another's line may come
between: so whoever adds a line looks whether it is there in one piece, and if not, adds it again.
Nothing takes it away then. Pieces are lines of their own that nobody understands.
"""

import os
import time

from tools.openai.commands.chat.turns import Turn
from tools.openai.commands.sessions import turn_line

_ATTEMPTS = 20


def read(path: str) -> list[Turn]:
    """The finished turns, the first one first. Raises `OSError`."""
    with open(path, "rb") as file:
        lines = map(turn_line.read, file.read().split(b"\n"))
    turns: list[Turn] = []
    for turn in lines:
        if turn is not None:
            _add_to(turns, turn)
    return turns


def add(path: str, turn: Turn) -> None:
    """Adds a turn, and returns when it is on the disk. Raises `OSError`."""
    line = turn_line.write(turn)
    for attempt in range(_ATTEMPTS):
        # Whoever comes second waits longer, so that one of them comes through.
        time.sleep(attempt * ord(os.urandom(1)) / 20_000)
        if _added(path, line):
            return
    raise OSError("others write to it all the time")


def _add_to(turns: list[Turn], turn: Turn) -> None:
    """Adds a turn; the one in whose place it is goes."""
    if turn.replaces is not None:
        places = [place for place, one in enumerate(turns) if one.time == turn.replaces]
        if places:
            del turns[places[-1]]
    turns.append(turn)


def _added(path: str, line: bytes) -> bool:
    # Each through a descriptor of its own: wasi-libc reads on from the end after an append.
    with open(path, "ab", buffering=0) as file:
        start = file.seek(0, os.SEEK_END)
        ends = start == 0 or _from(path, start - 1, 1) == b"\n"
        left = memoryview(line if ends else b"\n" + line)
        while left:
            left = left[file.write(left) :]
        os.fsync(file.fileno())
    return b"\n" + line in b"\n" + _from(path, start)


def _from(path: str, start: int, size: int = -1) -> bytes:
    with open(path, "rb") as file:
        file.seek(start)
        return file.read(size)
