"""What comes with wae: `http`, `settings` and contracts, taken from the packaged toolbox."""

import hashlib
import json
from pathlib import Path

import dummy
import pytest
from hypothesis import given, settings
from strategies import interface_sets

from wae.binary.decode import decode_component
from wae.binary.types import Borrow, Func, Interface, Named, Resource, TypeDef
from wae.build import given as brought
from wae.build import wit_text
from wae.build.app import AppBuild, build_app
from wae.build.components import Components
from wae.build.documented import documented_bindings
from wae.build.inputs import read_inputs
from wae.build.progress import Progress
from wae.build.tools import BuildError
from wae.compose.generate.floor import has_floor, is_met
from wae.errors import WaeError
from wae.inspect.report import AppReport, inspect_app
from wae.manifest import load_manifest
from wae.runtime.app import BundledApp

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".cache" / "build"
ASKER = """
world w {
    import wae:http/client@0.1.0;
    import wasi:cli/environment@0.2.9;
    export ask: func();
}
"""


def _asker(world: str = ASKER) -> bytes:
    """A component of a world that refers to what comes with wae, and has no file of it."""
    packages = brought.with_given({"w.wit": b"package t:x;" + world.encode()}, {}, CACHE)
    nested = [_nested(files["package.wit"].decode()) for files in packages.values()]
    return dummy.from_wit("package t:x;\n" + "\n".join(nested) + world)


def _nested(package: str) -> str:
    head, _, rest = package.partition(";\n")
    return f"{head} {{\n{rest}}}\n"


def _build(folder: Path, binary: bytes, table: str, more: str = "") -> AppBuild:
    (folder / "a.wasm").write_bytes(binary)
    (folder / "wae.toml").write_text(
        '[app]\nname = "x"\nversion = "1"\nexports = ["a"]\n'
        f'[components.a]\npath = "a.wasm"\nsha256 = "{hashlib.sha256(binary).hexdigest()}"\n'
        f"{table}\n{more}"
    )
    return build_app(load_manifest(folder / "wae.toml"), Progress(quiet=True))


def _report(built: AppBuild) -> AppReport:
    return inspect_app(built.binary, "x")


@pytest.fixture(autouse=True)
def cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAE_BUILD_CACHE", str(CACHE))


def test_hosts_are_enough(tmp_path: Path) -> None:
    """A component with `hosts` that imports `wae:http` gets an instance with just this policy, and
    nothing else of the app may read anything."""
    report = _report(_build(tmp_path, _asker(), 'hosts = ["api.example.org"]'))
    held = {i.name: i for i in report.instances if not i.is_quiet}
    assert {"a", "http(a)", "settings"} == {*held}
    policy = held["http(a)"].policy
    assert policy is not None
    assert (("api.example.org",), None) == (policy.hosts, policy.auth)
    assert () == held["settings"].variables
    assert "files" not in held["settings"].capabilities
    assert "" == dummy.problem(_build(tmp_path, _asker(), 'hosts = ["a.org"]').binary)


def test_the_components_are_the_toolboxs_own(tmp_path: Path) -> None:
    """What is composed is, byte for byte, what the packaged toolbox holds: an inspector finds one
    digest for both."""
    ours = _report(_build(tmp_path, _asker(), 'hosts = ["api.example.org"]'))
    theirs = inspect_app(BundledApp().read(), "toolbox")
    digests = {i.name.partition("(")[0]: i.sha256 for i in theirs.instances}
    mine = {i.name.partition("(")[0]: i.sha256 for i in ours.instances if not i.is_quiet}
    assert (digests["http"], digests["settings"]) == (mine["http"], mine["settings"])


def test_settings_are_those_that_policies_name(tmp_path: Path) -> None:
    """`settings` may read the variables of hosts and credentials, and no other."""
    table = 'hosts = ["api.example.org", "$API_URL"]\nauth = { bearer = ["API_KEY"] }'
    report = _report(_build(tmp_path, _asker(), table))
    [settings] = [i for i in report.instances if i.name == "settings"]
    assert ("API_KEY", "API_URL", "WAE_INSECURE_ORIGINS") == settings.variables


