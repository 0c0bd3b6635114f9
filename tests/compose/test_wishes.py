"""What the manifest wishes of imports and exports is met, whatever interface it is about."""

import dummy
import pytest
from parts import composed, part, relay
from running import Running
from test_wiring import constant, relaying
from wasi import component

from wae.binary.syntax import FUNC
from wae.binary.types import Func, Interface, Primitive
from wae.compose import PlanError, plan
from wae.compose.graph import APP, AppExport, FromExport, FromRoot, Wire
from wae.inspect.report import inspect_app
from wae.inspect.text import as_text

V = "0.2.9"
ENVIRONMENT = f"wasi:cli/environment@{V}"
HANDLER = f"wasi:http/incoming-handler@{V}"
OUTGOING = f"wasi:http/outgoing-handler@{V}"
STORE = f"wasi:keyvalue/store@{V}"
GO = "package x:y { interface go { go: func(); } }"

# Two variables, made up; the program that asks for them returns how many it was given.
VIRTUAL = f"""(component
  (core module $m (memory (export "memory") 1)
    (func (export "get") (result i32) (i32.store (i32.const 0) (i32.const 64))
      (i32.store (i32.const 4) (i32.const 2)) (i32.const 0)))
  (core instance $i (instantiate $m))
  (func $get (result (list (tuple string string)))
    (canon lift (core func $i "get") (memory (core memory $i "memory"))))
  (instance $e (export "get-environment" (func $get)))
  (export "{ENVIRONMENT}" (instance $e)))"""
COUNTING = f"""(component
  (import "{ENVIRONMENT}" (instance $env
    (export "get-environment" (func (result (list (tuple string string)))))))
  (core module $mem (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024))
  (core instance $mi (instantiate $mem))
  (core func $get (canon lower (func $env "get-environment")
    (memory (core memory $mi "memory")) (realloc (core func $mi "realloc"))))
  (core module $m (import "e" "get" (func $get (param i32))) (import "e" "memory" (memory 1))
    (func (export "count") (result i32) i32.const 8 call $get i32.const 12 i32.load))
  (core instance $i (instantiate $m (with "e"
    (instance (export "get" (func $get)) (export "memory" (memory $mi "memory"))))))
  (func $count (result u32) (canon lift (core func $i "count")))
  (export "count" (func $count)))"""


def test_a_component_provides_the_environment() -> None:
    """The consumer gets what the component answers; nobody asks the host."""
    user = part("user", dummy.from_wat(COUNTING), wiring={"wasi:cli/environment": "virtual"})
    planned, binary = composed([user, part("virtual", dummy.from_wat(VIRTUAL))], ["user"])
    assert FromExport("virtual", ENVIRONMENT) == planned.instances["user"].arguments[ENVIRONMENT]
    assert {} == planned.roots
    assert 2 == Running(binary).call("count")
    report = {each.name: each for each in inspect_app(binary, "app").instances}
    assert ((), {}) == (report["user"].capabilities, report["user"].through)


def test_only_the_chosen_consumer_gets_it() -> None:
    """Another component that imports the same is denied, as ever."""
    user = part("user", dummy.from_wat(COUNTING), wiring={"wasi:cli/environment": "virtual"})
    other = part("other", dummy.from_wat(COUNTING))
    parts = [user, other, part("virtual", dummy.from_wat(VIRTUAL))]
    planned, _ = composed(parts, ["user", AppExport("other", "count", title="count-of-other")])
    assert FromExport("virtual", ENVIRONMENT) == planned.instances["user"].arguments[ENVIRONMENT]
    assert (
        FromExport("deny other", ENVIRONMENT) == planned.instances["other"].arguments[ENVIRONMENT]
    )


def test_a_provider_hands_on_only_what_it_may() -> None:
    """What holds a grant says who may ask it; the report tells what its consumer can ask for."""
    passing = component(f"import {ENVIRONMENT}; export {ENVIRONMENT};", V)
    wiring = {"wasi:cli/environment": "passing"}
    user = part("user", dummy.from_wat(COUNTING), wiring=wiring)
    with pytest.raises(PlanError) as caught:
        plan([user, part("passing", passing, ["environment"])], ["user"])
    assert (
        f'"user" imports {ENVIRONMENT} from "passing", which is granted environment'
        == caught.value.message
    )
    allowed = part("passing", passing, ["environment"], consumers=["user"])
    _, binary = composed([user, allowed], ["user"])
    report = {each.name: each for each in inspect_app(binary, "app").instances}
    assert {"environment": ("passing",)} == report["user"].through


