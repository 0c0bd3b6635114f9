"""The terminal, or what stands in for it: its facts, questions and notices."""

import contextlib
import functools
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo

import click
from wcwidth import clip

from shared import local_time
from shared.errors import Failure
from shared.services import EDIT_LINE, READ_SECRET, Services

DEFAULT_COLUMNS = 80
_CLEAR_LINE = "\r\x1b[2K"
# A line of standard input that is longer is no answer to any question of ours.
_LONGEST_ANSWER = 65_536
# In seconds: who waits longer wants to know for what, and how often that is told.
_PATIENCE, _PAUSE = 1.0, 0.1


@dataclass(frozen=True)
class Terminal:
    """What a command needs to know about where it runs, and its way to ask and to tell."""

    #: Whether standard input is a terminal: somebody can type.
    stdin_tty: bool
    #: Whether results go to a terminal.
    stdout_tty: bool
    #: Whether notices go to a terminal.
    stderr_tty: bool
    #: Whether the terminal follows escape sequences (`TERM` is not `dumb`).
    capable: bool
    #: Whether results may be coloured (https://no-color.org).
    colour: bool
    columns: int
    #: The data of the user's time zone, where they are known.
    zone_data: str
    #: What the host does with the terminal.
    services: Services
    #: Whether what is beside the point is dimmed on stderr.
    dim: bool = False
    #: Whether answers come from standard input that is no terminal (`wae menu`).
    scripted: bool = False
    #: The questions that were asked so far.
    asked: list[str] = field(default_factory=list)

    @functools.cached_property
    def zone(self) -> tzinfo | None:
        """The user's time zone, where it is known: read when a time is first shown."""
        return local_time.zone(self.zone_data)

    @property
    def interactive(self) -> bool:
        """Whether there is somebody to ask: the question goes to stderr."""
        return self.answers and (self.stderr_tty or self.scripted)

    @property
    def answers(self) -> bool:
        """Whether standard input is for answers, and so no content."""
        return self.stdin_tty or self.scripted

    def tell(self, notice: str) -> None:
        """Writes a notice to stderr; a stderr that is gone is no reason to fail."""
        self._write(notice + "\n")

    def whisper(self, text: str) -> None:
        """Writes something beside the point to stderr, dimmed where the terminal can (SGR 2)."""
        self._write(f"\x1b[2m{text}\x1b[0m" if self.dim else text)

    def tell_person(self, notice: str) -> None:
        """The same, but only where a person is watching."""
        if self.stderr_tty:
            self.tell(notice)

    def ask(self, question: str) -> str:
        """The line that is typed, without white space around it: in the host's line editor where
        there is one, so that the end of the input, Ctrl-D, ends this question alone.

        Raises `click.Abort` at the end of the input, `Failure` where the terminal cannot be read.
        """
        self.asked.append(question)
        if self.stdin_tty and self.edits:
            return self.edit(f"{question}: ", "", "", ()).replace("\n", " ").strip()
        self._write(f"{question}: ")
        return read_line().strip()

    def line(self, prompt: str) -> str:
        """The line that is typed after `prompt`, as it is.

        Raises `click.Abort` at the end of the input.
        """
        self._write(prompt)
        return read_line()

    def decide(self, about: str, question: str) -> str:
        """What is answered to a question that Ctrl-C answers, too, where the host edits lines.

        Raises `click.Abort` for that, and at the end of the input.
        """
        if not self.edits:
            return self.ask(f"{about} {question}")
        self.tell(about)  # which may be wider than the editor's line
        needs = {"prompt": f"  {question}: ", "more": "", "text": "", "history": [], "leaves": True}
        return self._edited(needs).strip()

    @property
    def edits(self) -> bool:
        """Whether `edit` offers more than a plain line."""
        return EDIT_LINE in self.services.offered

    def edit(self, prompt: str, more: str, text: str, history: Sequence[str]) -> str:
        """The text that is typed after `prompt`, in the host's line editor where there is one: of
        one line or more, after `more`, beginning with `text`; `history` can be had again.

        Raises `click.Abort` for leaving, `Failure` where the terminal cannot be read.
        """
        if not self.edits:
            return self.line(prompt)
        return self._edited({"prompt": prompt, "more": more, "text": text, "history": [*history]})

    def _edited(self, needs: dict[str, object]) -> str:
        advice = "For plain lines, set TERM to dumb"
        return self._typed(EDIT_LINE, json.dumps(needs), "The terminal cannot be read", advice)

    def ask_unseen(self, question: str) -> str:
        """The line that is typed, as it is, while the host has the terminal's echo switched off.

        WASI cannot do that: under a host that does not, the question says so. Raises
        `click.Abort` at the end of the input, `Failure` where the terminal cannot be read.
        """
        if not self.stdin_tty:
            return self.line(f"{question}: ")
        if READ_SECRET not in self.services.offered:
            self._write(f"{question} (it is shown while you type): ")
            return read_line()
        advice = "Pipe it in, or set it"
        what = "The terminal cannot be read unseen"
        return self._typed(READ_SECRET, f"{question}: ", what, advice)

    def _typed(self, service: str, needs: str, what: str, advice: str) -> str:
        """What is typed while the host has the terminal; `what` and `advice` where it cannot."""
        status, answer = self.services.ask(service, needs)
        if status == "end":
            raise click.Abort
        if status != "ok":
            why = answer.decode("utf-8", "replace")
            raise Failure(f"{what}: {why}", advice)
        return _decoded(answer)

    @contextlib.contextmanager
    def waiting(self, notice: str) -> Iterator[None]:
        """Shows `notice` on a terminal while the body runs, and removes it afterwards."""
        watched = self.stderr_tty and self.capable
        if watched:
            self._write(notice)
        try:
            yield
        finally:
            if watched:
                self._write(_CLEAR_LINE)

    @contextlib.contextmanager
    def progress(self) -> Iterator[Callable[[str], None]]:
        """Yields what shows a line in the place of the one before: on a terminal, once the body has
        run for a second, and ten times a second at most. Afterwards the line is removed."""
        watched = self.stderr_tty and self.capable
        due = time.monotonic() + _PATIENCE
        shown = False

        def show(line: str) -> None:
            nonlocal due, shown
            if watched and time.monotonic() >= due:
                shown, due = True, time.monotonic() + _PAUSE
                self._write(f"{_CLEAR_LINE}{clip(line, 0, self.columns - 1)}")

        try:
            yield show
        finally:
            if shown:
                self._write(_CLEAR_LINE)

    def _write(self, text: str) -> None:
        with contextlib.suppress(OSError):
            sys.stderr.write(text)
            sys.stderr.flush()