def test_a_table_of_ones_own(tmp_path: Path) -> None:
    """`source = "wae:settings"` is the same component with what the manifest says of it."""
    table = 'hosts = ["api.example.org"]'
    more = (
        '[components.settings]\nsource = "wae:settings"\ngrants = ["files"]\n'
        'environment = ["MINE"]\nconsumers = ["http"]\n'
    )
    report = _report(_build(tmp_path, _asker(), table, more))
    [settings] = [i for i in report.instances if i.name == "settings"]
    assert (("MINE",), True) == (settings.variables, "files" in settings.capabilities)


def test_what_the_app_has_goes_before(tmp_path: Path) -> None:
    """An app's own component that exports `wae:http/client` is asked, and none is added."""
    own = _asker("world w { export wae:http/client@0.1.0; }")
    (tmp_path / "own.wasm").write_bytes(own)
    more = f'[components.mine]\npath = "own.wasm"\nsha256 = "{hashlib.sha256(own).hexdigest()}"\n'
    report = _report(_build(tmp_path, _asker(), "", more))
    assert {"a", "mine"} == {i.name for i in report.instances if not i.is_quiet}


def test_a_component_called_http(tmp_path: Path) -> None:
    """The name is no identity: another component may be called `http`."""
    other = dummy.from_wit("package t:y; interface i { f: func(); } world w { export i; }")
    (tmp_path / "own.wasm").write_bytes(other)
    text = (
        '[app]\nname = "x"\nversion = "1"\nexports = ["a", "http"]\n'
        f'[components.http]\npath = "own.wasm"\nsha256 = "{hashlib.sha256(other).hexdigest()}"\n'
        f'[components.a]\npath = "a.wasm"\nsha256 = "{hashlib.sha256(_asker()).hexdigest()}"\n'
        'hosts = ["a.org"]\n'
    )
    (tmp_path / "a.wasm").write_bytes(_asker())
    (tmp_path / "wae.toml").write_text(text)
    built = build_app(load_manifest(tmp_path / "wae.toml"), Progress(quiet=True))
    assert {"a", "http", "wae-http(a)", "settings"} <= {i.name for i in _report(built).instances}


def test_without_hosts(tmp_path: Path) -> None:
    """Importing `wae:http` alone opens nothing."""
    with pytest.raises(WaeError) as caught:
        _build(tmp_path, _asker(), "")
    assert (
        f'wae: {tmp_path}/wae.toml:5: "a" imports wae:http/client@0.1.0 from "http", '
        'but has no hosts to reach. Add hosts = ["…"]'
    ) == caught.value.line()


def test_settings_are_handed_out_by_name_only(tmp_path: Path) -> None:
    """A component that imports `wae:settings` itself has to be named, with what it may ask for."""
    asker = _asker("world w { import wae:settings/values@0.1.0; export ask: func(); }")
    with pytest.raises(WaeError) as caught:
        _build(tmp_path, asker, "")
    assert (
        f'wae: {tmp_path}/wae.toml:5: "a" imports wae:settings, which hands out settings to those '
        'only that the manifest names. Add [components.settings] with source = "wae:settings", '
        'environment = ["NAME"], consumers = ["a"]'
    ) == caught.value.line()


def test_contracts_are_the_types_in_the_bytes(tmp_path: Path) -> None:
    """The WIT that is written from the bytes gives, read by wasm-tools, the same types again."""
    texts = brought.contracts(CACHE)
    assert {"wae:http@0.1.0", "wae:settings@0.1.0", "wasi:cli@0.2.9"} <= {*texts}
    http = decode_component(brought.component("http", CACHE))
    world = "".join(f"export {name};" for name in http.exports if name.startswith("wae:"))
    again = decode_component(_asker(f"world w {{ {world} }}"))
    for name in again.exports:
        assert http.exports[name] == again.exports[name], name


def test_contracts_have_their_words(tmp_path: Path) -> None:
    """What the bytes say of `wae:http` and `wae:settings` stands in the bindings of whoever imports
    them, at functions and fields."""
    (tmp_path / "asker/wit").mkdir(parents=True)
    world = "package t:asker;\nworld asker { import wae:http/client@0.1.0; }\n"
    (tmp_path / "asker/wit/world.wit").write_text(world)
    (tmp_path / "asker/app.py").touch()
    manifest = tmp_path / "wae.toml"
    manifest.write_text(
        '[app]\nname = "a"\nversion = "1.0.0"\nexports = ["asker"]\n'
        '[components.asker]\nsource = "asker"\n'
    )
    made = Components(load_manifest(manifest))
    inputs = read_inputs(made, made.manifest.components["asker"])
    client = documented_bindings(inputs.world())["wit_world/imports/client.py"].decode()
    assert "    As `send`, with bytes." in client
    assert '    max_body: int\n    """The largest body, after decompression."""\n' in client


