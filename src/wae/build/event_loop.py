"""The event loop for Python components with async functions (:mod:`wae.guest.event_loop`)."""

from __future__ import annotations

from importlib.resources import files

from wae.binary.types import ComponentType, Func, Interface
from wae.build.tree import Tree

MODULE = "wae_event_loop"


def event_loop(world: ComponentType) -> Tree:
    """The module that a component of this world needs to run asyncio; none if nothing is async."""
    if not any(_is_async(item) for item in world.exports.values()):
        return {}
    return {f"{MODULE}.py": files("wae").joinpath("guest/event_loop.py").read_bytes()}


def _is_async(item: object) -> bool:
    if isinstance(item, Interface):
        return any(_is_async(func) for func in item.functions().values())
    return isinstance(item, Func) and item.is_async