def detect(environment: Mapping[str, str], services: Services) -> Terminal:
    """The terminal of this process; `environment` are its variables, `services` its host's.

    A host that reads the notices itself hides its own stderr from the component, so it sets
    `WAE_NOTICES_TERMINAL=1` where notices end up on a terminal.
    """
    stdout_tty = sys.stdout.isatty()
    capable = environment.get("TERM") != "dumb"
    stderr_tty = sys.stderr.isatty() or environment.get("WAE_NOTICES_TERMINAL") == "1"
    colour = capable and not environment.get("NO_COLOR")
    return Terminal(
        stdin_tty=sys.stdin.isatty(),
        stdout_tty=stdout_tty,
        stderr_tty=stderr_tty,
        capable=capable,
        colour=stdout_tty and colour,
        dim=stderr_tty and colour,
        columns=_columns(environment.get("COLUMNS", "")),
        zone_data=environment.get(local_time.VARIABLE, ""),
        services=services,
    )


def read_line() -> str:
    """A line of standard input without its end.

    Raises `click.Abort` where there is none and `click.UsageError` where it is not UTF-8.
    """
    line = sys.stdin.readline(_LONGEST_ANSWER)
    if not line:
        raise click.Abort
    line = line.removesuffix("\n").removesuffix("\r")
    return _decoded(line.encode("utf-8", "surrogateescape"))


def _decoded(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        raise click.UsageError("Standard input is not UTF-8 text.") from None


def _columns(setting: str) -> int:
    known = setting.isdecimal() and len(setting) < 6 and int(setting) > 0
    return int(setting) if known else DEFAULT_COLUMNS
