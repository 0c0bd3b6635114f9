"""Sealing fails closed: what nobody granted cannot be reached, whatever it is called."""

import dummy
import pytest
import wasi
from hypothesis import given, settings
from hypothesis import strategies as st
from parts import composed, part, relay, renamed
from running import Running

from wae.binary.decode import decode_component
from wae.binary.rename import rename_owners
from wae.binary.types import Interface
from wae.compose import ComponentSpec, PlanError, plan
from wae.compose.graph import FromRoot
from wae.compose.interfaces import foreign_types

# Said once more here, since the test must not believe the table that it tests.
NEEDS = {
    "wasi:cli/environment": "environment",
    "wasi:cli/exit": "terminal",
    "wasi:cli/stdin": "terminal",
    "wasi:cli/stdout": "terminal",
    "wasi:cli/terminal-stdin": "terminal",
    "wasi:filesystem/preopens": "files",
    "wasi:sockets/instance-network": "sockets",
    "wasi:sockets/tcp-create-socket": "sockets",
    "wasi:sockets/ip-name-lookup": "sockets",
    "wasi:http/outgoing-handler": "http",
    "wasi:keyvalue/store": "nobody can",
    "wasi:cli/run": "nobody can",
}
TELLING = """\
(component
  (import "wasi:cli/environment@VERSION" (instance $env
    (export "get-environment" (func (result (list (tuple string string)))))))
  (core module $memory
    (memory (export "memory") 2)
    (global $end (mut i32) (i32.const 1024))
    (func (export "realloc") (param i32 i32 i32 i32) (result i32)
      (global.set $end (i32.and (i32.add (global.get $end) (i32.const 7)) (i32.const -8)))
      (global.get $end)
      (global.set $end (i32.add (global.get $end) (local.get 3)))))
  (core instance $m (instantiate $memory))
  (core func $get (canon lower (func $env "get-environment")
    (memory (core memory $m "memory")) (realloc (core func $m "realloc"))))
  (core module $main
    (import "env" "get" (func $get (param i32)))
    (func (export "get") (result i32) (call $get (i32.const 16)) (i32.const 16)))
  (core instance $i (instantiate $main (with "env" (instance (export "get" (func $get))))))
  (func $told (result (list (tuple string string))) (canon lift (core func $i "get")
    (memory (core memory $m "memory")) (realloc (core func $m "realloc"))))
  (instance $it (export "get-environment" (func $told)))
  (export "TITLE" (instance $it)))
"""
VERSIONS = [f"0.2.{patch}" for patch in range(13)] + ["0.2.5+build.1"]
STRANGE = ["0.2.0-rc-2023-12-05", "0.3.0-rc-1+b", "0.4.0", "1.0.0"]
"""Of WASI 0.2's interfaces; those of 0.3 are others, see tests/wasip3."""


def every_interface() -> dict[str, Interface]:
    lines = "\n".join(f"import {name}@0.2.9;" for name in wasi.interfaces())
    imports = decode_component(wasi.component(lines, "0.2.9")).imports
    return {name: item for name, item in imports.items() if isinstance(item, Interface)}


def in_version(interfaces: dict[str, Interface], version: str) -> dict[str, Interface]:
    """The interfaces with all that they use, in another version."""

    def rename(name: str) -> str:
        return name.replace("@0.2.9", f"@{version}")

    actual: dict[str, Interface] = {}
    for name, interface in interfaces.items():
        item = rename_owners(interface, rename)
        assert isinstance(item, Interface)
        actual[rename(name)] = item
    return actual


def with_what_they_use(names: set[str]) -> dict[str, Interface]:
    every = every_interface()
    todo, actual = [f"{name}@0.2.9" for name in sorted(names)], set()
    while todo:
        name = todo.pop()
        if name not in actual:
            actual.add(name)
            todo += [named.owner for named in foreign_types(name, every[name])]
    return {name: interface for name, interface in every.items() if name in actual}


@st.composite
def wanting(draw: st.DrawFn, number: int) -> ComponentSpec:
    """A component that imports some of WASI, in one or two versions, with some grants."""
    imports: dict[str, Interface] = {}
    versions = st.sampled_from(VERSIONS) | st.sampled_from(VERSIONS + STRANGE)
    for version in draw(st.lists(versions, min_size=1, max_size=2, unique=True)):
        wanted = draw(st.sets(st.sampled_from(wasi.interfaces()), max_size=6))
        imports |= in_version(with_what_they_use(wanted), version)
    free = in_version(with_what_they_use({"wasi:random/random"}), "0.2.9")
    imports |= free
    usable = {
        NEEDS[name.partition("@")[0]]
        for name in imports
        if name.partition("@")[0] in NEEDS and name.partition("@")[2] in VERSIONS
    } - {"nobody can"}
    grants = draw(st.sets(st.sampled_from(sorted(usable)))) if usable else set()
    exports = {f"test:p{number}/dice": "wasi:random/random@0.2.9"}
    return part(f"p{number}", relay(imports, exports), grants)


