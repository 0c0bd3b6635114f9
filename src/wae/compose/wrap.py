"""Composes an app into another that gives it only so much of whoever runs it.

The app stays as it is; around it stand the components that the composer makes for every component
of a manifest: denials, a filter of variables, a gate for HTTP. So what an app may use is in the
bytes that run, and holds under every runtime.
"""

from __future__ import annotations

from dataclasses import dataclass

from wae.binary.decode import decode_component
from wae.binary.reader import BinaryError
from wae.binary.types import ComponentType
from wae.compose.capabilities import is_allowed, is_harmless, is_wasi, source_of
from wae.compose.encode import encode
from wae.compose.floors import OLDER, needed
from wae.compose.generate.floor import has_floor
from wae.compose.generate.policy import Policy
from wae.compose.graph import ComponentSpec, PlanError
from wae.compose.plan import plan
from wae.errors import WaeError


class CannotWrap(WaeError):
    """The composer cannot hold this app to less than all."""


@dataclass(frozen=True)
class Authority:
    """``variables`` are names, None for all; ``origins`` are for HTTP, None for any."""

    variables: tuple[str, ...] | None = ()
    files: bool = False
    sockets: bool = False
    origins: tuple[str, ...] | None = ()

    @property
    def grants(self) -> frozenset[str]:
        """The grants of a manifest that give this, as far as grants can say it."""
        given = {
            "terminal": True,
            "environment": self.variables is None,
            "files": self.files,
            "sockets": self.sockets,
            "http": self.origins is None,
        }
        return frozenset(name for name, is_given in given.items() if is_given)


def wrap(wasm: bytes, name: str, authority: Authority) -> bytes:
    """The app in ``wasm``, called ``name``, with no more than this authority, and a terminal.

    The same bytes where it imports nothing else anyway. Raises :class:`CannotWrap`.
    """
    try:
        kind = decode_component(wasm)
        wasi = needed(kind)
        is_on_floors = wasi == OLDER and any(map(has_floor, kind.imports))
        if not is_on_floors and all(_is_given(title, authority) for title in kind.imports):
            return wasm
        _check_known(kind)
        foreign = [title for title in kind.imports if not is_wasi(title)]
        specs = [tool_spec(name, wasm, kind, authority)]
        return encode(plan(specs, [name], foreign, wasi=wasi), name)
    except (BinaryError, PlanError) as error:
        raise CannotWrap(error.message, hint=error.hint) from error


def _is_given(title: str, authority: Authority) -> bool:
    return not is_wasi(title) or is_allowed(title, authority.grants)


def _check_known(kind: ComponentType) -> None:
    """Raises :class:`CannotWrap` for what is of WASI, but not of the WASI that we know."""
    for title in kind.imports:
        known = source_of(title) is not None or is_harmless(title)
        if is_wasi(title) and not known:
            raise CannotWrap(f"it imports {title}, which wae does not know")


def tool_spec(
    name: str,
    wasm: bytes,
    kind: ComponentType,
    authority: Authority,
    policy: Policy | None = None,
) -> ComponentSpec:
    """A component held to an authority; ``policy`` is that of its `wae:http`, if it has one."""
    imported = {source_of(title) for title in kind.imports}
    origins = authority.origins if "http" in imported else ()
    return ComponentSpec(
        name=name,
        binary=wasm,
        type=kind,
        grants=authority.grants & imported,
        policy=policy or (Policy(origins) if origins else None),
        variables=authority.variables if "environment" in imported else None,
    )
