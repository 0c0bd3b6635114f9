"""Limits count where the bytes prove them and nothing goes around them."""

from tests.dummy import from_wit, problem
from tests.inspect.composites import instance

from wae.binary.build import ComponentBuilder
from wae.binary.decode import decode_component
from wae.binary.syntax import INSTANCE
from wae.binary.types import Interface
from wae.compose.environment import environment_filter
from wae.compose.policy import Policy, policy_component
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
        variant credential {{ bearer(list<string>), basic(basic) }}
        record basic {{ user: list<string>, password: list<string> }}
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


def app(environment: str, other: str, policy: bytes = PASS) -> AppReport:
    """`user` gets what is called `root` or `filter` for two of its imports, and a policy."""
    builder = ComponentBuilder()
    given = {"root": builder.import_interface(ENVIRONMENT, IMPORTS[ENVIRONMENT])}
    filters = builder.component(FILTER, "filter")
    policies = builder.component(policy, "policy")
    user = builder.component(USER, "user")
    root = [(ENVIRONMENT, INSTANCE, given["root"])]
    given["filter"] = builder.instantiate(filters, root, "filter")
    rules = builder.instantiate(policies, [], "policy")
    arguments = {ENVIRONMENT: given[environment], "t:t/other": given[other], POLICY: rules}
    builder.instantiate(user, [(n, INSTANCE, index) for n, index in arguments.items()], "user")
    binary = builder.finish("app")
    assert "" == problem(binary)
    return inspect_app(binary, "app")


def test_a_filter_limits() -> None:
    """Whose environment comes from a filter alone, reads its variables and no others."""
    found = app("filter", "filter")
    assert ("HOME",) == instance(found, "user").variables
    assert () == instance(found, "user").capabilities
    assert instance(found, "filter").is_limit


def test_a_filter_with_a_way_around() -> None:
    """One that gets the environment under another name as well is not limited by a filter."""
    found = app("filter", "root")
    assert None is instance(found, "user").variables
    assert ("environment",) == instance(found, "user").capabilities


def test_a_policy_that_is_not_ours() -> None:
    """A policy that cannot be proved is told as any host, and is shown as an instance."""
    assert ("a.example",) == instance(app("filter", "filter"), "user").policy.hosts  # type: ignore[union-attr]
    found = app("filter", "filter", PASS + b"\x00\x02\x01x")
    assert None is instance(found, "user").policy
    text = as_text(found)
    assert "its policy cannot be proved, so take it as any host" in text
    assert "\npolicy " in text
