"""Who is wired to whom."""

from typing import Any

import dummy
import pytest
import wasi
from hypothesis import given, settings
from hypothesis import strategies as st
from parts import composed, part, relay, renamed
from running import Running
from test_stub import plain
from wasmtime.component import Variant as Tagged

from wae.binary.decode import decode_component
from wae.binary.types import Func, Interface, Primitive
from wae.compose import Auth, ComponentSpec, PlanError, Policy, plan
from wae.compose.graph import FromExport, FromInstance, FromRoot

POLICY = """\
package wae:http@0.1.0;
interface policy {
    record basic-names { user: list<string>, password: list<string> }
    record login-rules {
        url: string, register: option<string>, user: list<string>, password: list<string>
    }
    variant credential { bearer(list<string>), basic(basic-names), login(login-rules) }
    record rules { hosts: list<string>, credential: option<credential> }
    get: func() -> rules;
}
world w { import policy; }
"""
RULES = "wae:http/policy@0.1.0"


def nothing(imports: str, exports: str) -> bytes:
    """A component that imports and exports interfaces `name@version`, each with one function."""
    lines = [f"import {name};" for name in imports.split()]
    lines += [f"export {name};" for name in exports.split()]
    named = sorted({*imports.split(), *exports.split()})
    wit = "".join(_package(name) for name in named)
    return dummy.from_wit(f"package test:it;\n{wit}\nworld w {{\n{' '.join(lines)}\n}}")


def _package(name: str) -> str:
    base, _, version = name.partition("@")
    package, _, interface = base.partition("/")
    tail = f"@{version}" if version else ""
    return f"package {package}{tail} {{ interface {interface} {{ f: func() -> u32; }} }}\n"


@pytest.mark.parametrize(
    ("wanted", "offered"),
    [
        ("a:b/c@0.2.0", "a:b/c@0.2.9"),
        ("a:b/c@0.2.9", "a:b/c@0.2.0"),
        ("a:b/c@1.0.0", "a:b/c@1.9.0"),
        ("a:b/c@1.2.3", "a:b/c@1.2.3"),
        ("a:b/c", "a:b/c"),
        ("a:b/c@0.0.1", "a:b/c@0.0.1"),
    ],
)
def test_compatible_versions_are_wired(wanted: str, offered: str) -> None:
    """An import goes to the export on its track, be it older or newer."""
    parts = [part("user", nothing(wanted, "x:y/z")), part("giver", nothing("", offered))]
    planned, _ = composed(parts, ["user"])
    assert FromExport("giver", offered) == planned.instances["user"].arguments[wanted]


@pytest.mark.parametrize(
    ("wanted", "offered"),
    [
        ("a:b/c@0.2.0", "a:b/c@0.3.0"),
        ("a:b/c@1.0.0", "a:b/c@2.0.0"),
        ("a:b/c@0.0.1", "a:b/c@0.0.2"),
        ("a:b/c@1.0.0-rc.1", "a:b/c@1.0.0"),
        ("a:b/c", "a:b/c@1.0.0"),
    ],
)
def test_other_versions_are_not(wanted: str, offered: str) -> None:
    """An export off the track is named as what it is: not compatible."""
    parts = [part("user", nothing(wanted, "x:y/z")), part("giver", nothing("", offered))]
    with pytest.raises(PlanError, match=f'"giver" exports {offered}, which is not compatible'):
        plan(parts, ["user", "giver"])


@settings(max_examples=25)
@given(st.integers(0, 12), st.integers(0, 12), st.integers(0, 12), st.booleans())
def test_wasi_versions_are_unified(one: int, two: int, three: int, granted: bool) -> None:
    """Components of any mix of WASI versions share one root import, the newest that occurs."""
    versions = [f"0.2.{patch}" for patch in (one, two, three)]
    parts = [
        part(
            f"p{i}",
            wasi.component(
                f"import wasi:cli/environment@{version}; import wasi:io/streams@{version}; "
                f"export test:p{i}/x;",
                version,
                others=_package(f"test:p{i}/x"),
            ),
            ["environment"] if granted else [],
        )
        for i, version in enumerate(versions)
    ]
    planned, binary = composed(parts, [p.name for p in parts])
    newest = f"0.2.{max(one, two, three)}"
    expected = {f"wasi:io/{name}@{newest}" for name in ("streams", "error", "poll")}
    if granted:
        expected.add(f"wasi:cli/environment@{newest}")
    assert expected == set(dummy.root_imports(binary))
    for i, version in enumerate(versions):
        given_ = planned.instances[f"p{i}"].arguments[f"wasi:io/streams@{version}"]
        assert FromRoot(f"wasi:io/streams@{newest}") == given_


