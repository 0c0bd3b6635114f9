"""Parts of an app made from bytes, planned, encoded and checked in one go."""

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import dummy

from wae.binary.build import ComponentBuilder
from wae.binary.decode import decode_component
from wae.binary.rename import rename_owners
from wae.binary.syntax import INSTANCE
from wae.binary.types import Interface
from wae.compose import ComponentSpec, Plan, Policy, encode, plan
from wae.compose.graph import AppExport, Wire
from wae.compose.interfaces import in_order


def part(
    name: str,
    binary: bytes,
    grants: Iterable[str] = (),
    policy: Policy | None = None,
    *,
    per_consumer: bool = False,
    consumers: Iterable[str] | None = None,
    wiring: Mapping[str, str | Wire] | None = None,
    variables: tuple[str, ...] | None = None,
) -> ComponentSpec:
    allowed = None if consumers is None else frozenset(consumers)
    kind = decode_component(binary)
    held = frozenset(grants)
    wires = {n: Wire(w) if isinstance(w, str) else w for n, w in (wiring or {}).items()}
    return ComponentSpec(name, binary, kind, held, policy, per_consumer, allowed, variables, wires)


def written(wit: str, world: str, core: str) -> bytes:
    """A component of a world whose core module is written in WAT.

    Its imports and exports go by the names that `wasm-tools component new` expects.
    """
    with tempfile.TemporaryDirectory() as folder:
        text, module = Path(folder, "world.wit"), Path(folder, "core.wat")
        text.write_text(wit)
        module.write_text(core)
        embedded = dummy.wasm_tools("component", "embed", "--world", world, text, module)
    assert embedded.returncode == 0, embedded.stderr.decode()
    made = dummy.wasm_tools("component", "new", "-", given=embedded.stdout)
    assert made.returncode == 0, made.stderr.decode()
    return made.stdout


def relay(imports: Mapping[str, Interface], exports: Mapping[str, str]) -> bytes:
    """A component that exports what it imports: `exports` maps new names to imported ones."""
    builder = ComponentBuilder()
    for name, interface in in_order(imports).items():
        builder.import_interface(name, interface)
    for name, imported in exports.items():
        builder.export(name, INSTANCE, builder.imported[imported])
    return builder.finish("relay")


def renamed(interface: Interface, old: str, new: str) -> Interface:
    """The interface with its own types under another owner."""
    actual = rename_owners(interface, lambda owner: new if owner == old else owner)
    assert isinstance(actual, Interface)
    return actual


def composed(
    parts: list[ComponentSpec], exports: Iterable[str | AppExport], imports: Iterable[str] = ()
) -> tuple[Plan, bytes]:
    """The plan and the composite, which wasm-tools must accept."""
    planned = plan(parts, exports, imports)
    binary = encode(planned, "test")
    assert "" == dummy.problem(binary)
    return planned, binary
