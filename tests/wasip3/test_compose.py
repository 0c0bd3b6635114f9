"""What the composer gives components of WASI 0.3, and of both."""

import pytest
from tests.wasip3 import official

from tests import dummy
from wae.binary.decode import decode_component
from wae.binary.types import Func, Interface
from wae.compose import ComponentSpec, PlanError, encode, plan
from wae.compose.capabilities import GRANTS, is_allowed, is_harmless, source_of
from wae.inspect.diff import diff_apps, diff_text
from wae.inspect.picture import draw
from wae.inspect.report import AppReport, InstanceReport, inspect_app

AT = "@0.3.0"
FREE = ("wasi:cli/types", "wasi:cli/stderr", "wasi:clocks/", "wasi:random/")
OPENED = {
    "environment": {"wasi:cli/environment"},
    "files": {"wasi:filesystem/preopens", "wasi:filesystem/types"},
    "terminal": {
        *(f"wasi:cli/{name}" for name in ("stdin", "stdout", "exit")),
        *(f"wasi:cli/terminal-{name}" for name in ("input", "output", "stdin", "stdout", "stderr")),
    },
    "sockets": {"wasi:sockets/types", "wasi:sockets/ip-name-lookup"},
    "http": {"wasi:http/types", "wasi:http/client", "wasi:http/handler"},
}
BOTH = """
package a:b;
world w {
  import wasi:cli/environment@0.2.9;
  import wasi:cli/environment@0.3.0;
  export api;
}
interface api { go: async func(); }
package wasi:cli@0.2.9 {
  interface environment {
    get-environment: func() -> list<tuple<string, string>>;
    initial-cwd: func() -> option<string>;
  }
}
package wasi:cli@0.3.0 {
  interface environment {
    get-environment: func() -> list<tuple<string, string>>;
    get-initial-cwd: func() -> option<string>;
  }
}
"""


def test_grants() -> None:
    """Every interface of WASI 0.3 is free, or opened by exactly one grant."""
    for name in official.names():
        base = name.removesuffix(AT)
        grants = {grant for grant, names in OPENED.items() if base in names}
        assert base.startswith(FREE) == is_allowed(name, frozenset()), name
        assert grants == {g for g in GRANTS if is_allowed(name, frozenset({g}))} - (
            {*GRANTS} if base.startswith(FREE) else set()
        ), name
        assert not (is_harmless(name) and source_of(name) in GRANTS), name


def report(binary: bytes, **wishes: object) -> AppReport:
    part = ComponentSpec("it", binary, decode_component(binary), **wishes)  # type: ignore[arg-type]
    made = encode(plan([part], ["it"]), "app")
    assert "" == dummy.problem(made)
    return inspect_app(made, "app")


def instance(found: AppReport) -> InstanceReport:
    return next(each for each in found.instances if each.name == "it")


def test_variables_of_both() -> None:
    """A component that imports the environment of 0.2 and of 0.3 reads the same few variables by
    both, and that is proved."""
    actual = report(dummy.from_wit(BOTH), variables=("HOME",))
    assert ("HOME",) == instance(actual).variables
    assert [("HOME",), ("HOME",)] == [i.variables for i in actual.instances if i.role == "filter"]
    assert ("0.2.9", "0.3.0") == actual.wasi


def test_everything_of_the_environment() -> None:
    """The grant gives both as they are."""
    actual = instance(report(dummy.from_wit(BOTH), grants=frozenset({"environment"})))
    assert (("environment",), None) == (actual.capabilities, actual.variables)


def test_another_environment() -> None:
    """0.3 has no `initial-cwd`: nobody knows what that returns, so it is not filtered."""
    wit = BOTH.replace("get-initial-cwd", "initial-cwd")
    with pytest.raises(PlanError, match="with types that differ from WASI's"):
        report(dummy.from_wit(wit), variables=("HOME",))


def test_streams_and_futures() -> None:
    """All that WASI 0.3 has can be granted: streams and futures go to the root as they are."""
    names = official.names()
    actual = report(official.component(names, ["wasi:cli/run@0.3.0"]), grants=frozenset({*GRANTS}))
    assert {*GRANTS, "clocks", "random"} == {*instance(actual).capabilities}
    assert {*names} == {*actual.imports}
    run = decode_component(official.component([], ["wasi:cli/run@0.3.0"])).exports
    assert isinstance(run["wasi:cli/run@0.3.0"], Interface)
    func = run["wasi:cli/run@0.3.0"].items["run"]
    assert isinstance(func, Func)
    assert func.is_async


def test_more_than_before() -> None:
    """A review sees what a newer app may do by WASI 0.3; the picture names it."""
    binary = dummy.from_wit(BOTH.replace("import wasi:cli/environment@0.2.9;", ""))
    sealed, armed = report(binary), report(binary, grants=frozenset({"environment"}))
    told = diff_text(diff_apps(sealed, armed)).splitlines()
    more = ["! + it holds environment", "! + it reads any variable"]
    assert ["More than before:", *more] == told[:3]
    assert "WASI 0.3.0" in draw(armed)
