"""What holds for all tests: how hard Hypothesis tries, and that nothing is left out unnoticed.

With `CI` set, as `.ci/run` does, every property is tried on more examples, which are the same in
each run, and a test that skips for want of a program or package fails. On a laptop it just skips.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Generator

import hypothesis
import pytest

# Whoever starts tests in the background makes them, and all that they start, ignore Ctrl-C.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

CI = bool(os.environ.get("CI"))
# Reasons that no package can mend.
MAY_SKIP = (
    "root may write everywhere",
    "JavaScript has no way to exit",
    "this machine has no IPv6",
)

# No test is about time, and a busy machine is no reason to fail.
_patient = hypothesis.settings(
    deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.register_profile("fast", _patient, max_examples=30)
hypothesis.settings.register_profile("thorough", _patient, max_examples=100, derandomize=True)
hypothesis.settings.load_profile("thorough" if CI else "fast")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A skipped test has failed where everything is to be there."""
    report = yield
    if CI and report.skipped and not hasattr(report, "wasxfail"):
        reason = str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr)
        if not reason.endswith(MAY_SKIP):
            report.outcome = "failed"
            report.longrepr = f"{reason}. With CI set nothing may be missing"
    return report
