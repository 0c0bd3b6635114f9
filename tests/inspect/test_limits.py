"""Limits count where the bytes prove them and nothing goes around them."""

import pytest
from tests.dummy import from_wit, problem
from tests.inspect.composites import instance

from wae.binary.build import ComponentBuilder
from wae.binary.decode import decode_component
from wae.binary.rename import rename_owners
from wae.binary.sections import Id
from wae.binary.syntax import FUNC, INSTANCE
from wae.binary.types import Interface
from wae.binary.writer import extern_name, u32, vector
from wae.compose.generate.deny import deny_component
from wae.compose.generate.environment import environment_filter
from wae.compose.generate.policy import Policy, policy_component
from wae.compose.generate.stub import Constant, stub_component
from wae.inspect.recognize import recognize
from wae.inspect.report import AppReport, inspect_app
from wae.inspect.text import as_text

ENVIRONMENT = "wasi:cli/environment@0.2.9"
POLICY = "wae:http/policy@0.1.0"
HANDLER = "wasi:http/outgoing-handler@0.2.9"
USER = from_wit(
    f"""
    package t:t;
    world w {{ import {ENVIRONMENT}; import other; import {POLICY}; }}
    interface other {{ get-environment: func() -> list<tuple<string, string>>; }}
    package wasi:cli@0.2.9 {{
      interface environment {{ get-environment: func() -> list<tuple<string, string>>; }}
    }}
    package wae:http@0.1.0 {{
      interface policy {{
        variant credential {{ bearer(list<string>), basic(basic), login(login) }}
        record basic {{ user: list<string>, password: list<string> }}
        record login {{
          url: string, register: option<string>, user: list<string>, password: list<string>
        }}
        record rules {{ hosts: list<string>, credential: option<credential> }}
        get: func() -> rules;
      }}
    }}
    """
)
IMPORTS = {
    n: item for n, item in decode_component(USER).imports.items() if isinstance(item, Interface)
}
PASS = policy_component(POLICY, IMPORTS, Policy(("a.example",)), "policy")
FILTER = environment_filter(ENVIRONMENT, IMPORTS[ENVIRONMENT], ["HOME"], "filter")

INNER = environment_filter(ENVIRONMENT, IMPORTS[ENVIRONMENT], ["HOME", "KEY"], "inner")
FAKE = stub_component(
    ENVIRONMENT,
    {ENVIRONMENT: IMPORTS[ENVIRONMENT]},
    {"get-environment": Constant((("HOME", "of somebody else"),))},
    "environment of user",
)
DENIAL = deny_component(ENVIRONMENT, {ENVIRONMENT: IMPORTS[ENVIRONMENT]})


def app(environment: str, other: str, policy: bytes = PASS) -> AppReport:
    """`user` gets what is called `root` or `filter` for two of its imports, and a policy.

    `inner` is a filter of what `filter` lets through, `bundled` one of an instance that is made of
    the root's function, `faked` one of a component that is no filter, `renamed` one of another
    interface of the root's, `denied` one of a denial, which is called `denial`.
    """
    builder = ComponentBuilder()
    given = {"root": builder.import_interface(ENVIRONMENT, IMPORTS[ENVIRONMENT])}
    filters = builder.component(FILTER, "filter")
    policies = builder.component(policy, "policy")
    user = builder.component(USER, "user")
    root = [(ENVIRONMENT, INSTANCE, given["root"])]
    given["filter"] = builder.instantiate(filters, root, "filter")
    function = builder.alias_export(given["root"], "get-environment", FUNC)
    between = {
        "inner": given["filter"],
        "bundled": bundle(builder, "get-environment", function),
        "faked": builder.instantiate(builder.component(FAKE, "fake"), [], "fake"),
        "renamed": builder.import_interface("acme:of/others@0.2.9", IMPORTS[ENVIRONMENT]),
        "denied": builder.instantiate(builder.component(DENIAL, "denial"), [], "denial"),
    }
    inner = builder.component(INNER, "inner")
    given["denial"] = between["denied"]
    for name, instance_of in between.items():
        arguments = [(ENVIRONMENT, INSTANCE, instance_of)]
        given[name] = builder.instantiate(inner, arguments, name)
    rules = builder.instantiate(policies, [], "policy")
    arguments = {ENVIRONMENT: given[environment], "t:t/other": given[other], POLICY: rules}
    builder.instantiate(user, [(n, INSTANCE, index) for n, index in arguments.items()], "user")
    binary = builder.finish("app")
    assert "" == problem(binary)
    return inspect_app(binary, "app")


def bundle(builder: ComponentBuilder, title: str, function: int) -> int:
    """An instance with one function of others."""
    export = extern_name(title) + bytes([FUNC]) + u32(function)
    return builder._add(Id.INSTANCE, b"\x01" + vector([export]), "instance")


def test_a_filter_of_a_filter() -> None:
    """What a filter is given by another is no more than both let through."""
    actual = app("inner", "filter")
    assert ("HOME",) == instance(actual, "user").variables
    assert "filter" == instance(actual, "inner").role


def test_a_filter_of_a_denial() -> None:
    """What a filter is given by a denial is nothing."""
    assert () == instance(app("denied", "filter"), "user").variables


