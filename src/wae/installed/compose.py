"""A tool with its grants in its bytes, and with wae's own `wae:http` where it asks for that."""

from __future__ import annotations

from wae.binary.decode import decode_component
from wae.binary.reader import BinaryError
from wae.binary.types import ComponentType, Func, Interface, Item
from wae.binary.versions import split
from wae.build import given
from wae.build.cache import cache_folder
from wae.compose import ComponentSpec, PlanError, encode, plan
from wae.compose.capabilities import is_wasi
from wae.compose.floors import needed
from wae.compose.generate.policy import Policy
from wae.compose.graph import AppExport
from wae.compose.world import needs_no_provider
from wae.compose.wrap import Authority, CannotWrap, tool_spec, wrap
from wae.errors import AppError
from wae.grants.model import Grants
from wae.grants.wrapped import authority_of
from wae.installed.keys import policy_of
from wae.manifest.given import settings_of
from wae.manifest.origin import HTTP, PREFIX, SETTINGS


def uses_http(kind: ComponentType) -> bool:
    """Whether a tool makes its requests through `wae:http`."""
    return any(split(name)[0].startswith(f"{PREFIX}{HTTP}/") for name in kind.imports)


def type_of(wasm: bytes, name: str) -> ComponentType:
    """The type of a tool. Raises AppError for what is no component, has nothing to
    call, or lacks what nobody here provides."""
    try:
        kind = decode_component(wasm)
    except BinaryError as error:
        raise AppError(f"{name} cannot be installed: {error.message}") from None
    for wanted, item in kind.imports.items():
        if split(wanted)[0].startswith(f"{PREFIX}{SETTINGS}/"):
            raise AppError(
                f"{name} cannot be installed: it imports {wanted}, which gives tools their keys",
                hint="A tool imports wae:http/client, which adds keys to its requests",
            )
        is_met = is_wasi(wanted) or split(wanted)[0].startswith(f"{PREFIX}{HTTP}/")
        if not is_met and not needs_no_provider(item):
            raise AppError(
                f"{name} cannot be installed: it imports {wanted}, which nothing provides",
                hint="Ask its author for an app that is composed",
            )
    if not any(map(_has_functions, kind.exports.values())):
        raise AppError(
            f"{name} cannot be installed: it exports no function, and is no command",
            hint="Ask its author for one that does",
        )
    return kind


def _has_functions(item: Item) -> bool:
    return isinstance(item, Func) or (isinstance(item, Interface) and bool(item.functions()))


def compose(wasm: bytes, name: str, grants: Grants, keys: tuple[str, ...]) -> bytes:
    """The tool in ``wasm`` with these grants, and no more.

    Raises AppError where the composer cannot hold it to them.
    """
    kind = type_of(wasm, name)
    authority = authority_of(grants)
    try:
        if not uses_http(kind):
            return wrap(wasm, name, authority)
        return _with_http(wasm, name, kind, authority, policy_of(grants, keys))
    except (CannotWrap, PlanError, BinaryError) as error:
        raise AppError(
            f"{name} cannot be held to what it is granted: {error.message}", hint=error.hint
        ) from None


def _with_http(
    wasm: bytes, name: str, kind: ComponentType, authority: Authority, policy: Policy
) -> bytes:
    cache = cache_folder()
    http = given.component(HTTP, cache)
    settings = given.component(SETTINGS, cache)
    # A tool's name is none of these, whatever it is.
    http_name, settings_name = f"{name}-{HTTP}", f"{name}-{SETTINGS}"
    specs = [
        tool_spec(name, wasm, kind, authority, policy),
        ComponentSpec(
            http_name,
            http,
            decode_component(http),
            grants=frozenset(["http"]),
            per_consumer=True,
        ),
        ComponentSpec(
            settings_name,
            settings,
            decode_component(settings),
            consumers=frozenset([http_name]),
            variables=settings_of([policy]),
        ),
    ]
    return encode(plan(specs, [AppExport(name)], [], wasi=needed(kind)), name)
