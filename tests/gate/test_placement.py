"""Where a gate stands in an app, and what else the component behind it gets."""

from dataclasses import replace

import dummy
from tests.compose import wasi
from tests.gate.asker import asker, part
from tests.gate.fake_host import HANDLER, TYPES
from tests.gate.runtimes import DENIED, Ask, Wasmtime, serving

from wae.compose import Plan, encode, plan
from wae.compose.graph import FromExport, FromInstance, FromRoot

CONTRACTS = """\
package wae:http@0.1.0 {
    interface policy { record rules { hosts: list<string> } get: func() -> rules; }
    interface client { send: func(); }
}
package acme:tool@1.0.0 { interface api { go: func(); } }
"""
CLOSED = (
    "wasi:http/incoming-handler@0.2.9",
    "wasi:cli/environment@0.2.9",
    "wasi:filesystem/preopens@0.2.9",
    "wasi:sockets/tcp-create-socket@0.2.9",
)


def givers(planned: Plan, instance: str) -> dict[str, str]:
    """What meets each import of WASI: the root, or the component of another instance."""
    actual = {}
    for name, source in planned.instances[instance].arguments.items():
        match source:
            case FromRoot():
                actual[name] = "root"
            case FromInstance(giver) | FromExport(giver, _):
                actual[name] = planned.instances[giver].component
    return actual


def test_gate_stands_before_the_root() -> None:
    """The component shares the root's types, and asks the gate, which alone asks the root."""
    planned = plan([part(asker(), hosts=["api.example"])], ["asker"])
    assert "" == dummy.problem(encode(planned, "test"))
    assert {"gate of asker"} == planned.generated
    assert {TYPES: "root", HANDLER: "root"} == givers(planned, "gate of asker")
    asks = givers(planned, "asker")
    assert ("gate of asker", "root") == (asks.pop(HANDLER), asks.pop(TYPES))
    assert {"root"} == set(asks.values())


def test_hosts_open_nothing_else() -> None:
    """Hosts let requests out to them: nothing of the rest of WASI comes along."""
    wanted = "".join(f"import {name};" for name in (HANDLER, *CLOSED))
    tool = wasi.component(f"{wanted} export acme:tool/api@1.0.0;", "0.2.9", others=CONTRACTS)
    planned = plan([part(tool, "tool", ["api.example"])], ["tool"])
    binary = encode(planned, "test")
    assert "" == dummy.problem(binary)
    actual = givers(planned, "tool")
    assert ("gate of tool", "root") == (actual[HANDLER], actual[TYPES])
    assert {"deny tool"} == {actual[name] for name in CLOSED}
    assert set() == set(CLOSED) & set(dummy.root_imports(binary))


def test_without_hosts_everything_is_denied() -> None:
    """Without hosts there is a denial, as ever, and no gate."""
    planned = plan([part(asker())], ["asker"])
    assert "deny asker" == givers(planned, "asker")[HANDLER]


def test_each_component_has_its_own_gate() -> None:
    """Two components, against two versions of WASI, reach their own hosts and not the other's."""
    newer = asker(package="acme:newer", version="0.2.10")
    with serving() as one, serving() as two:
        first = part(asker(), "first", [f"http://127.0.0.1:{one.port}"])
        second = part(newer, "second", [f"http://127.0.0.1:{two.port}"])
        planned = plan([first, second], ["first", "second"])
        assert {"gate of first", "gate of second"} == planned.generated
        binary = encode(planned, "test")
        assert "" == dummy.problem(binary)
        to_one, to_two = (Ask(f"127.0.0.1:{server.port}") for server in (one, two))
        assert [204, DENIED] == Wasmtime(binary).send(to_one, to_two)
        assert [DENIED, 204] == Wasmtime(binary, "acme:newer/requests").send(to_one, to_two)


def test_client_of_http_has_no_second_way() -> None:
    """Who imports wae:http reaches its hosts by that; its wasi:http stays closed."""
    tool = wasi.component(
        f"import wae:http/client@0.1.0; import {HANDLER}; export acme:tool/api@1.0.0;",
        "0.2.9",
        others=CONTRACTS,
    )
    http = wasi.component(
        f"import wae:http/policy@0.1.0; import {HANDLER}; export wae:http/client@0.1.0;",
        "0.2.9",
        others=CONTRACTS,
    )
    provider = replace(part(http, "http"), grants=frozenset(["http"]), per_consumer=True)
    planned = plan([part(tool, "tool", ["$API_URL"]), provider], ["tool"])
    assert "" == dummy.problem(encode(planned, "test"))
    assert "deny tool" == givers(planned, "tool")[HANDLER]
    assert "root" == givers(planned, "http(tool)")[HANDLER]
