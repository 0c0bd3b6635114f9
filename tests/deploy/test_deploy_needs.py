"""What a host has to give an app is read from the app's bytes."""

from typing import Any

import pytest
from tests.deploy import greeter
from tests.dummy import from_wit
from tests.gate.asker import asker

from wae.binary.decode import decode_component
from wae.compose import ComponentSpec, Policy, encode, plan
from wae.deploy.allowed import allowed_hosts
from wae.deploy.errors import DeployError
from wae.deploy.needs import Needs, needs_of
from wae.inspect.report import inspect_app


def needs(app: bytes) -> Needs:
    return needs_of(inspect_app(app, "app"))


def test_variables_that_are_read() -> None:
    """The variables that a filter lets through, and no more."""
    actual = needs(greeter.composed(variables=("B", "A")))
    assert (("A", "B"), False) == (actual.variables, actual.any_variable)


def test_no_variable() -> None:
    """An app that may read none needs none."""
    actual = needs(greeter.composed())
    assert ((), False) == (actual.variables, actual.any_variable)


def test_any_variable() -> None:
    """Without a filter there is no saying which it reads."""
    actual = needs(greeter.composed(grants=frozenset(["environment"])))
    assert ((), True) == (actual.variables, actual.any_variable)
    assert needs(greeter.component()).any_variable


def test_hosts_of_gates() -> None:
    """The origins that a gate lets out; without one, anything."""
    hosts = ("api.example.com", "http://x.example:8080", "*.example.org")
    actual = needs(_with_asker(policy=Policy(hosts)))
    assert (("*.example.org", "api.example.com", "http://x.example:8080"), False) == (
        actual.hosts,
        actual.any_host,
    )
    assert needs(_with_asker(grants=frozenset(["http"]))).any_host
    assert not needs(greeter.composed()).any_host


def _with_asker(**given: Any) -> bytes:
    """The greeter beside a component that sends requests, with what a manifest gives that."""
    greets, asks = greeter.component(), asker()
    specs = [
        ComponentSpec("greeter", greets, decode_component(greets)),
        ComponentSpec("asker", asks, decode_component(asks), **given),
    ]
    return encode(plan(specs, ["greeter", "asker"]), "app")


def test_sockets_and_files() -> None:
    """Looking up names and files are there only where some component holds them."""
    none = needs(greeter.composed())
    assert (False, False) == (none.sockets, none.files)
    for grant in ("sockets", "files"):
        wit = f"""package wasi:{_HOLDS[grant]}
        package a:b {{ world w {{ import wasi:{_IMPORTS[grant]};
                                  export wasi:http/incoming-handler@0.2.9; }} }}"""
        app = _app(wit, grant)
        actual = needs(app)
        assert {grant} == {name for name in ("sockets", "files") if getattr(actual, name)}


_HOLDS = {
    "sockets": "sockets@0.2.9 { interface ip-name-lookup { f: func(); } }",
    "files": "filesystem@0.2.9 { interface preopens { f: func(); } }",
}
_IMPORTS = {"sockets": "sockets/ip-name-lookup@0.2.9", "files": "filesystem/preopens@0.2.9"}
_HANDLER = "package wasi:http@0.2.9 { interface incoming-handler { handle: func(); } }"


def _app(wit: str, grant: str) -> bytes:
    binary = from_wit(
        f"package x:y;\n{wit}\n{_HANDLER}".replace("world w", "world holder"), "a:b/holder"
    )
    spec = ComponentSpec("part", binary, decode_component(binary), grants=frozenset([grant]))
    return encode(plan([spec], ["part"]), "app")


def test_other_interfaces() -> None:
    """What not every workload has is asked for by its name."""
    wit = f"""package x:y;
    package wasi:keyvalue@0.2.0 {{
        interface store {{ f: func(); }}
        interface batch {{ g: func(); }}
    }}
    {_HANDLER}
    world w {{ import wasi:keyvalue/store@0.2.0; import wasi:keyvalue/batch@0.2.0;
              export wasi:http/incoming-handler@0.2.9; }}"""
    assert {"wasi:keyvalue": ("batch", "store")} == needs(from_wit(wit)).interfaces
    assert {} == needs(greeter.app()).interfaces


def test_handlers() -> None:
    """0.2 and 0.3 are called by interfaces of different names; an app with neither is refused."""
    assert "incoming-handler" == needs(greeter.app()).handler
    later = from_wit(
        "package x:y; package wasi:http@0.3.0 { interface handler { handle: func(); } }"
        "world w { export wasi:http/handler@0.3.0; }"
    )
    assert "handler" == needs(later).handler
    with pytest.raises(DeployError) as caught:
        needs(from_wit("package a:b; world w { export f: func(); }"))
    assert (
        "wae: app answers no requests: it exports neither wasi:http/incoming-handler nor "
        "wasi:http/handler. `wae serve` serves the functions of any app, on one machine"
    ) == caught.value.line()


@pytest.mark.parametrize(
    ("entries", "values", "allowed"),
    [
        ((), {}, ()),
        (("a.example",), {}, ("https://a.example",)),
        (("http://a.example:80",), {}, ("http://a.example",)),
        (("*.a.example:8443",), {}, ("https://*.a.example:8443",)),
        (("a.example", "https://a.example:443"), {}, ("https://a.example",)),
        (("$API",), {}, ()),
        (("$API",), {"API": "http://127.0.0.1:8080/v1/"}, ("http://127.0.0.1:8080",)),
        (("$LIST",), {"LIST": "a.example, b.example"}, ("https://a.example", "https://b.example")),
    ],
)
def test_allowed_hosts(
    entries: tuple[str, ...], values: dict[str, str], allowed: tuple[str, ...]
) -> None:
    """Policies in wasmCloud's words: the origins, and those in settings that the app will have."""
    bare = needs(greeter.composed())
    actual = Needs(**{**vars(bare), "hosts": entries})
    assert allowed == allowed_hosts(actual, values)


def test_everything_is_allowed() -> None:
    """What may reach anything is not held back by half of a list."""
    bare = needs(greeter.composed())
    actual = Needs(**{**vars(bare), "hosts": ("a.example",), "any_host": True})
    assert ("*",) == allowed_hosts(actual, {})


@pytest.mark.parametrize("value", ["http://", "https://user@h.example", "a b\u200c", "http://[::1"])
def test_a_setting_that_names_no_origin(value: str) -> None:
    """It is refused by its name; the value may be secret, and is not shown."""
    actual = Needs(**{**vars(needs(greeter.composed())), "hosts": ("$API",)})
    with pytest.raises(DeployError) as caught:
        allowed_hosts(actual, {"API": value})
    expected = "wae: the setting API names no origin. Write it as https://HOST[:PORT]"
    assert expected == caught.value.line()
