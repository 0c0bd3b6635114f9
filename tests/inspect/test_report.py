"""What `wae inspect` finds in the bytes of composites, honest ones and others."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests.dummy import from_wat
from tests.inspect.composites import ENVIRONMENT, KEEPER, TAKER, instance, report

from wae.binary.reader import BinaryError
from wae.inspect.formats import as_json
from wae.inspect.picture import draw
from wae.inspect.report import inspect_app
from wae.inspect.text import as_text

SVG = "{http://www.w3.org/2000/svg}"


def test_toolbox(toolbox: Path) -> None:
    """Each instance holds exactly what the manifest grants it, and clocks and random."""
    actual = inspect_app(toolbox.read_bytes(), "toolbox")
    held = {i.name: set(i.capabilities) - {"clocks", "random"} for i in actual.instances}
    holders = {name: capabilities for name, capabilities in held.items() if capabilities}
    assert {
        "cli": {"files", "terminal"},
        "settings": {"files"},
        "files": {"files"},
        "net": {"sockets"},
        "http(github)": {"http"},
        "http(leaks)": {"http"},
        "http(openai)": {"http"},
        "http(watttime)": {"http"},
        "environment of cli": {"environment"},
        "environment of rest": {"environment"},
        "environment of settings": {"environment"},
    } == holders
    askers = {i.name for i in actual.instances if "sockets" in i.through}
    assert {"cli", "rest", "server"} == askers
    assert {} == {k: v for k, v in instance(actual, "password").through.items() if k != "clocks"}
    keys = {i.name for i in actual.instances if "wae:settings/values@0.1.0" in i.imports}
    assert {f"http({name})" for name in ("github", "leaks", "openai", "watttime")} == keys


def test_toolbox_policies(toolbox: Path) -> None:
    """Hosts, credentials and variables are read back from the generated components."""
    actual = inspect_app(toolbox.read_bytes(), "toolbox")
    data = {i["name"]: i for i in as_json(actual)["instances"]}  # type: ignore[index,union-attr]
    assert ["api.github.com", "$GITHUB_API_URL"] == data["http(github)"]["hosts"]
    assert {"bearer": ["GH_TOKEN", "GITHUB_TOKEN"]} == data["http(github)"]["credential"]
    maps = ["api.electricitymaps.com", "$ELECTRICITY_MAPS_API_URL"]
    key = {"name": "auth-token", "key": ["ELECTRICITY_MAPS_API_KEY"], "hosts": maps}
    both = data["http(watttime)"]["credential"]
    assert (["login", "header"], key) == ([*both], both["header"])
    assert ["api.pwnedpasswords.com", "$PWNED_PASSWORDS_URL"] == data["http(leaks)"]["hosts"]
    assert None is data["http(leaks)"]["credential"]
    assert {"GH_TOKEN", "OPENAI_API_KEY"} <= {*data["settings"]["variables"]}
    assert not [name for name in data["cli"]["variables"] if "KEY" in name or "PASSWORD" in name]
    assert None is data["github"]["variables"]


def test_altered_policy_is_not_believed(toolbox: Path) -> None:
    """A policy component with other bytes than ours tells no hosts, whatever its data says."""
    data = toolbox.read_bytes()
    original = b"api.github.com"
    policy = instance(inspect_app(data, "toolbox"), "policy of http(github)")
    start = data.index(original)
    longer = data[:start] + b"api.githuB.com" + data[start + len(original) :]
    assert ("api.githuB.com", "$GITHUB_API_URL") == _hosts(longer)
    code = data.rindex(b"\x0b", 0, start)  # the end of a function, or of the data's address
    assert policy.size < 3000
    broken = data[:code] + b"\x00" + data[code + 1 :]
    assert None is _hosts(broken)


def _hosts(data: bytes) -> tuple[str, ...] | None:
    policy = instance(inspect_app(data, "toolbox"), "http(github)").policy
    return policy.hosts if policy else None


def test_single_component_holds_all_its_imports() -> None:
    """A component that is no composite is one instance with everything that it imports."""
    actual = report(ENVIRONMENT + "(core module $m) (core instance (instantiate $m))")
    assert ["app"] == [i.name for i in actual.instances]
    assert ("environment",) == actual.instances[0].capabilities


def test_renamed_import_is_recognized() -> None:
    """An instance that gets the environment under another name holds it all the same."""
    actual = report(
        ENVIRONMENT + KEEPER + '(instance $i (instantiate $t (with "a:b/c" (instance $env))))'
    )
    assert ("environment",) == instance(actual, "i").capabilities


def test_regrouped_functions_are_recognized() -> None:
    """Taking a function out and putting it into an instance of another name hides nothing."""
    actual = report(
        ENVIRONMENT
        + TAKER
        + '(alias export $env "get-arguments" (func $stolen))'
        + '(instance $bundle (export "f" (func $stolen)))'
        + '(instance $i (instantiate $taker (with "a:b/c" (instance $bundle))))'
    )
    assert ("environment",) == instance(actual, "i").capabilities


def test_nested_bundles_are_recognized() -> None:
    """Nor does an instance within an instance."""
    actual = report(
        ENVIRONMENT
        + TAKER
        + '(alias export $env "get-arguments" (func $stolen))'
        + '(instance $inner (export "f" (func $stolen)))'
        + '(instance $outer (export "x" (instance $inner)))'
        + '(alias export $outer "x" (instance $again))'
        + '(instance $i (instantiate $taker (with "a:b/c" (instance $again))))'
    )
    assert ("environment",) == instance(actual, "i").capabilities


def test_unknown_imports_are_listed() -> None:
    """An import that is not WASI is named: nobody can say what it allows."""
    actual = report('(import "acme:pay/gateway@1.0.0" (instance (export "pay" (func))))')
    assert ("acme:pay/gateway@1.0.0",) == actual.other_imports


@pytest.mark.parametrize("name", ["wasi:keyvalue/store@0.2.0", "wasi:cli/environment@0.4.0"])
def test_unknown_wasi_is_no_less(name: str) -> None:
    """A WASI interface, or a version of one, that we do not know counts as authority, by name."""
    actual = report(
        f'(import "{name}" (instance $in (export "f" (func (result (list string))))))'
        + TAKER
        + '(instance $i (instantiate $taker (with "a:b/c" (instance $in))))'
    )
    assert (name,) == actual.other_imports
    assert (name,) == instance(actual, "i").capabilities


def test_imported_components_are_refused() -> None:
    """An app that instantiates code it imports cannot be judged, and is not."""
    binary = from_wat('(component (import "c" (component)))')
    with pytest.raises(BinaryError, match="cannot be followed"):
        inspect_app(binary, "app")


@pytest.mark.parametrize("size", [0, 4, 8, 9, 40, 200])
def test_truncated_apps_are_refused(toolbox: Path, size: int) -> None:
    """Part of an app is an error, never a report with less authority in it."""
    data = toolbox.read_bytes()[:size]
    if size == 8:
        assert () == inspect_app(data, "empty").instances
        return
    with pytest.raises(BinaryError):
        inspect_app(data, "app")


def test_picture_is_well_formed(toolbox: Path) -> None:
    """The picture is XML with a box for every instance that is not a mere stand-in."""
    picture = ElementTree.fromstring(draw(inspect_app(toolbox.read_bytes(), "<toolbox>")))
    titles = {e.text for e in picture.iter(f"{SVG}text")}
    assert {"cli", "settings", "password", "http(github)", "github", "<toolbox>"} <= titles


def test_json_keys(toolbox: Path) -> None:
    """The keys that scripts rely on are there, and the report is JSON."""
    data = json.loads(json.dumps(as_json(inspect_app(toolbox.read_bytes(), "toolbox"))))
    assert {"app", "size", "sha256", "wasi", "imports", "exports", "instances"} <= set(data)
    keys = {"name", "component", "capabilities", "through", "hosts", "imports", "exports"}
    assert all(keys <= set(each) for each in data["instances"])


def test_text_counts_the_denials(toolbox: Path) -> None:
    """The table leaves out what holds nothing, but says how much that is."""
    text = as_text(inspect_app(toolbox.read_bytes(), "toolbox"))
    assert "deny wasi:" not in text
    assert "11 more instances" in text


def test_text_names_who_answers_for_wasi() -> None:
    """A component that gives another its WASI in place of the host is named, unless a stand-in."""
    actual = report(
        """
        (component $fake (component $c)
          (core module $m (func (export "now") (result i64) (i64.const 0)))
          (core instance $m (instantiate $m))
          (alias core export $m "now" (core func $now))
          (func (export "now") (result u64) (canon lift (core func $now))))
        (component $user
          (import "wasi:clocks/monotonic-clock@0.2.3"
            (instance (export "now" (func (result u64))))))
        (instance $fake (instantiate $fake))
        (instance $user (instantiate $user
          (with "wasi:clocks/monotonic-clock@0.2.3" (instance $fake))))
        """
    )
    assert () == instance(actual, "user").capabilities
    assert (
        "  imports      wasi:clocks/monotonic-clock@0.2.3 of fake" in as_text(actual).splitlines()
    )


def test_text_begins_with_who_may_what() -> None:
    """The table says by columns what each holds, and asks for."""
    actual = report(
        ENVIRONMENT + KEEPER + '(instance $i (instantiate $t (with "a:b/c" (instance $env))))'
    )
    assert as_text(actual).splitlines()[5:7] == [
        "   environment  files  terminal  sockets  http  clocks  random",
        "i  holds        .      .         .        .     .       .",
    ]
