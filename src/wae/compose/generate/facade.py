"""Makes an instance of an interface of functions and types that are at hand.

Functions of a resource type must stand beside its name (``Explainer.md``, Name Uniqueness), which
only the exports of a component do. So a component without code, within the one that defines the
functions, exports what it imports.
"""

from __future__ import annotations

from wae.binary.build import Argument, ComponentBuilder
from wae.binary.syntax import FUNC, INSTANCE, TYPE
from wae.binary.types import Named, Resource
from wae.compose.interfaces import Interfaces, needed_types


class Facade:
    """For ``interfaces[owner]``: ``binary`` imports what :meth:`arguments` gives it."""

    def __init__(self, owner: str, interfaces: Interfaces) -> None:
        self.owner = owner
        self.interface = interfaces[owner]
        self.needed = needed_types(owner, interfaces)
        self.binary = self._component()

    def arguments(
        self, instances: dict[str, int], types: dict[str, int], functions: dict[str, int]
    ) -> list[Argument]:
        """The arguments to make the instance of.

        ``instances`` are the other interfaces; ``types`` the types that this one defines, and
        ``functions`` its functions, by name.
        """
        arguments: list[Argument] = [(name, INSTANCE, instances[name]) for name in self.needed]
        for i, title in enumerate(self.interface.typedefs()):
            arguments.append((f"t{i}", TYPE, types[title]))
        for i, title in enumerate(self.interface.functions()):
            arguments.append((f"f{i}", FUNC, functions[title]))
        return arguments

    def _component(self) -> bytes:
        builder = ComponentBuilder()
        for name, types in self.needed.items():
            builder.import_interface(name, types)
        for i, (title, item) in enumerate(self.interface.typedefs().items()):
            builder.types.named[Named(self.owner, title)] = builder.import_item(f"t{i}", item)
        functions = self.interface.functions()
        given = [builder.import_item(f"f{i}", func) for i, func in enumerate(functions.values())]

        builder.types.anonymous.clear()  # from here on in terms of the exported types
        for title, item in self.interface.typedefs().items():
            named = Named(self.owner, title)
            fresh = isinstance(item.type, Resource)
            index = builder.types.named[named] if fresh else builder.types.index(item.type)
            builder.types.named[named] = builder.export(title, TYPE, index)
        for (title, func), index in zip(functions.items(), given, strict=True):
            builder.export_function(title, index, builder.types.index(func))
        return builder.finish()