def handler(*imports: str) -> bytes:
    wanted = " ".join(f"import {name};" for name in imports)
    return component(f"{wanted} export {HANDLER};", V)


def test_a_chain_of_http_middleware() -> None:
    """Handlers stand one before the other; all of them mean the requests of the host."""
    parts = [
        part("log", handler(HANDLER), wiring={"wasi:http/incoming-handler": "auth"}),
        part("auth", handler(HANDLER), wiring={"wasi:http/incoming-handler": "service"}),
        part("service", handler()),
    ]
    planned, binary = composed(parts, ["log"])
    chain = [planned.instances[name].arguments.get(HANDLER) for name in ("log", "auth")]
    assert [FromExport("auth", HANDLER), FromExport("service", HANDLER)] == chain
    assert [HANDLER] == [*planned.exports]
    assert HANDLER not in planned.roots
    assert f"wasi:http/types@{V}" in planned.roots
    assert [()] * 3 == [each.capabilities for each in inspect_app(binary, "app").instances]


def test_a_chain_that_ends_outside() -> None:
    """The last middleware has the host's interface by its own grant."""
    parts = [
        part(
            "client",
            component(f"import {OUTGOING}; export x:y/go;", V, others=GO),
            wiring={"wasi:http/outgoing-handler": "log"},
        ),
        part(
            "log",
            component(f"import {OUTGOING}; export {OUTGOING};", V),
            ["http"],
            consumers=["client"],
            wiring={"wasi:http/outgoing-handler": Wire(APP)},
        ),
    ]
    planned, binary = composed(parts, ["client"])
    assert FromExport("log", OUTGOING) == planned.instances["client"].arguments[OUTGOING]
    assert FromRoot(OUTGOING) == planned.instances["log"].arguments[OUTGOING]
    report = {each.name: each for each in inspect_app(binary, "app").instances}
    assert ((), {"http": ("log",)}) == (report["client"].capabilities, report["client"].through)


FILES = "wasi:filesystem/preopens", "wasi:filesystem/types"


def test_a_virtual_file_system() -> None:
    """A descriptor of the component's own is the same one in both interfaces."""
    user = component(f"import wasi:filesystem/preopens@{V}; export x:y/go;", V, others=GO)
    virtual = component(
        f"export wasi:filesystem/types@{V}; export wasi:filesystem/preopens@{V};", V
    )
    planned, _ = composed(
        [part("user", user, wiring=dict.fromkeys(FILES, "virtual")), part("virtual", virtual)],
        ["user"],
    )
    given = planned.instances["user"].arguments
    assert ["virtual"] * 2 == [given[f"{name}@{V}"].instance for name in FILES]
    assert not any("filesystem" in name for name in planned.roots)


@pytest.mark.parametrize("wiring", [{STORE: Wire(APP)}, {}], ids=["by its component", "by the app"])
def test_wasi_that_no_grant_opens_is_left_outside(wiring: dict[str, Wire]) -> None:
    """An interface of WASI that we know nothing of is the app's own import, if somebody says so."""
    user = component(f"import {STORE}; export x:y/go;", V, others=GO)
    left = [] if wiring else ["wasi:keyvalue/store"]
    planned, binary = composed([part("user", user, wiring=wiring)], ["user"], left)
    assert FromRoot(STORE) == planned.instances["user"].arguments[STORE]
    assert [STORE] == [*planned.roots]
    assert (STORE,) == inspect_app(binary, "app").instances[0].capabilities


def test_a_component_provides_unknown_wasi() -> None:
    """And it may be another component's."""
    user = component(f"import {STORE}; export x:y/go;", V, others=GO)
    memory = part("memory", component(f"export {STORE};", V))
    planned, _ = composed([part("user", user, wiring={STORE: "memory"}), memory], ["user"])
    assert FromExport("memory", STORE) == planned.instances["user"].arguments[STORE]
    assert {} == planned.roots