def telling(version: str, title: str) -> bytes:
    """A component that tells the environment which it is given, as interface `title`."""
    return dummy.from_wat(TELLING.replace("VERSION", version).replace("TITLE", title))


def base(name: str) -> str:
    return name.partition("@")[0]


@settings(max_examples=60)
@given(st.data())
def test_only_what_is_granted_is_left_open(data: st.DataObject) -> None:
    """For any imports and grants: the app is valid, and imports nothing of a denied family.

    Both our reader and wasm-tools are asked; and no component without a grant is wired to a root
    import that another component has.
    """
    parts = [data.draw(wanting(number)) for number in range(data.draw(st.integers(1, 3)))]
    planned, binary = composed(parts, [p.name for p in parts])
    granted = set().union(*(p.grants for p in parts))
    imports = dummy.root_imports(binary)
    assert set(imports) == set(decode_component(binary).imports)
    for name in imports:
        assert NEEDS.get(base(name)) in {None, *granted}, name
        assert name.partition("@")[2] in VERSIONS
    for p in parts:
        for wanted, source in planned.instances[p.name].arguments.items():
            if isinstance(source, FromRoot):
                assert base(wanted) == base(source.name)
                assert NEEDS.get(base(wanted)) in {None, *p.grants}


@pytest.fixture(scope="module")
def environment() -> dict[str, Interface]:
    return with_what_they_use({"wasi:cli/environment"})


@pytest.mark.parametrize("version", ["0.2.0", "0.2.9", "0.2.12", "0.2.9+build"])
def test_environment_at_run_time(version: str) -> None:
    """The granted component sees the environment, its neighbour without the grant an empty one."""
    parts = [
        part("open", telling("0.2.9", "test:open/env"), ["environment"]),
        part("closed", telling(version, "test:closed/env")),
    ]
    _, binary = composed(parts, ["open", "closed"])
    running = Running(binary, {"TOKEN": "secret"})
    assert [("TOKEN", "secret")] == running.call("get-environment", interface="test:open/env")
    assert [] == running.call("get-environment", interface="test:closed/env")


names = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="=\0"), min_size=1)
values = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@settings(max_examples=40)
@given(
    st.dictionaries(names, values, min_size=1, max_size=6), st.lists(names, max_size=3), st.data()
)
def test_only_named_variables(
    environment: dict[str, str], others: list[str], data: st.DataObject
) -> None:
    """A component that may read certain variables sees those that are set, and no other."""
    known = st.sampled_from(sorted(environment))
    named = tuple(data.draw(st.lists(known, unique=True, max_size=4))) + tuple(others)
    reader = part("reader", telling("0.2.4", "test:reader/env"), variables=named)
    _, binary = composed([reader], ["reader"])
    expected = [(name, value) for name, value in environment.items() if name in named]
    running = Running(binary, environment)
    assert expected == running.call("get-environment", interface="test:reader/env")


def test_variables_of_one_are_not_anothers() -> None:
    """Each component sees its own variables, though they share the host's environment."""
    parts = [
        part("one", telling("0.2.9", "test:one/env"), variables=("A",)),
        part("two", telling("0.2.12", "test:two/env"), variables=("B", "BB")),
        part("none", telling("0.2.0", "test:none/env"), variables=()),
        part("closed", telling("0.2.0", "test:closed/env")),
    ]
    _, binary = composed(parts, [p.name for p in parts])
    running = Running(binary, {"A": "1", "B": "2", "AB": "3", "a": "4"})
    expected = {"one": [("A", "1")], "two": [("B", "2")], "none": [], "closed": []}
    for name, variables in expected.items():
        assert variables == running.call("get-environment", interface=f"test:{name}/env")


def test_variables_of_an_unknown_version() -> None:
    """Variables are not read through a version of the interface that nobody has looked at."""
    binary = telling("0.4.0", "test:p/env")
    with pytest.raises(PlanError, match="does not import any"):
        plan([part("p", binary, variables=("A",))], ["p"])


