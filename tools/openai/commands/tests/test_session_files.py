"""Files of sessions: whole lines, whoever writes at the same time or is killed meanwhile."""

import subprocess
import sys
import threading

import pytest
from wit_world.imports import chat

from tools.openai.commands.chat import turns as chat_turn
from tools.openai.commands.sessions import session_file, turn_line

TURN = chat_turn.Turn(
    "2026-11-22T09:44:12Z",
    "big-2",
    None,
    [
        chat_turn.message(chat.Role.USER, "Hi"),
        chat_turn.message(chat.Role.ASSISTANT, "日本 \x1b[2J"),
    ],
    "stop",
    chat.Usage(1, 2, 3),
)
# A line of a session's file that no version of the app writes.
NONSENSE = [
    b"",
    b"{}",
    b"[]",
    b"null",
    b"\xff",
    b'{"time": 1}',
    b"[" * 100_000,
    turn_line.write(TURN)[:-20],
    turn_line.write(TURN).replace(b'"user"', b'"tool"'),
    turn_line.write(TURN).replace(b'"usage": {', b'"usage": {"x": 1, '),
    b'{"time": "", "model": "", "messages": [], "finish": ""}',
]


def turn(question):
    """A turn with this question."""
    messages = [chat_turn.message(chat.Role.USER, question), TURN.messages[1]]
    return chat_turn.Turn(TURN.time, TURN.model, None, messages, "stop", None)


@pytest.mark.parametrize("cut", range(0, len(turn_line.write(TURN)), 7))
def test_a_line_that_was_not_finished(tmp_path, cut):
    """Killed at any byte of a line: the turns before it are there, and so is the next one."""
    path = tmp_path / "1.jsonl"
    path.write_bytes(turn_line.write(turn("before")) + turn_line.write(TURN)[:cut])
    before = [one.question for one in session_file.read(str(path))]
    assert ["before"] == before[:1]
    session_file.add(str(path), turn("after"))
    after = [one.question for one in session_file.read(str(path))]
    assert (["before", "after"], len(before) + 1) == ([after[0], after[-1]], len(after))


@pytest.mark.parametrize("line", NONSENSE)
def test_lines_that_make_no_sense(tmp_path, line):
    """A line that is no turn is skipped, wherever it is."""
    path = tmp_path / "1.jsonl"
    path.write_bytes(line + b"\n" + turn_line.write(TURN) + line + b"\n")
    assert [TURN] == session_file.read(str(path))


def test_later_versions_may_add_fields(tmp_path):
    """A key that is not known is no reason to lose a turn."""
    line = turn_line.write(TURN).replace(b"{", b'{"later": {"x": [1]}, ', 1)
    assert TURN == turn_line.read(line)


def test_a_turn_survives_being_written_and_read(tmp_path):
    """Every character, calls and their results come back."""
    call = chat.ToolCall("i", "n", '{"a": "\\u2028"}')
    messages = [
        chat_turn.message(chat.Role.USER, "\x00\n\u2028\x85é"),
        chat.Message(chat.Role.ASSISTANT, "", [call], None, None),
        chat.Message(chat.Role.TOOL, "{}", [], "i", None),
        TURN.messages[1],
    ]
    whole = chat_turn.Turn(TURN.time, "m", "s", messages, "length", None)
    path = tmp_path / "1.jsonl"
    session_file.add(str(path), whole)
    assert [whole] == session_file.read(str(path))


def test_a_write_that_another_comes_into(tmp_path, monkeypatch):
    """Where a system writes a line in pieces and another's line comes between, both are there."""
    path = tmp_path / "1.jsonl"
    real = open

    class Torn:
        """A file that takes half a line, then another process adds its own."""

        def __init__(self, file):
            self._file = file
            self._writes = 0

        def __getattr__(self, name):
            return getattr(self._file, name)

        def __enter__(self):
            return self

        def __exit__(self, *error):
            self._file.close()

        def write(self, data):
            self._writes += 1
            written = self._file.write(bytes(data[: len(data) // 2 + 1]))
            if self._writes == 1:
                with real(path, "ab") as other:
                    other.write(b"\n" + turn_line.write(turn("other")))
            return written

    opened = []

    def torn_once(*arguments, **options):
        file = real(*arguments, **options)
        opened.append(file)
        return Torn(file) if len(opened) == 1 else file

    monkeypatch.setattr(session_file, "open", torn_once, raising=False)
    session_file.add(str(path), turn("mine"))
    monkeypatch.undo()
    assert ["other", "mine"] == [one.question for one in session_file.read(str(path))]


def test_many_writers(tmp_path):
    """Turns that several threads add at once are all there, once each, large ones too."""
    path = tmp_path / "1.jsonl"

    def write(name):
        for number in range(10):
            session_file.add(str(path), turn(f"{name}-{number} " + "x" * 100_000))

    threads = [threading.Thread(target=write, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    questions = sorted(one.question.split()[0] for one in session_file.read(str(path)))
    assert sorted(f"{name}-{number}" for name in "abc" for number in range(10)) == questions


def test_killed_writers(tmp_path):
    """kill -9 while lines are written: those that were finished are there, and a next one is."""
    path = tmp_path / "1.jsonl"
    line = turn_line.write(turn("x" * 200_000))
    script = "import os,sys\nf=os.open(sys.argv[1],os.O_APPEND|os.O_CREAT|os.O_WRONLY)\n" + (
        "l=sys.stdin.buffer.read()\nwhile 1:\n"
        " [os.write(f,l[i:i+4096]) for i in range(0,len(l),4096)]\n os.write(1,b'.')\n"
    )
    finished = 0
    for _ in range(3):
        with subprocess.Popen(
            [sys.executable, "-c", script, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as process:
            process.stdin.write(line)
            process.stdin.close()
            process.stdout.read(3)
            process.kill()
            finished += 3
        session_file.add(str(path), turn("next"))
        finished += 1
    turns = session_file.read(str(path))
    assert len(turns) >= finished
    assert 3 == sum(one.question == "next" for one in turns)