def test_an_import_is_met_by_an_export_of_another_name() -> None:
    """Names are the manifest's affair, where types fit."""
    renamed = {"a:b/c": Wire("other", "x:y/other")}
    parts = [
        part("user", relaying("x:y/user"), wiring=renamed),
        part("other", relaying("x:y/other"), wiring={"a:b/c": "seven"}),
        part("seven", constant(7)),
    ]
    _, binary = composed(parts, ["user"])
    assert 7 == Running(binary).call("f", interface="x:y/user")


BARE = """(component (import "f" (func $f (result u32))) (export "g" (func $f)))"""


def test_an_import_is_met_by_one_function_of_an_interface() -> None:
    """A function of an instance meets an import that has no interface."""
    user = part("user", dummy.from_wat(BARE), wiring={"f": Wire("seven", "a:b/c", "f")})
    planned, _ = composed([user, part("seven", constant(7))], ["user"])
    given = FromExport("seven", "a:b/c", FUNC, "f")
    assert given == planned.instances["user"].arguments["f"]


def test_the_apps_own_import_may_have_another_name() -> None:
    """Two components that mean different things by one name can both have them from outside."""
    wiring = {"f": Wire(APP, "other"), "a:b/c": Wire(APP, "x:y/c")}
    kinds = {"a:b/c": Interface({"f": Func((), Primitive("u32"))})}
    parts = [
        part("one", dummy.from_wat(BARE), wiring=wiring and {"f": wiring["f"]}),
        part("two", relay(kinds, {"x:y/two": "a:b/c"}), wiring={"a:b/c": wiring["a:b/c"]}),
    ]
    planned, _ = composed(parts, ["one", "two"])
    assert ["other", "x:y/c"] == [*planned.roots]


def test_a_function_and_an_interface_of_one_name_are_kept_apart() -> None:
    """A component's interface is no provider of a function that happens to be called so."""
    wit = "package t:b; world w { export f: interface { h: func(); } }"
    parts = [part("a", dummy.from_wat(BARE)), part("b", dummy.from_wit(wit))]
    planned, _ = composed(parts, ["a", "b"], ["f"])
    assert FromRoot("f", FUNC) == planned.instances["a"].arguments["f"]
    assert ["g", "f"] == [*planned.exports]


def test_chosen_exports() -> None:
    """Of a component the app exports an interface, under another name, and a function of it."""
    shown = [
        AppExport("seven", "a:b/c", title="x:y/numbers"),
        AppExport("seven", "a:b/c", "f", "lucky"),
        AppExport("relay", "x:y/two", "f"),
    ]
    parts = [part("seven", constant(7)), part("relay", relaying("x:y/two"))]
    planned, binary = composed(parts, shown)
    assert ["x:y/numbers", "lucky", "f"] == [*planned.exports]
    running = Running(binary)
    assert [7, 7] == [running.call("lucky"), running.call("f", interface="x:y/numbers")]


def test_exports_that_need_types_of_a_third_interface() -> None:
    """An interface stands behind all that its types are made of, at any depth."""
    wit = """package d:a@0.1.0 {
        interface types { record balance { value: u64 } }
        interface api { use types.{balance}; variant wallet { btc(balance) } pay: func(x: wallet); }
    }"""
    hi = "interface hi { use d:a/api@0.1.0.{wallet}; greet: func(a: wallet); }"
    calc = dummy.from_wit(f"package t:c; {wit} {hi} world w {{ export hi; }}")
    adder = dummy.from_wit(
        f"package t:a; {wit} world w {{ export d:a/types@0.1.0; export d:a/api@0.1.0; }}"
    )
    planned, _ = composed([part("calc", calc), part("adder", adder)], ["calc", "adder"])
    assert ["d:a/types@0.1.0", "d:a/api@0.1.0", "t:c/hi"] == [*planned.exports]


def test_what_is_asked_of_a_contract_outside_is_told() -> None:
    """Of a contract that is no WASI the table says who holds it, and who only asks."""
    asking = part("asking", relaying("x:y/asking"), wiring={"a:b/c": "holding"})
    holding = part("holding", relaying("a:b/c"), wiring={"a:b/c": Wire(APP)})
    _, binary = composed([asking, holding], ["asking"])
    rows = [line.split() for line in as_text(inspect_app(binary, "app")).splitlines()]
    last = {row[0]: row[-1] for row in rows if row and row[0] in ("asking", "holding")}
    assert {"asking": "asks", "holding": "holds"} == last