def test_two_versions_in_one_component(environment: dict[str, Interface]) -> None:
    """A component that imports an interface in two versions is denied it in both."""
    both = environment | in_version(environment, "0.2.3") | in_version(environment, "0.3.0")
    exports = {f"test:v{i}/env": name for i, name in enumerate(both)}
    _, binary = composed([part("closed", relay(both, exports))], ["closed"])
    assert [] == dummy.root_imports(binary)
    running = Running(binary, {"TOKEN": "secret"})
    for title in exports:
        assert [] == running.call("get-environment", interface=title)


def test_two_versions_that_complete_each_other() -> None:
    """Two versions of an interface in one component may each have functions of their own."""
    env = every_interface()["wasi:cli/environment@0.2.9"]
    old = Interface({"get-environment": env.items["get-environment"]})
    new = Interface({"get-arguments": env.items["get-arguments"]})
    both = {"wasi:cli/environment@0.2.0": old, "wasi:cli/environment@0.2.9": new}
    exports = {"test:old/env": "wasi:cli/environment@0.2.0"}
    for grants in ([], ["environment"]):
        composed([part("p", relay(both, exports), grants)], ["p"])


def test_exported_wasi_goes_to_nobody() -> None:
    """A component that exports a WASI interface does not become anybody's WASI.

    Neither the granted nor the ungranted neighbour is wired to it.
    """
    name = "wasi:cli/environment@0.2.9"
    liar = wasi.component("export wasi:cli/environment@0.2.9;", "0.2.9")
    parts = [
        part("liar", liar),
        part("open", telling("0.2.9", "test:open/env"), ["environment"]),
        part("closed", telling("0.2.9", "test:closed/env")),
    ]
    planned, binary = composed(parts, ["open", "closed", "liar"])
    assert FromRoot(name) == planned.instances["open"].arguments[name]
    running = Running(binary, {"TOKEN": "secret"})
    assert [("TOKEN", "secret")] == running.call("get-environment", interface="test:open/env")
    assert [] == running.call("get-environment", interface="test:closed/env")


def test_exports_do_not_rename_imports() -> None:
    """A version that a component only exports is not what the app then imports."""
    liar = wasi.component("export wasi:cli/environment@0.2.99;", "0.2.99")
    open_part = part("open", telling("0.2.9", "test:open/env"), ["environment"])
    _, binary = composed([part("liar", liar), open_part], ["open", "liar"])
    assert ["wasi:cli/environment@0.2.9"] == dummy.root_imports(binary)


@pytest.mark.parametrize(
    ("world", "what"),
    [
        ("import leak: func() -> string;", "leak"),
        ("resource leak { constructor(); }", "leak"),
        ("use wasi:io/streams@0.2.9.{input-stream}; import f: func() -> input-stream;", "f"),
    ],
)
def test_what_nobody_provides_is_refused(world: str, what: str) -> None:
    """A function or resource of no interface does not reach the root because nobody has it."""
    with pytest.raises(PlanError, match=f"{what}, which no other component exports"):
        plan([part("p", wasi.component(world, "0.2.9"))], ["p"])


def test_interface_inside_an_interface_is_refused() -> None:
    """An interface hidden inside another one is an error."""
    hidden = dummy.from_wat(
        '(component (import "wasi:io/poll@0.2.9" (instance (export "x" (instance '
        '(export "f" (func)))))))'
    )
    with pytest.raises(PlanError, match="x in wasi:io/poll@0.2.9, which is neither"):
        plan([part("p", hidden)], ["p"])


@pytest.mark.parametrize(
    "name",
    [
        "url=<https://example.com/a.wasm>",
        "locked-dep=<wasi:cli@0.2.9>",
        "unlocked-dep=<wasi:cli@{>=0.2.9}>",
        "integrity=<sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=>",
        "environment",
        "test:a/environment@0.2.9",
    ],
)
def test_other_names_are_never_open(name: str) -> None:
    """An import under any name that is not WASI's needs a component that exports it."""
    component = f'(component (import "{name}" (instance (export "f" (func)))))'
    with pytest.raises(PlanError, match="no other component exports"):
        plan([part("p", dummy.from_wat(component))], ["p"])


def test_relay_of_a_denied_interface(environment: dict[str, Interface]) -> None:
    """An interface passed on under another name is still the denied one."""
    name = "wasi:cli/environment@0.2.9"
    inner = environment[name]
    one = part("one", relay(environment, {"test:one/env": name}))
    wants = {"test:one/env": renamed(inner, name, "test:one/env")}
    two = part("two", relay(wants, {"test:two/env": "test:one/env"}))
    _, binary = composed([one, two], ["two"])
    assert [] == dummy.root_imports(binary)
    running = Running(binary, {"TOKEN": "secret"})
    assert [] == running.call("get-environment", interface="test:two/env")