@pytest.mark.parametrize("given", ["bundled", "faked", "renamed"])
def test_a_filter_of_anything_else(given: str) -> None:
    """A filter that is not given the environment itself is code like any other, with its wiring."""
    actual = app(given, "filter")
    assert None is instance(actual, "user").variables
    assert None is instance(actual, given).role
    assert f"\n{given} " in as_text(actual)


def test_a_filter_limits() -> None:
    """Whose environment comes from a filter alone, reads its variables and no others."""
    actual = app("filter", "filter")
    assert ("HOME",) == instance(actual, "user").variables
    assert () == instance(actual, "user").capabilities
    assert instance(actual, "filter").is_limit


def test_a_filter_by_another_name() -> None:
    """What a filter passes by another name than the environment's is asked of it, as of others."""
    actual = instance(app("denial", "filter"), "user")
    assert (None, {"environment": ("filter",)}) == (actual.variables, actual.through)


def test_a_denial_is_no_filter() -> None:
    """Who is given a denial alone has no variables to be told of."""
    actual = instance(app("denial", "denial"), "user")
    assert (None, (), {}) == (actual.variables, actual.capabilities, actual.through)


@pytest.mark.parametrize(
    ("beside", "expected"), [(FAKE, ("HOME",)), (FILTER + b"\x00\x02\x01x", None)]
)
def test_code_beside_a_filter(beside: bytes, expected: tuple[str, ...] | None) -> None:
    """What code makes of the environment, and passes by its name, is no limit; what it invents
    does not count."""
    interface = IMPORTS[ENVIRONMENT]
    older = ENVIRONMENT.replace("0.2.9", "0.2.8")
    wanted, builder = ComponentBuilder(), ComponentBuilder()
    wanted.import_interface(ENVIRONMENT, interface)
    wanted.import_interface(older, interface)
    root = [(ENVIRONMENT, INSTANCE, builder.import_interface(ENVIRONMENT, interface))]
    given = root if beside is not FAKE else []
    arguments = [
        (ENVIRONMENT, INSTANCE, builder.instantiate(builder.component(FILTER, "f"), root, "f")),
        (older, INSTANCE, builder.instantiate(builder.component(beside, "code"), given, "code")),
    ]
    builder.instantiate(builder.component(wanted.finish("user"), "user"), arguments, "user")
    binary = builder.finish("app")
    assert "" == problem(binary)
    assert expected == instance(inspect_app(binary, "app"), "user").variables


def two_policies(*hosts: str) -> Policy | None:
    """What is told of an instance with policies of two tracks."""
    second = POLICY.replace("0.1.0", "0.2.0")
    interface = IMPORTS[POLICY]
    wanted = ComponentBuilder()
    builder = ComponentBuilder()
    arguments = []
    for name, host in zip((POLICY, second), hosts, strict=True):
        wanted.import_interface(name, _named(interface, name))
        made = policy_component(name, {name: _named(interface, name)}, Policy((host,)), "policy")
        given = builder.instantiate(builder.component(made, host), [], f"policy {name}")
        arguments.append((name, INSTANCE, given))
    builder.instantiate(builder.component(wanted.finish("user"), "user"), arguments, "user")
    binary = builder.finish("app")
    assert "" == problem(binary)
    return instance(inspect_app(binary, "app"), "user").policy


def _named(interface: Interface, name: str) -> Interface:
    actual = rename_owners(interface, lambda _: name)
    assert isinstance(actual, Interface)
    return actual


def test_two_policies() -> None:
    """Of two policies that differ, nobody knows which one counts."""
    assert Policy(("a.example",)) == two_policies("a.example", "a.example")
    assert None is two_policies("a.example", "b.example")


def test_a_filter_with_a_way_around() -> None:
    """One that gets the environment under another name as well is not limited by a filter."""
    actual = app("filter", "root")
    assert None is instance(actual, "user").variables
    assert ("environment",) == instance(actual, "user").capabilities


def test_a_policy_that_is_not_ours() -> None:
    """A policy that cannot be proved is told as any host, and is shown as an instance."""
    assert ("a.example",) == instance(app("filter", "filter"), "user").policy.hosts  # type: ignore[union-attr]
    actual = app("filter", "filter", PASS + b"\x00\x02\x01x")
    assert None is instance(actual, "user").policy
    text = as_text(actual)
    assert "its policy cannot be proved, so take it as any host" in text
    assert "\npolicy " in text


def test_a_filter_of_all_functions() -> None:
    """A filter has the functions of `wasi:cli/environment`, each of its type, and no others."""
    for function, expected in (
        ("initial-cwd: func() -> option<string>;", True),
        ("initial-cwd: func() -> string;", False),
        ("cwd: func() -> option<string>;", False),
    ):
        interface = decode_component(
            from_wit(
                f"package t:t;\nworld w {{ import {ENVIRONMENT}; }}\n"
                "package wasi:cli@0.2.9 { interface environment {\n"
                "get-environment: func() -> list<tuple<string, string>>;\n"
                f"get-arguments: func() -> list<string>;\n{function}\n}} }}\n"
            )
        ).imports[ENVIRONMENT]
        assert isinstance(interface, Interface)
        actual = recognize(environment_filter(ENVIRONMENT, interface, ["A", "B"], "filter"))
        names = actual.variables if actual else None
        assert names == (("A", "B") if expected else None), function
