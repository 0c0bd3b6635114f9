"""Wishes of a manifest that contradict each other, or that nothing could grant."""

from __future__ import annotations

from collections.abc import Iterator

from wae.binary.types import Func, Interface
from wae.compose.capabilities import is_wasi, source_of
from wae.compose.contracts import wire_of
from wae.compose.generate.gate import is_outgoing
from wae.compose.generate.policy import is_policy
from wae.compose.graph import APP, ComponentSpec, PlanError, Wire
from wae.compose.world import is_title, is_value_type


def wish_problems(spec: ComponentSpec) -> Iterator[PlanError]:
    """What the manifest says of an import and cannot be so."""
    for wanted in spec.type.imports:
        wire = wire_of(spec, wanted)
        if wire is not None:
            try:
                _check_wire(spec, wanted, wire)
            except PlanError as problem:
                yield problem


def _check_wire(spec: ComponentSpec, wanted: str, wire: Wire) -> None:
    item = spec.type.imports[wanted]
    if is_policy(wanted):
        raise PlanError(
            spec.name,
            f'"{spec.name}" has an imports entry for {wanted}, but its policy is made of its hosts',
            hint=f"Remove {wanted} from its imports",
        )
    if is_value_type(item):
        raise PlanError(
            spec.name,
            f'"{spec.name}" has an imports entry for {wanted}, which is a type: types need no '
            "provider",
            hint=f"Remove {wanted} from its imports",
        )
    if wire.item and not isinstance(item, Func):
        raise PlanError(
            spec.name,
            f'"{spec.name}" imports {wanted}, which is not a function',
            hint="Remove item",
        )
    if wire.component == APP:
        _check_outside(spec, wanted, wire)
    elif source_of(wanted) == "environment" and spec.variables is not None:
        raise PlanError(
            spec.name,
            f'"{spec.name}" may read environment variables, but imports {wanted} from '
            f'"{wire.component}"',
            hint="Remove environment from it, or the import",
        )
    elif is_outgoing(wanted) and spec.policy is not None:
        raise PlanError(
            spec.name,
            f'"{spec.name}" has hosts, but imports {wanted} from "{wire.component}"',
            hint=f'Give the hosts to "{wire.component}"',
        )


def _check_outside(spec: ComponentSpec, wanted: str, wire: Wire) -> None:
    item = spec.type.imports[wanted]
    if wire.item:
        _check_interface(spec, wanted, wire)
        return
    if not wire.name or wire.name == wanted:
        return
    if not is_title(wire.name, is_interface=isinstance(item, Interface)) or not isinstance(
        item, Func | Interface
    ):
        raise PlanError(
            spec.name,
            f'"{spec.name}" should import {wanted} from outside the app as {wire.name}, '
            "which cannot be its name",
            hint="Use lower-case words, joined by -, or NAMESPACE:PACKAGE/INTERFACE",
        )


def _check_interface(spec: ComponentSpec, wanted: str, wire: Wire) -> None:
    """Checks the interface outside of which one function is to meet an import."""
    if not is_title(wire.name, is_interface=True):
        raise PlanError(
            spec.name,
            f'"{spec.name}" should import {wanted} of {wire.name or wanted} from outside the app, '
            "which cannot name an interface",
            hint="Use lower-case words, joined by -, or NAMESPACE:PACKAGE/INTERFACE",
        )
    if not is_title(wire.item, is_interface=False):
        raise PlanError(
            spec.name,
            f'"{spec.name}" should import {wanted} from outside the app as {wire.item} of '
            f"{wire.name}, which cannot name a function",
            hint="Use lower-case words, joined by -, as item",
        )
    if is_wasi(wire.name) or is_policy(wire.name):
        raise PlanError(
            spec.name,
            f'"{spec.name}" should import a function of {wire.name} from outside the app, which '
            f"goes by {'hosts' if is_policy(wire.name) else 'grants'}",
            hint="Let it import the interface, or name a component",
        )
