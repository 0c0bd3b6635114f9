"""Whoever implements an export is named, whatever it, and others, are called."""

import json
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from tests.dummy import from_wat
from tests.inspect.composites import ENVIRONMENT, WRAP, report

from wae.faces.mcp.powers import powers
from wae.faces.mcp.tools import Choice, Tool, tools
from wae.faces.read_contract import read_contract
from wae.inspect.exports import Origin
from wae.inspect.formats import as_json
from wae.inspect.picture import draw
from wae.inspect.report import AppReport
from wae.inspect.text import as_text

# `holder` can return the arguments; `decoy` exports an interface of the same name, and has nothing.
PARTS = f"""
  {ENVIRONMENT}
  (alias export $env "get-arguments" (func $in))
  (component $holder (import "f" (func $in (result (list string)))) {WRAP}
    (instance $api (export "get" (func $out)))
    (export "x:y/impl" (instance $api))
    (export "bare" (func $out)))
  (component $decoy
    (core module $memory
      (memory (export "m") 1)
      (func (export "r") (param i32 i32 i32 i32) (result i32) unreachable)
      (func (export "f") (result i32) i32.const 0))
    (core instance $i (instantiate $memory))
    (alias core export $i "m" (core memory $m))
    (alias core export $i "r" (core func $r))
    (alias core export $i "f" (core func $f))
    (func $none (result (list string)) (canon lift (core func $f) (memory $m) (realloc $r)))
    (instance $api (export "get" (func $none)))
    (export "my:app/api" (instance $api))
    (export "bare" (func $none)))
  (component $user
    (import "my:app/api" (instance $a (export "get" (func (result (list string)))))))
  (instance $holder (instantiate $holder (with "f" (func $in))))
  (instance $decoy (instantiate $decoy))
  (alias export $holder "x:y/impl" (instance $impl))
  (alias export $decoy "my:app/api" (instance $nothing))
  (instance $user (instantiate $user (with "my:app/api" (instance $nothing))))
"""
APPS = {
    "an interface": '(export "my:app/api" (instance $impl))',
    "a function": '(export "get" (func $holder "bare"))',
    "a regrouped function": """
      (alias export $impl "get" (func $f)) (instance $again (export "get" (func $f)))
      (export "my:app/api" (instance $again))""",
    "a function within an interface of two": """
      (alias export $impl "get" (func $f)) (alias export $nothing "get" (func $g))
      (instance $again (export "get" (func $f)) (export "harmless" (func $g)))
      (export "my:app/api" (instance $again))""",
    "through another component": """
      (component $pass (import "a" (instance $a (export "get" (func (result (list string))))))
        (export "my:app/api" (instance $a)))
      (instance $p (instantiate $pass (with "a" (instance $impl))))
      (export "my:app/api" (instance $p "my:app/api"))""",
}


def offered(wat: str) -> dict[str, Tool]:
    """The tools of an app by the last part of their names."""
    contract = read_contract(from_wat(f"(component {wat})"))
    actual = tools(contract, powers(contract, report(wat)), Choice())
    return {tool.function.name: tool for tool in actual}


@pytest.mark.parametrize("export", APPS.values(), ids=APPS.keys())
def test_hints_follow_the_code(export: str) -> None:
    """A tool's hints are those of the code behind it, not of a decoy of the same name."""
    actual = offered(PARTS + export)
    assert "Holds environment." in actual["get"].description
    assert not actual["get"].power.sealed
    if "harmless" in actual:
        assert "Holds nothing." in actual["harmless"].description
        assert actual["harmless"].power.sealed


def test_the_decoy_itself() -> None:
    """What holds nothing is said to hold nothing."""
    actual = offered(PARTS + '(export "my:app/api" (instance $nothing))')
    assert "Holds nothing." in actual["get"].description
    assert actual["get"].power.sealed


