"""A plugin of pytest: orders the tests, watches what they do, and ends with one that fails."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import hypothesis
import pytest

_SETTINGS = "_hypothesis_internal_use_settings"
"""Where Hypothesis keeps the settings of a test."""
_START = 0.005
"""Seconds that any test takes."""
_LEAST, _TIMES = 3.0, 8.0
"""Seconds of the processor that a test may take: so many, and so many times what it took before."""
_EXAMPLES = 10
"""Of a property that are tried: what only a rare one shows should have a test of its own."""
_WAITS = 10.0
"""How many times as long it may take if it waits for something, or for the processor."""


@dataclass(eq=False)
class Watch:
    """What is seen of a run.

    before    the modules whose import ended before that of the module under test began.
    path      where modules were looked for in the end.
    imported  whether the module under test was imported at all.
    seconds   what each test took without a change.
    kills     how many mutants each test has killed.
    first     the test to begin with.
    tell      where the name of the first test that fails goes, which ends the process.
    instead   what is done instead of running the tests, once they are loaded.
    """

    before: list[str] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    imported: bool = False
    seconds: Counter[str] = field(default_factory=Counter)
    kills: Counter[str] = field(default_factory=Counter)
    first: str | None = None
    tell: int = -1
    instead: Callable[[pytest.Session], None] | None = None

    def order(self, items: list[pytest.Item]) -> None:
        """The test that killed the mutant last time comes first, then those that killed most for
        the time that they take, then the others, the fastest first."""
        items.sort(key=lambda item: self._rank(item.nodeid))

    def _rank(self, test: str) -> tuple[bool, float, float]:
        gain = self.kills[test] / (_START + self.seconds[test])
        return test != self.first, -gain, self.seconds[test]

    @pytest.hookimpl
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            if isinstance(item, pytest.Function):
                _shorten(item.obj)
        self.order(items)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        if self.instead is None:
            return None
        self.instead(session)
        return True

    def run(self, session: pytest.Session) -> None:
        """Runs the tests that are loaded; the process ends with the first that fails."""
        self.order(session.items)
        self.instead = None
        session.config.pluginmanager.subset_hook_caller("pytest_runtestloop", [self])(
            session=session
        )

    @pytest.hookimpl
    def pytest_runtest_logstart(self, nodeid: str) -> None:
        if self.tell >= 0:
            limit = _LEAST + _TIMES * self.seconds[nodeid]
            signal.setitimer(signal.ITIMER_PROF, limit)
            signal.setitimer(signal.ITIMER_REAL, limit * _WAITS)

    @pytest.hookimpl
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if self.tell < 0:
            self.seconds[report.nodeid] += report.duration
        elif report.failed:
            os.write(self.tell, report.nodeid.encode())
            os._exit(1)


def _shorten(test: object) -> None:
    """Has fewer examples of a property tried, and none that fails made smaller."""
    known = getattr(test, _SETTINGS, None)
    if isinstance(known, hypothesis.settings):
        most = min(known.max_examples, _EXAMPLES)
        phases = hypothesis.Phase.explicit, hypothesis.Phase.generate
        short = hypothesis.settings(known, max_examples=most, phases=phases, database=None)
        # No test is about time, and a busy machine is no reason to fail.
        patient = hypothesis.settings(short, suppress_health_check=[*hypothesis.HealthCheck])
        setattr(test, _SETTINGS, patient)