def test_renamed_types_are_the_same_types() -> None:
    """A newer WASI that gives a type a new name fits an older one that means the same."""

    def http(version: str, alias: str) -> bytes:
        return dummy.from_wit(
            f"package test:it; package wasi:http@{version} {{ interface types {{ {alias} }} }}"
            f"package test:p{version.replace('.', '')} {{ interface x {{ f: func(); }} }}"
            f"world w {{ import wasi:http/types@{version};"
            f" export test:p{version.replace('.', '')}/x; }}"
        )

    old = "type field-key = string; get: func(name: field-key);"
    new = "type field-key = string; type field-name = field-key; get: func(name: field-name);"
    parts = [part("old", http("0.2.0", old)), part("new", http("0.2.9", new))]
    composed(parts, ["old", "new"])


def test_export_in_two_versions() -> None:
    """Where a component exports two versions of an interface, the one that fits is taken."""
    two = dummy.from_wat(
        '(component (core module $m (func (export "f"))) (core instance $i (instantiate $m))'
        '(func $f (canon lift (core func $i "f")))'
        '(instance $a (export "f" (func $f))) (instance $b (export "g" (func $f)))'
        '(export "a:b/c@0.2.0" (instance $a)) (export "a:b/c@0.2.1" (instance $b)))'
    )
    old = dummy.from_wit(
        "package test:it; package a:b@0.2.0 { interface c { f: func(); } }"
        "package x:y { interface z { f: func(); } }"
        "world w { import a:b/c@0.2.0; export x:y/z; }"
    )
    planned, _ = composed([part("old", old), part("two", two)], ["old"])
    assert FromExport("two", "a:b/c@0.2.0") == planned.instances["old"].arguments["a:b/c@0.2.0"]


def test_diamond() -> None:
    """A component that two others use is there once."""
    parts = [
        part("top", nothing("l:l/side r:r/side", "x:y/z")),
        part("left", nothing("d:d/base", "l:l/side")),
        part("right", nothing("d:d/base", "r:r/side")),
        part("base", nothing("", "d:d/base")),
    ]
    planned, _ = composed(parts, ["top"])
    assert ["base", "left", "right", "top"] == list(planned.instances)


# Policies


def http_like() -> ComponentSpec:
    """A component that shows the policy which it was given as `test:http/rules`."""
    policy = decode_component(dummy.from_wit(POLICY)).imports
    interfaces = {n: i for n, i in policy.items() if isinstance(i, Interface)}
    return part("http", relay(interfaces, {"test:http/rules": RULES}), per_consumer=True)


def consumer(name: str, policy: Policy | None) -> ComponentSpec:
    """A component that shows what its own instance of `http` shows."""
    inner = decode_component(dummy.from_wit(POLICY)).imports[RULES]
    assert isinstance(inner, Interface)
    imports = {"test:http/rules": renamed(inner, RULES, "test:http/rules")}
    return part(name, relay(imports, {f"test:{name}/rules": "test:http/rules"}), policy=policy)


def shown(policy: Policy | None) -> dict[str, Any]:
    """How wasmtime's Python binding shows a policy."""
    credential = None
    if policy is not None and policy.auth is not None:
        auth = policy.auth
        names: dict[str, Any] = {"user": list(auth.user), "password": list(auth.password)}
        if auth.bearer:
            credential = Tagged("bearer", list(auth.bearer))
        elif auth.login is None:
            credential = Tagged("basic", names)
        else:
            credential = Tagged("login", {"url": auth.login, "register": auth.register, **names})
    return {"hosts": list(policy.hosts) if policy else [], "credential": credential}


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
some_texts = st.lists(texts, min_size=1, max_size=4).map(tuple)
policies = st.builds(
    Policy,
    st.lists(texts, max_size=5).map(tuple),
    st.none()
    | st.builds(Auth, bearer=some_texts)
    | st.builds(Auth, user=some_texts, password=some_texts)
    | st.builds(
        Auth, user=some_texts, password=some_texts, login=texts, register=st.none() | texts
    ),
)


