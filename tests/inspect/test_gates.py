"""A gate is told as a limit only where its bytes, and what it is given, prove it."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.compose import wasi
from tests.compose.parts import relay
from tests.dummy import problem
from tests.gate.asker import app, asker, open_app, part
from tests.gate.fake_host import HANDLER, TYPES, gate

from wae.binary.build import Argument, ComponentBuilder
from wae.binary.decode import decode_component
from wae.binary.sections import Id, sections
from wae.binary.syntax import INSTANCE
from wae.binary.types import Interface
from wae.compose import encode, plan
from wae.compose.generate.deny import deny_component
from wae.compose.generate.gate import gate_component
from wae.compose.generate.stub import stub_component
from wae.compose.origins import parse_entry
from wae.inspect.diff import diff_apps, diff_text
from wae.inspect.formats import as_json
from wae.inspect.picture import draw
from wae.inspect.recognize import recognize
from wae.inspect.report import InstanceReport, inspect_app
from wae.inspect.text import as_text

OTHER = "acme:way/around@1.0.0"
WAY = """\
package acme:way@1.0.0 {
    interface around {
        use wasi:http/types@0.2.9.{outgoing-request, request-options};
        use wasi:http/types@0.2.9.{future-incoming-response, error-code};
        handle: func(request: outgoing-request, options: option<request-options>)
            -> result<future-incoming-response, error-code>;
    }
}
"""
ORIGINS = ("api.example", "http://localhost:8080", "*.files.example", "[::1]:8443")


def the_asker(binary: bytes) -> InstanceReport:
    [actual] = [i for i in inspect_app(binary, "app").instances if i.name == "asker"]
    return actual


def test_origins() -> None:
    """The gated instance holds nothing of the network, and reaches the listed origins."""
    actual = the_asker(app(["https://API.example:443", *ORIGINS[1:]]))
    assert ((), ORIGINS) == (actual.capabilities, actual.origins)
    assert {"http": ("gate of asker",)} == actual.through
    [limit] = [i for i in inspect_app(app(ORIGINS), "app").instances if i.role == "gate"]
    assert ("gate of asker", ORIGINS) == (limit.name, limit.origins)


ENTRIES = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "http://", "https://"]),
    st.sampled_from(["", "", "*."]),
    st.from_regex(r"\A[a-z_]{1,5}(\.[a-z_]{1,5}){0,3}\Z"),
    st.sampled_from(["", ":80", ":443", ":8080"]),
) | st.sampled_from(["[::1]", "http://127.0.0.1:80", "bücher.example", "A.example."])


@settings(max_examples=60, derandomize=True)
@given(st.lists(ENTRIES, max_size=6))
def test_any_hosts_are_read_back(hosts: list[str]) -> None:
    """Whatever the hosts are, they are read back from the bytes, in order."""
    actual = recognize(gate(hosts))
    assert actual is not None
    assert ("gate", 1) == (actual.role, actual.version)
    assert tuple(str(parse_entry(host)) for host in hosts) == actual.origins


def test_altered_code() -> None:
    """With any other byte in its modules it is code like any other, or a gate for other origins."""
    binary = gate(["api.example"])
    for module in [section for section in sections(binary) if section.id == Id.CORE_MODULE]:
        for place in range(module.start, module.end, 7):  # each takes 20 ms
            altered = bytearray(binary)
            altered[place] ^= 1
            actual = recognize(bytes(altered))
            assert actual is None or actual.origins != ("api.example",), hex(place)


def decoded(binary: bytes) -> dict[str, Interface]:
    imports = decode_component(binary).imports
    return {n: item for n, item in imports.items() if isinstance(item, Interface)}


class Composite:
    """An app in which `asker` gets everything of the root but what a test gives it."""

    def __init__(self, component: bytes = asker()) -> None:
        self.component = component
        self.builder = ComponentBuilder()
        given = part(component, hosts=["api.example"])
        outside = [OTHER] if OTHER in decoded(component) else []
        self.roots = decoded(encode(plan([given], ["asker"], outside), "app"))
        self.given = {
            name: self.builder.import_interface(name, interface)
            for name, interface in self.roots.items()
        }

    def gate(self, binary: bytes, **others: int) -> int:
        """An instance of a gate of the root's functions, or with `types` or `handler` of others."""
        types, handler = others.get("types"), others.get("handler")
        arguments = [
            (TYPES, INSTANCE, self.given[TYPES] if types is None else types),
            (HANDLER, INSTANCE, self.given[HANDLER] if handler is None else handler),
        ]
        return self.builder.instantiate(self.builder.component(binary, "gate"), arguments, "gate")

    def asker(self, handler: int) -> InstanceReport:
        arguments: list[Argument] = [
            (name, INSTANCE, handler if name == HANDLER else self.given[name])
            for name in decoded(self.component)
        ]
        component = self.builder.component(self.component, "asker")
        self.builder.instantiate(component, arguments, "asker")
        binary = self.builder.finish("app")
        assert "" == problem(binary)
        return the_asker(binary)


def test_the_gate_in_a_composite_of_others() -> None:
    """Whoever wires it: a gate between the root and a component is a limit."""
    composite = Composite()
    actual = composite.asker(composite.gate(gate(["b.example"])))
    assert (("b.example",), ()) == (actual.origins, actual.capabilities)


def test_gates_in_a_row() -> None:
    """A gate that is given another is one all the same, and what is told is its own list."""
    composite = Composite()
    outer = composite.gate(gate(["b.example", "c.example"]))
    inner = composite.gate(gate(["b.example"]), handler=outer)
    assert ("b.example",) == composite.asker(inner).origins


