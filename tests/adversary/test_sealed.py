"""A component without grants, in the place of `password`: whatever it tries, it gets nothing."""

import re

import pytest
from tests.adversary.attacks import (
    ENDS,
    JAVASCRIPT,
    JAVASCRIPT_FORGERIES,
    SEALED,
    Attempt,
    Forgery,
)
from tests.adversary.victim import Victim

from wae.inspect.report import inspect_app


@pytest.mark.parametrize("attempt", SEALED, ids=lambda attempt: attempt.name)
def test_python(victim: Victim, attempt: Attempt) -> None:
    """The attempt ends as the table says, nothing leaks, and the next command works, which is the
    next attempt where this one reports."""
    _check(victim, attempt)


@pytest.mark.parametrize("attempt", JAVASCRIPT, ids=lambda attempt: attempt.name)
def test_javascript(javascript_victim: Victim, attempt: Attempt) -> None:
    """The same in another language with an engine of its own."""
    _check(javascript_victim, attempt)


def _check(victim: Victim, attempt: Attempt) -> None:
    if attempt.outcome in ENDS:
        done = victim.password(attempt.name)
        assert (done.returncode, done.stdout) == (1, ""), attempt.promise
        assert re.fullmatch(attempt.outcome, done.stderr), done.stderr
        assert victim.is_well()
    else:
        report = victim.report(attempt.name)
        assert re.fullmatch(attempt.outcome, report), f"{attempt.promise}: {report[:200]}"


@pytest.mark.parametrize("forgery", JAVASCRIPT_FORGERIES, ids=lambda forgery: forgery.name)
def test_javascript_forgery(javascript_victim: Victim, forgery: Forgery) -> None:
    """What JavaScript returns outside the contract becomes a value of it or ends with one line."""
    done = javascript_victim.password(forgery.name)
    assert done.returncode == forgery.code, forgery.promise
    assert done.stderr.count("\n") <= 1
    assert bool(done.stdout) == (forgery.code == 0)
    assert javascript_victim.is_well()


def test_inspect_sees_through_them(victim: Victim, javascript_victim: Victim) -> None:
    """Whatever a component imports, `wae inspect` tells what it really holds."""
    for app in (victim.app, javascript_victim.app):
        instances = {i.name: i for i in inspect_app(app.read_bytes(), "app").instances}
        assert instances["password"].capabilities == ("clocks", "random")
        assert instances["password"].through == {}
        assert instances["github"].capabilities == ("clocks", "random")
