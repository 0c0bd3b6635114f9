"""`wae inspect --diff` says what a change lets an app do, to someone who reads nothing else."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.inspect.composites import ARGUMENTS, ENVIRONMENT, KEEPER, report

from wae.compose.generate.policy import Auth, Policy
from wae.inspect.diff import diff_apps, diff_json, diff_text
from wae.inspect.report import AppReport, InstanceReport, inspect_app

ARMED = ENVIRONMENT + KEEPER + '(instance (instantiate $t (with "a:b/c" (instance $env))))'
PLAIN = "(component $t) (instance (instantiate $t))"


def lines(old: AppReport, new: AppReport) -> list[str]:
    """The changes but for code, versions and what comes from outside."""
    return [c.line() for c in diff_apps(old, new) if c.can not in ("runs", "uses", "gets")]


def test_a_gained_capability() -> None:
    """A component that gains a capability shows up in one line for each thing it may do."""
    plain, armed = report(PLAIN), report(ARMED)
    assert ["+ t holds environment", "+ t reads any variable"] == lines(plain, armed)
    assert ["- t holds environment", "- t reads any variable"] == lines(armed, plain)
    assert diff_text(diff_apps(plain, armed)).startswith(
        "More than before:\n! + t holds environment\n! + t reads any variable\n\nBesides:\n"
    )
    assert diff_text(diff_apps(armed, plain)).startswith("Nobody can do more than before.\n")


def test_nothing_changed(toolbox: Path) -> None:
    """An app is the same as itself."""
    same = inspect_app(toolbox.read_bytes(), "toolbox")
    assert [] == diff_apps(same, same)
    assert "The same app: the same file, byte for byte." == diff_text([])


def test_another_file_is_never_the_same() -> None:
    """Bytes that nobody runs make another file, and are told."""
    old, new = report(PLAIN), report(PLAIN + '(@custom "note" "x")')
    assert (
        "Nobody can do more than before.\n\n"
        f"Another file:\n  ~ the app {old.sha256[:16]}... is now {new.sha256[:16]}..."
        == diff_text(diff_apps(old, new))
    )


def test_code_alone() -> None:
    """Other code with the same authority is told by its digests, and is not more authority."""
    old = report(PLAIN)
    new = report("(component $t (core module)) (instance (instantiate $t))")
    text = diff_text(diff_apps(old, new))
    digests = [app.instances[0].sha256[:16] for app in (old, new)]
    assert (
        "Nobody can do more than before.\n\n"
        f"Other code:\n  ~ t {digests[0]}... is now {digests[1]}...\n\n"
        f"Another file:\n  ~ the app {old.sha256[:16]}... is now {new.sha256[:16]}..." == text
    )


def test_parts_count() -> None:
    """A part deep inside that gains a capability is named by its path."""
    group = f"""
      (component $g (import "x" (instance $x {ARGUMENTS})) {{}})
      (instance $g (instantiate $g (with "x" (instance $env))))
    """
    idle = group.format("(component $p) (instance $p (instantiate $p))")
    armed = group.format(KEEPER + '(instance $p (instantiate $t (with "a:b/c" (instance $x))))')
    actual = lines(report(ENVIRONMENT + idle), report(ENVIRONMENT + armed))
    assert [
        "+ g holds environment",
        "+ g/p holds environment",
        "+ g/p reads any variable",
    ] == actual


def test_new_and_removed_instances() -> None:
    """Instances that come and go are told, and what they may do."""
    empty = report("(component $t)")
    assert [
        "+ t holds environment",
        "+ t reads any variable",
        "+ t is an instance",
    ] == lines(empty, report(ARMED))
    assert "- t is an instance" in lines(report(ARMED), empty)


BASE = InstanceReport(
    name="http",
    component="http",
    size=1,
    sha256="0" * 64,
    capabilities=("http",),
    through={},
    policy=Policy(("a.example",), Auth(bearer=("TOKEN",))),
    variables=None,
    origins=None,
    givers={},
    exports=(),
    within=None,
    wires_only=False,
    role=None,
)


def app(*instances: InstanceReport) -> AppReport:
    return AppReport("app", 1, "", (), (), (), {}, (), (), instances)


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (
            Policy(("a.example", "b.example"), Auth(bearer=("TOKEN", "KEY"))),
            ["+ http reaches b.example", "+ http sends KEY"],
        ),
        (Policy(("a.example",)), ["- http sends TOKEN"]),
        (
            None,
            [
                "+ http reaches any host",
                "- http reaches a.example",
                "- http sends TOKEN",
                "- http only promises to keep to its hosts",
            ],
        ),
    ],
    ids=["wider", "narrower", "gone"],
)
def test_policies(policy: Policy | None, expected: list[str]) -> None:
    """Hosts and credentials come and go by name; a limit that is gone is more, not less."""
    assert expected == lines(app(BASE), app(replace(BASE, policy=policy)))


def test_a_filter_that_lets_more_through() -> None:
    """A variable more is told once; a filter that no longer filters counts as any variable."""
    limit = replace(
        BASE,
        name="environment of t",
        capabilities=("environment",),
        policy=None,
        variables=("HOME",),
        role="filter",
    )
    user = replace(limit, name="t", capabilities=(), role=None)
    wider = [replace(one, variables=("HOME", "KEY")) for one in (limit, user)]
    assert ["+ t reads KEY"] == lines(app(limit, user), app(*wider))
    broken = [replace(one, variables=None, role=None) for one in (limit, user)]
    assert "+ environment of t reads any variable" in lines(app(limit, user), app(*broken))


DENIALS = """
  (component $d (@name "deny a:b/{label}"))
  (instance $d (instantiate $d))
  (instance $e (instantiate $d))
  (component $u (import "a:b/c" (instance)))
  (instance $u (instantiate $u (with "a:b/c" (instance ${given}))))
"""


@pytest.mark.parametrize(
    ("label", "given", "expected"),
    [
        ("c", "e", ["+ u gets a:b/c of e", "- u gets a:b/c of d"]),
        ("x", "d", ["+ d runs", "+ e runs", "- d runs", "- e runs"]),
    ],
    ids=["another wire", "other bytes"],
)
def test_what_is_generated(label: str, given: str, expected: list[str]) -> None:
    """Other bytes of a denial, or another one in its place, are a difference like any other."""
    old = report(DENIALS.format(label="c", given="d"))
    assert ["denial", "denial", None] == [i.role for i in old.instances]
    changes = diff_apps(old, report(DENIALS.format(label=label, given=given)))
    told = [change.line() for change in changes if change.who != "the app"]
    assert len(expected) == len(told)
    assert all(line.startswith(start) for line, start in zip(told, expected, strict=True))


def test_json() -> None:
    """Each change as an object, and whether it is more authority."""
    actual = diff_json(diff_apps(report(PLAIN), report(ARMED)))
    assert {
        "added": True,
        "who": "t",
        "can": "holds",
        "what": "environment",
        "more": True,
    } == actual[0]
    assert [True, True] + [False] * (len(actual) - 2) == [change["more"] for change in actual]
    assert {"uses", "gets", "runs"} == {change["can"] for change in actual[2:]}


def test_hostile_names_in_the_text() -> None:
    """A name cannot add a line of its own, nor hide one."""
    named = ARMED.replace("(instance (inst", '(instance (@name "x\\n! + y\\1b[2K") (inst')
    text = diff_text(diff_apps(report(PLAIN), report(named)))
    assert "! + x\\u{a}! + y\\u{1b}[2K holds environment\n" in text
    assert "\x1b" not in text
