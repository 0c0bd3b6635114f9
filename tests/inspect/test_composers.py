"""What others compose, and what is composed of composites, is read like our own."""

from hashlib import sha256
from pathlib import Path

import pytest
from tests.dummy import from_wit, wasm_tools
from tests.inspect.composites import instance

from wae.binary.decode import decode_component
from wae.compose import ComponentSpec, encode, plan
from wae.compose.capabilities import GRANTS
from wae.inspect.report import inspect_app

PACKAGES = """
package wasi:cli@0.2.3 { interface environment { get-arguments: func() -> list<string>; } }
package wasi:filesystem@0.2.3 {
  interface preopens { get-directories: func() -> list<string>; }
}
package my:x@0.1.0 { interface a { f: func(); } interface b { g: func(); } }
"""
ENVIRONMENT, PREOPENS = "wasi:cli/environment@0.2.3", "wasi:filesystem/preopens@0.2.3"


def component(*items: str) -> bytes:
    return from_wit(
        f"package t:t;\nworld w {{ {' '.join(f'{item};' for item in items)} }}{PACKAGES}"
    )


@pytest.fixture(scope="module")
def composed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`top`, which asks a composite of `app`, with arguments, and `lib`, with files."""
    folder = tmp_path_factory.mktemp("composed")
    parts = {
        "lib": component(f"import {PREOPENS}", "export my:x/a@0.1.0"),
        "app": component(f"import {ENVIRONMENT}", "import my:x/a@0.1.0", "export my:x/b@0.1.0"),
        "top": component("import my:x/b@0.1.0", "export my:x/a@0.1.0"),
    }
    for name, binary in parts.items():
        (folder / f"{name}.wasm").write_bytes(binary)
    for name, definition, output in (("app", "lib", "inner"), ("top", "inner", "outer")):
        root, given, made = (folder / f"{each}.wasm" for each in (name, definition, output))
        done = wasm_tools("compose", root, "-d", given, "-o", made)
        assert 0 == done.returncode, done.stderr
    return folder


def test_wasm_tools_compose(composed: Path) -> None:
    """Instances in a composite in a composite of `wasm-tools compose` are all there."""
    actual = inspect_app((composed / "outer.wasm").read_bytes(), "outer")
    by_file = {instance.sha256: instance for instance in actual.instances}
    top, group, app, lib = (
        by_file[sha256((composed / f"{name}.wasm").read_bytes()).hexdigest()]
        for name in ("top", "inner", "app", "lib")
    )
    assert (True, ("environment", "files")) == (group.wires_only, group.capabilities)
    assert (("environment",), {"files": (lib.name,)}) == (app.capabilities, app.through)
    assert (("files",), {}) == (lib.capabilities, lib.through)
    assert ((), {"environment": (app.name,), "files": (lib.name,)}) == (
        top.capabilities,
        top.through,
    )
    assert [group.name] * 2 == [app.within, lib.within]


def test_the_toolbox_as_a_part(toolbox: Path) -> None:
    """Put into another app whole, it holds what it held, and its limits are still proved."""
    binary = toolbox.read_bytes()
    box = ComponentSpec(
        "box", binary, decode_component(binary), frozenset(GRANTS) - _missing(binary)
    )
    alone = inspect_app(binary, "toolbox")
    actual = inspect_app(encode(plan([box], ["box"]), "nest"), "nest")
    for each in alone.instances:
        inner = instance(actual, f"box/{each.name}")
        assert each.capabilities == inner.capabilities
        assert each.policy == inner.policy
        assert each.variables == inner.variables
        assert {
            c: tuple(f"box/{n}" for n in who) for c, who in each.through.items()
        } == inner.through
    held = {c for each in alone.instances for c in each.capabilities}
    assert held == set(instance(actual, "box").capabilities)


def _missing(binary: bytes) -> set[str]:
    """The grants for which the app has no use."""
    held = {c for each in inspect_app(binary, "x").instances for c in each.capabilities}
    return set(GRANTS) - held
