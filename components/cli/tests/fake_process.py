"""A process for `wae` without wasm: arguments, variables and streams of the test's choice."""

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

import pytest
from componentize_py_types import Err
from wit_world.imports import environment, presence

from command_line import process
from failures import failure
from shared.descriptions import TOOLS
from wae.contract.python_names import attribute

#: A tool's fakes of its imports, which it may have beside its tests: `dice_answers.py`.
ANSWERS = [
    import_module(name) for tool in TOOLS if find_spec(name := f"{attribute(tool.name)}_answers")
]


@dataclass(frozen=True)
class Finished:
    """What a run left behind."""

    code: int
    out: str
    err: str


class Stream(io.TextIOWrapper):
    """A standard stream in memory that may pass for a terminal."""

    def __init__(self, content: bytes = b"", terminal: bool = False) -> None:
        super().__init__(io.BytesIO(content), "utf-8", "surrogateescape", newline="\n")
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal

    def text(self) -> str:
        self.flush()
        return self.buffer.getvalue().decode()


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Replaces a function of an import: with an answer, an error of its contract, or a function."""

    def replace(interface: object, name: str, answer: object) -> None:
        def function(*arguments: object) -> object:
            if isinstance(answer, Err):
                raise Err(failure(answer.value))
            return answer(*arguments) if callable(answer) else answer

        monkeypatch.setattr(interface, name, function)

    replace(presence, "find", {"OPENAI_API_KEY": presence.Source.ENVIRONMENT}.get)
    replace(presence, "find_for", lambda name, url: presence.find(name))
    for answers in ANSWERS:
        answers.install(replace)
    return replace


@pytest.fixture
def wae(fake: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Finished]:
    """Runs `wae` with the arguments given; `terminal` stands for all three streams,
    but for stderr where it is `hidden`.
    """

    def run(
        *arguments: str,
        variables: dict[str, str] | None = None,
        typed: str | bytes = "",
        terminal: bool = False,
        hidden: bool = False,
        out: Stream | None = None,
    ) -> Finished:
        content = typed.encode() if isinstance(typed, str) else typed
        stdout = out or Stream(terminal=terminal)
        stderr = Stream(terminal=terminal and not hidden)
        with monkeypatch.context() as patch:
            patch.setattr(environment, "get_arguments", lambda: ["wae", *arguments])
            patch.setattr(environment, "get_environment", lambda: [*(variables or {}).items()])
            patch.setattr(sys, "stdin", Stream(content, terminal))
            patch.setattr(sys, "stdout", stdout)
            patch.setattr(sys, "stderr", stderr)
            code = process.main()
        return Finished(code, "" if out else stdout.text(), stderr.text())

    return run
