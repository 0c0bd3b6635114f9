"""What a component knows of its own contract: what the host knows, with its bindings' classes."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from wae.build import contract_data
from wae.build.contract_package import MODULE, contract_package
from wae.build.tools import run, tool
from wae.build.tree import write_tree
from wae.contract import own
from wae.contract.json_values import from_json, to_json
from wae.contract.model import Contract, make_contract
from wae.contract.schema import Schemas
from wae.contract.shapes import Shape

WORLD = """
package t:app;
world app {
  import t:a/types@0.1.0;
  import t:b/types@0.1.0;
  import t:a/odd@0.1.0;
  import lone: func(x: u8) -> u8;
  export t:c/back;
}
"""
PACKAGES = {
    "a": """
package t:a@0.1.0;
/// Types that others use.
interface types {
  record point { x: u16 }
  enum %class { red, dark-green }
  flags rights { read, run-it }
  type alias = point;
  /// Shifts it.
  shift: func(point: point) -> alias;
}
interface odd {
  use types.{point, alias, rights as r};
  variant one { only(point) }
  variant HTTP-error { DNS-timeout, not-found(r), %class(u8) }
  record request { %from: u8, HTTP-get: string, twice: option<option<u8>>, %list: list<one> }
  %class: func(%from: request, r: r) -> result<tuple<u8, char>, HTTP-error>;
  HTTP-get: func(URL: string) -> list<result<_, one>>;
  /// Called like what the bindings themselves import.
  any: func(%flag: flag) -> optional;
  record flag { %enum: bool }
  record none { x: u8 }
  type optional = option<none>;
}
""",
    "b": "package t:b@0.1.0; interface types { record point { y: f64 } p: func(a: point); }",
    "c": """
package t:c;
interface back {
  use t:a/types@0.1.0.{point, %class};
  record answer { point: point, kind: %class }
  get: func() -> answer;
}
""",
}


@pytest.fixture(scope="module")
def bindings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the build makes for a component of this world."""
    folder = tmp_path_factory.mktemp("own")
    files = {"world.wit": WORLD} | {f"deps/{n}/{n}.wit": text for n, text in PACKAGES.items()}
    write_tree({name: text.encode() for name, text in files.items()}, folder / "wit")
    made = folder / "made"
    done = run([tool("componentize-py"), "-d", folder / "wit", "-w", "app", "bindings", made])
    assert 0 == done.returncode, done.stderr
    (made / MODULE).write_bytes(contract_data.data_module("app", folder / "wit", "app"))
    return made


@pytest.fixture(autouse=True)
def _component(bindings: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.syspath_prepend(str(bindings))
    own._given.cache_clear()
    yield
    own._given.cache_clear()
    for name in [*sys.modules]:
        if name.partition(".")[0] in ("wit_world", "componentize_py_types", own.DATA):
            del sys.modules[name]


def _hosts(items: str) -> Contract:
    component, docs = own._given()
    return make_contract(component, docs, getattr(component, items))


def _schemas(contract: Contract) -> dict[str, Any]:
    """What each function takes and gives, as JSON Schema."""
    schemas = Schemas("", contract.docs, contract.names)
    actual: dict[str, Any] = {}
    for function in contract.functions():
        shapes = [*(p.shape for p in function.parameters), function.result]
        actual[f"{function.interface}.{function.name}"] = [*map(schemas.maybe, shapes)]
    return {**actual, "definitions": schemas.definitions}


@pytest.mark.parametrize("items", ["imports", "exports"])
def test_the_same_as_the_host(items: str) -> None:
    """Functions, types, names and texts are those that the host has of the same types."""
    ours = getattr(own, items)()
    assert _schemas(_hosts(items)) == _schemas(ours)
    assert {} == ours.skipped


def _shape(function: str) -> Shape:
    functions = {f.title: f for f in own.imports().functions()}
    return functions[function].parameters[0].shape


def test_values() -> None:
    """JSON becomes values of the bindings' classes, and these become the same JSON."""
    from componentize_py_types import Some  # type: ignore[import-not-found]
    from wit_world.imports import odd, t_a_types  # type: ignore[import-not-found]

    document = {"from": 1, "HTTP-get": "x", "twice": {"some": None}, "list": [{"only": {"x": 7}}]}
    value = from_json(_shape("odd.class"), document)
    expected = odd.Request(1, "x", Some(None), [odd.One_Only(t_a_types.Point(7))])
    assert expected == value
    assert document == to_json(_shape("odd.class"), value)


def test_errors_and_results() -> None:
    """So do errors, and results that are values."""
    from componentize_py_types import Err, Ok
    from wit_world.imports import odd, t_a_types

    functions = {f.title: f for f in own.imports().functions()}
    result: Any = functions["odd.class"].result
    rights = t_a_types.Rights.READ | t_a_types.Rights.RUN_IT
    assert {"not-found": ["read", "run-it"]} == to_json(
        result.error, odd.HttpError_NotFound(rights)
    )
    assert "DNS-timeout" == to_json(result.error, odd.HttpError_DnsTimeout())
    several = functions["odd.HTTP-get"].result
    assert several is not None
    values = [Ok(None), Err(odd.One_Only(t_a_types.Point(1)))]
    assert [{"ok": None}, {"error": {"only": {"x": 1}}}] == to_json(several, values)


def test_exports() -> None:
    """An export's own types are its own; what it uses is the import's."""
    from wit_world.exports import back  # type: ignore[import-not-found]
    from wit_world.imports import t_a_types

    [function] = own.exports().functions()
    assert function.result is not None
    value = from_json(function.result, {"point": {"x": 1}, "kind": "dark-green"})
    assert back.Answer(t_a_types.Point(1), t_a_types.Class.DARK_GREEN) == value


def test_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    """A function is the one that the bindings have when it is called: in an interface of a longer
    name, by a keyword, by itself."""
    import wit_world  # type: ignore[import-not-found]
    from wit_world.imports import odd, t_a_types

    monkeypatch.setattr(t_a_types, "shift", lambda point: ("shift", point))
    monkeypatch.setattr(odd, "class_", lambda *given: given)
    monkeypatch.setattr(odd, "any", lambda flag: [flag])
    monkeypatch.setattr(wit_world, "lone", lambda x: x + 1)
    actual = {f.title: own.imported(f) for f in own.imports().functions()}
    assert ("shift", 1) == actual["a/types.shift"](1)
    assert (1, 2) == actual["odd.class"](1, 2)
    assert [odd.Flag(True)] == actual["odd.any"](odd.Flag(True))
    assert 8 == actual["lone"](7)


def test_some_interfaces_alone() -> None:
    """Only what is wanted is looked up."""
    assert ["t:a/odd@0.1.0"] == [*own.imports(lambda name: "odd" in name).interfaces]


def test_bindings_that_lack_something() -> None:
    """What the bindings do not have is an error at once."""
    from wit_world.imports import odd

    del odd.Request
    with pytest.raises(LookupError, match=r"the bindings have no Request in wit_world\.imports"):
        own.imports()


def test_the_package_stands_alone(tmp_path: Path) -> None:
    """What the build gives away imports nothing else of wae, nor anything that is not Python's."""
    write_tree(contract_package(), tmp_path)
    modules = [n.removesuffix(".py").replace("/", ".") for n in contract_package()]
    code = f"import {', '.join(name.removesuffix('.__init__') for name in modules)}"
    done = subprocess.run(
        [sys.executable, "-S", "-c", code],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert (0, "") == (done.returncode, done.stderr)