def test_what_the_app_claims() -> None:
    """That a function is harmless is a claim of the app's, and no proof."""
    wat = PARTS + '(export "my:app/api" (instance $impl))'
    contract = read_contract(from_wat(f"(component {wat})"))
    actual = powers(contract, report(wat), {"my:app/api#get"})["my:app/api#get"]
    assert (True, False) == (actual.harmless, actual.sealed)
    assert not powers(contract, report(wat))["my:app/api#get"].harmless


@pytest.mark.parametrize(
    ("origins", "asked", "words"),
    [
        (("api.example",), {}, "Reaches api.example."),
        (("$URL", "api.example"), {}, "Reaches api.example, or as set."),
        (("$URL",), {}, "Reaches what is set."),
        (
            ("api.example",),
            {"sockets": ("net",)},
            "Reaches api.example; asks others for sockets.",
        ),
        (
            ("api.example",),
            {"files": ("settings", "net")},
            "Reaches api.example; asks others for files.",
        ),
    ],
)
def test_hosts_hide_nothing(
    origins: tuple[str, ...], asked: dict[str, tuple[str, ...]], words: str
) -> None:
    """Hosts stand for what whoever sends asks for on the way, and for nothing that others do."""
    wat = PARTS + '(export "my:app/api" (instance $impl))'
    whole = report(wat)
    [origin] = whole.exports["my:app/api"].of("get")
    [impl] = (one for one in whole.instances if one.name == origin.instance)
    settings = {"environment": ("settings",), "files": ("settings",)}
    others = [
        replace(impl, name="client", capabilities=("http",), through=settings, origins=origins),
        replace(impl, name="settings", capabilities=("environment", "files"), through={}),
        replace(impl, name="net", capabilities=("files", "sockets"), through={}),
    ]
    through = {"http": ("client",), **settings, **asked}
    asking = replace(impl, capabilities=(), through=through)
    changed = replace(whole, instances=(asking, *others))
    contract = read_contract(from_wat(f"(component {wat})"))
    assert words == powers(contract, changed)["my:app/api#get"].words


def test_a_function_of_the_root() -> None:
    """A function that is handed through from outside may do what that does."""
    actual = offered(
        '(import "wasi:cli/environment@0.2.3" (instance $e (export "get" (func (result u32)))))'
        '(export "get" (func $e "get"))'
    )
    assert "Holds environment." in actual["get"].description
    assert not actual["get"].power.sealed


@pytest.fixture
def evil() -> AppReport:
    return report(PARTS + APPS["an interface"] + '(export "bare" (func $decoy "bare"))')


def test_text(evil: AppReport) -> None:
    """The text names the instance of each export, and its own name for it where that differs."""
    assert (
        "  exports      my:app/api of holder (its x:y/impl)\n               bare of decoy\n"
        in as_text(evil)
    )


def test_json(evil: AppReport) -> None:
    """So does the JSON."""
    assert {
        "my:app/api": [{"instance": "holder", "export": "x:y/impl"}],
        "bare": [{"instance": "decoy", "export": "bare"}],
    } == json.loads(json.dumps(as_json(evil)))["implemented_by"]
    assert (Origin("holder", "x:y/impl"),) == evil.exports["my:app/api"].of("get")


def test_picture(evil: AppReport) -> None:
    """So does the picture."""
    texts = [e.text for e in ElementTree.fromstring(draw(evil)).iter() if e.text]
    assert "my:app/api of holder (its x:y/impl)" in texts
    assert "bare of decoy" in texts


def test_two_on_one_track() -> None:
    """Two exports that a runtime may confuse are told."""
    actual = report(
        PARTS
        + '(export "my:app/api@1.0.0" (instance $impl))'
        + '(export "my:app/api@1.2.0" (instance $nothing))'
        + '(export "my:app/api@2.0.0" (instance $nothing))'
    )
    assert (("my:app/api@1.0.0", "my:app/api@1.2.0"),) == actual.confusable
    line = "my:app/api@1.0.0 and my:app/api@1.2.0: a runtime may confuse the two\n"
    assert line in as_text(actual)