def _all_used(name: str, interface: Interface, others: dict[str, Interface]) -> Interface:
    """The interface with one more function, which needs all its types: others go missing where a
    world imports it."""
    params = tuple(
        (f"p-{label}", _passed(Named(name, label), _is_resource(each, others)))
        for label, each in interface.typedefs().items()
    )
    return Interface({**interface.items, "needs-all": Func(params, None)})


def _passed(kind: Named, is_resource: bool) -> Borrow | Named:
    return Borrow(kind) if is_resource else kind


def _is_resource(each: TypeDef, others: dict[str, Interface]) -> bool:
    match each.type:
        case Named(owner, label):
            return _is_resource(others[owner].typedefs()[label], others)
        case kind:
            return isinstance(kind, Resource)


@given(interface_sets())
@settings(max_examples=30, deadline=None)
def test_any_interface_can_be_written(interfaces: dict[str, Interface]) -> None:
    """Text and types say the same, whatever the types are, and whatever uses them."""
    interfaces = {n: _all_used(n, each, interfaces) for n, each in interfaces.items()}
    nested = "\n".join(map(_nested, wit_text.packages(interfaces).values()))
    world = "".join(f"import {name};" for name in interfaces)
    again = decode_component(dummy.from_wit(f"package t:x;\n{nested}\nworld w {{ {world} }}"))
    assert interfaces == {name: again.imports[name] for name in interfaces}


def test_clocks_of_both_tracks() -> None:
    """A world may import WASI's clocks of 0.2 and of 0.3, whose WIT both come along; those of 0.3
    are what the floor under them is."""
    names = [f"wasi:clocks/monotonic-clock@{version}" for version in ("0.2.9", "0.3.0")]
    imports = "".join(f"import {name};" for name in (*names, "wasi:clocks/system-clock@0.3.0"))
    imported = decode_component(_asker(f"world w {{ {imports} }}")).imports
    assert {*names} <= imported.keys()
    newer = {n: i for n, i in imported.items() if n.endswith("@0.3.0") and isinstance(i, Interface)}
    assert 3 == len(newer)
    for name in newer:
        assert has_floor(name)
        assert is_met(name, newer)


def test_another_version(tmp_path: Path) -> None:
    """A version that wae does not bring is an error that says which one it does."""
    with pytest.raises(BuildError) as caught:
        _asker("world w { import wae:http/client@0.2.0; }")
    assert (
        "wae: wae:http@0.2.0 is in no WIT folder of the app; wae brings wae:http@0.1.0. "
        "Import wae:http@0.1.0, or add the WIT of wae:http@0.2.0"
    ) == caught.value.line()


def test_what_is_there_is_not_brought() -> None:
    """An app's own WIT of a package is taken as it is, whatever version."""
    world = {"w.wit": b"package t:x; world w { import wae:http/client@0.2.0; }"}
    own = {"http": {"http.wit": b"package wae:http@0.2.0;\ninterface client { }"}}
    assert own == brought.with_given(world, own, CACHE)


def test_without_a_toolbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where wae was packaged without its toolbox, the error says so, and what to do."""
    monkeypatch.setattr("wae.build.given.BundledApp", lambda: BundledApp(str(tmp_path)))
    with pytest.raises(BuildError) as caught:
        brought.component("http", tmp_path)
    assert (
        "wae: wae:http and wae:settings come with the toolbox, but this wae was packaged without "
        "its toolbox. Run `make demo` in a source tree, or reinstall wae"
    ) == caught.value.line()


def test_it_is_taken_out_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The toolbox is unpacked for the first that asks, and nobody after."""
    first = brought.component("settings", tmp_path)
    monkeypatch.setattr(BundledApp, "read", lambda self: pytest.fail("unpacked again"))
    assert first == brought.component("settings", tmp_path)
    assert json.loads(json.dumps(brought.contracts(tmp_path))) == brought.contracts(tmp_path)