def test_a_gate_of_something_else() -> None:
    """A gate of code that is neither the root's nor ours is code like any other."""
    composite = Composite()
    code = stub_component(HANDLER, decoded(gate([])), {}, "traps")
    types = [(TYPES, INSTANCE, composite.given[TYPES])]
    traps = composite.builder.instantiate(composite.builder.component(code), types, "traps")
    assert None is composite.asker(composite.gate(gate(["b.example"]), handler=traps)).origins
    actual = recognize(gate(["b.example"]))
    assert actual is not None
    assert {TYPES, HANDLER} == actual.calls  # by both it could be deceived


def test_a_relay_by_the_name_of_a_gate() -> None:
    """Code that calls itself a gate is listed as what it is."""
    composite = Composite()
    around = decoded(app(["api.example"]))
    relayed = relay(around, {HANDLER: HANDLER}).replace(b"relay", b"gate ")
    given: list[Argument] = [(name, INSTANCE, index) for name, index in composite.given.items()]
    made = composite.builder.instantiate(
        composite.builder.component(relayed, "gate of asker"), given, "gate of asker"
    )
    actual = composite.asker(composite.builder.alias_export(made, HANDLER, INSTANCE))
    assert (None, ("http",)) == (actual.origins, actual.capabilities)


@pytest.mark.parametrize("grants", [(), ("sockets",)])
def test_sockets_beside(grants: tuple[str, ...]) -> None:
    """Who has sockets, too, is kept from nothing by a gate."""
    wanted = f"import {HANDLER}; import wasi:sockets/tcp-create-socket@0.2.9;"
    tool = wasi.component(f"{wanted} export f: func();", "0.2.9")
    given = replace(part(tool, "asker", ["api.example"]), grants=frozenset(grants))
    actual = the_asker(encode(plan([given], ["asker"]), "app"))
    assert (None if grants else ("api.example",)) == actual.origins


def test_a_way_around() -> None:
    """Who gets the root's handler by another name, too, is kept from nothing."""
    world = f"import {HANDLER}; import {OTHER}; export f: func();"
    composite = Composite(wasi.component(world, "0.2.9", others=WAY))
    composite.given[OTHER] = composite.given[HANDLER]
    actual = composite.asker(composite.gate(gate_of(composite.roots, "b.example")))
    assert (None, ("http",)) == (actual.origins, actual.capabilities)


def test_a_gate_by_another_name() -> None:
    """What a gate passes by another name is asked of it; a denial beside it is no gate."""
    world = f"import {HANDLER}; import {OTHER}; export f: func();"
    composite = Composite(wasi.component(world, "0.2.9", others=WAY))
    composite.given[OTHER] = composite.gate(gate_of(composite.roots, "b.example"))
    denial = composite.builder.component(deny_component(HANDLER, composite.roots), "denial")
    types = [(TYPES, INSTANCE, composite.given[TYPES])]
    actual = composite.asker(composite.builder.instantiate(denial, types, "denial"))
    assert (None, {"http": ("gate",)}) == (actual.origins, actual.through)


def test_who_asks_one_with_sockets() -> None:
    """A gate limits its own component; what that asks others to do is told beside it."""
    world = f"import {HANDLER}; import {OTHER}; export f: func();"
    composite = Composite(wasi.component(world, "0.2.9", others=WAY))
    wanted = f"import {HANDLER}; import wasi:sockets/tcp-create-socket@0.2.9; export {OTHER};"
    helper = wasi.component(wanted, "0.2.9", others=WAY)
    arguments: list[Argument] = []
    for name, interface in decoded(helper).items():
        if name not in composite.given:
            composite.given[name] = composite.builder.import_interface(name, interface)
        arguments.append((name, INSTANCE, composite.given[name]))
    made = composite.builder.instantiate(
        composite.builder.component(helper, "helper"), arguments, "helper"
    )
    composite.given[OTHER] = composite.builder.alias_export(made, OTHER, INSTANCE)
    actual = composite.asker(composite.gate(gate_of(composite.roots, "b.example")))
    assert ("b.example",) == actual.origins
    assert {"http": ("helper", "gate"), "sockets": ("helper",)} == actual.through


def gate_of(interfaces: dict[str, Interface], host: str) -> bytes:
    return gate_component(HANDLER, TYPES, interfaces, [parse_entry(host)], "gate of asker")


def test_what_is_said() -> None:
    """The report, as text, JSON and picture, has the origins, and that they are proved."""
    report = inspect_app(app(["api.example", "http://localhost:8080"]), "app")
    text = as_text(report)
    assert "some (proved)" in text
    assert "http         only api.example, http://localhost:8080 (proved by its gate)" in text
    data: Any = as_json(report)
    [gate, one] = data["instances"]
    assert ("gate", None) == (gate["generated"], one["generated"])
    assert ["api.example", "http://localhost:8080"] == one["origins"]
    assert {"http": {"rests_on": "proved", "asks_for_more": []}} == one["limits"]
    assert "only api.example, http://localh" in draw(report)


def test_difference() -> None:
    """An origin more, or no gate any more, is what a review reads first."""
    one, two = (inspect_app(app(h), "app") for h in (["a.example"], ["a.example", "*.b.example"]))
    assert "! + asker reaches *.b.example" in diff_text(diff_apps(one, two))
    assert "! + asker reaches any host" in diff_text(diff_apps(one, inspect_app(open_app(), "app")))
    assert not any(change.more for change in diff_apps(two, one))