@settings(max_examples=30)
@given(policies, policies)
def test_each_consumer_has_its_own_policy(one: Policy, two: Policy) -> None:
    """Every consumer's instance reads that consumer's policy, of whatever text, and no other."""
    parts = [http_like(), consumer("one", one), consumer("two", two)]
    planned, binary = composed(parts, ["one", "two"])
    assert "http(one)" in planned.instances
    assert "http(two)" in planned.instances
    running = Running(binary)
    assert shown(one) == plain(running.call("get", interface="test:one/rules"))
    assert shown(two) == plain(running.call("get", interface="test:two/rules"))


def test_nested_instances_have_their_own_policies() -> None:
    """An instance made for one consumer has instances of its own further down."""
    proxy = part("proxy", nothing("d:d/deep", "p:p/proxy"), per_consumer=True)
    deep = part("deep", nothing("", "d:d/deep"), per_consumer=True)
    parts = [proxy, deep] + [part(n, nothing("p:p/proxy", f"t:{n}/x")) for n in ("one", "two")]
    planned, _ = composed(parts, ["one", "two"])
    assert {
        "deep(proxy(one))",
        "proxy(one)",
        "one",
        "deep(proxy(two))",
        "proxy(two)",
        "two",
    } == set(planned.instances)


def test_shared_instance_has_no_policy() -> None:
    """An instance that all share follows nobody's policy: it may reach nothing."""
    http = http_like()
    shared = ComponentSpec(http.name, http.binary, http.type)
    _, binary = composed([shared, consumer("one", None)], ["one"])
    assert shown(None) == plain(Running(binary).call("get", interface="test:one/rules"))


def test_exported_policy_is_ignored() -> None:
    """A component that exports a policy does not thereby rule anybody."""
    liar = part("liar", dummy.from_wit(POLICY.replace("import policy", "export policy")))
    policy = Policy(("example.com",))
    planned, binary = composed([liar, http_like(), consumer("one", policy)], ["one", "liar"])
    assert isinstance(planned.instances["http(one)"].arguments[RULES], FromInstance)
    assert shown(policy) == plain(Running(binary).call("get", interface="test:one/rules"))


def _user(name: str) -> bytes:
    packages = _package("t:p/x") + _package(f"t:{name}/x")
    return wasi.component(f"import t:p/x; export t:{name}/x;", others=packages)


def test_one_denial_for_each_component() -> None:
    """A component has one denial of all that it lacks, which its instances share."""
    wants = "import wasi:cli/environment@0.2.9; import wasi:cli/stdin@0.2.9;"
    binary = wasi.component(f"{wants} export t:p/x;", "0.2.9", others=_package("t:p/x"))
    users = [part(name, _user(name)) for name in ("one", "two")]
    shared = part("p", binary, per_consumer=True)
    planned, _ = composed([shared, *users], ["one", "two"])
    assert ["deny p"] == [name for name in planned.instances if name.startswith("deny")]
    for user in ("one", "two"):
        arguments = planned.instances[f"p({user})"].arguments
        assert FromExport("deny p", "wasi:cli/stdin@0.2.9") == arguments["wasi:cli/stdin@0.2.9"]


def test_interface_model_is_what_is_compared() -> None:
    """A provider with more functions than wanted fits; the consumer sees its own."""
    wanted = Interface({"f": Func((), Primitive("u32"))})
    user = part("user", relay({"a:b/c": wanted}, {"x:y/z": "a:b/c"}))
    giver = dummy.from_wit(
        "package test:it; package a:b { interface c { f: func() -> u32; g: func(); } }"
        "world w { export a:b/c; }"
    )
    composed([user, part("giver", giver)], ["user"])
