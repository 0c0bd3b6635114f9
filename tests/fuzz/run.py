"""The loop: makes broken components, feeds them, and notes what should not have happened."""

from __future__ import annotations

import random
import signal
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import FrameType

from tests.fuzz.modules import modules
from tests.fuzz.mutate import garbage, mutated
from tests.fuzz.seeds import Seed, seeds
from tests.fuzz.targets import compose, decode, inspect
from tests.fuzz.tree import parse

from wae.errors import WaeError
from wae.inspect.report import inspect_app

SECONDS = 1.0  # of CPU time, for everything that is done with one input
MODULES = 60


class TooSlow(BaseException):
    """An input took longer than SECONDS."""


@dataclass
class Finding:
    """One place in the code that fails, how often, and the smallest input that makes it."""

    binary: bytes
    seed: str
    trace: str
    times: int = 0


@dataclass
class Outcome:
    """`counts` says how far inputs came; `findings` go by exception and place."""

    counts: Counter[str] = field(default_factory=Counter)
    findings: dict[str, Finding] = field(default_factory=dict)

    def note(self, binary: bytes, seed: str, error: BaseException) -> None:
        frames = traceback.extract_tb(error.__traceback__)
        ours = [f for f in frames if "/wae/" in f.filename] or list(frames)
        last = ours[0] if isinstance(error, TooSlow | RecursionError) else ours[-1]
        key = f"{type(error).__name__} at {last.filename}:{last.lineno}"
        trace = "".join(traceback.format_exception(error, limit=-12))
        actual = self.findings.setdefault(key, Finding(binary, seed, trace))
        actual.times += 1
        if len(binary) < len(actual.binary):
            actual.binary, actual.seed, actual.trace = binary, seed, trace


class Fuzzer:
    """Feeds inputs one after the other. The same seed gives the same inputs."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.seeds = seeds()
        self.trees = [parse(seed.binary) for seed in self.seeds]
        self.reports = {s.name: inspect_app(s.binary, "odd") for s in self.seeds}
        # Small ones more often: what a byte means is seldom different in a large one.
        self.weights = [1 / len(seed.binary) for seed in self.seeds]
        self.modules = modules(self.rng, MODULES)
        self.outcome = Outcome()

    def run(self, tries: int) -> Outcome:
        """Feeds `tries` inputs to everything that reads components, within SECONDS for each."""
        before = signal.signal(signal.SIGPROF, _too_slow)
        try:
            for seed, binary in self.inputs(tries):
                self.feed(seed, binary)
        finally:
            signal.signal(signal.SIGPROF, before)
        return self.outcome

    def inputs(self, tries: int) -> Iterator[tuple[Seed, bytes]]:
        """Inputs with the seed in whose place each is composed."""
        for _ in range(tries):
            number = self.rng.choices(range(len(self.seeds)), self.weights)[0]
            if self.rng.random() < 0.15:
                yield self.seeds[number], garbage(self.rng, self.modules)
            else:
                yield (
                    self.seeds[number],
                    mutated(self.rng, self.trees[number], self.trees, self.modules),
                )

    def feed(self, seed: Seed, binary: bytes) -> None:
        """All that may come of an input is an answer or a `WaeError`, soon."""
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        try:
            for what in (self.inspected, self.composed):
                self.outcome.counts[f"{what.__name__}: {what(seed, binary)}"] += 1
        except (Exception, TooSlow) as error:
            self.outcome.note(binary, seed.name, error)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)

    def inspected(self, seed: Seed, binary: bytes) -> str:
        return _tried(lambda: inspect(binary, self.reports[seed.name]))

    def composed(self, seed: Seed, binary: bytes) -> str:
        return _tried(lambda: compose(binary, decode(binary), seed))


def _tried(what: Callable[[], None]) -> str:
    try:
        what()
    except WaeError as error:
        return type(error).__name__
    return "done"


def _too_slow(signum: int, frame: FrameType | None) -> None:
    raise TooSlow
