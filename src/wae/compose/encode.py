"""From a plan to the bytes of the composite."""

from __future__ import annotations

from wae.binary.build import Argument, ComponentBuilder
from wae.binary.syntax import INSTANCE
from wae.compose.graph import FromExport, FromInstance, FromRoot, Plan, Source
from wae.compose.share import shared_modules, use_shared


def encode(plan: Plan, title: str) -> bytes:
    """The composite: shared modules, imports, components, instances and exports, in that order."""
    builder = ComponentBuilder()
    # Generated components are left as they are, so that an inspector can recognize them.
    ours = [binary for key, binary in plan.components.items() if key not in plan.generated]
    modules = shared_modules(ours)
    index = {digest: builder.core_module(module) for digest, module in modules.items()}
    for name, interface in plan.roots.items():
        builder.import_interface(name, interface)
    components = {
        key: builder.component(binary if key in plan.generated else use_shared(binary, index), key)
        for key, binary in plan.components.items()
    }
    made: dict[str, int] = {}
    aliases: dict[FromExport, int] = {}

    def source(given: Source) -> int:
        match given:
            case FromRoot(interface):
                return builder.imported[interface]
            case FromInstance(instance):
                return made[instance]
            case FromExport(instance, export):
                if given not in aliases:
                    aliases[given] = builder.alias_export(made[instance], export, INSTANCE)
                return aliases[given]

    for name, instance in plan.instances.items():
        arguments: list[Argument] = [
            (wanted, INSTANCE, source(given)) for wanted, given in instance.arguments.items()
        ]
        made[name] = builder.instantiate(components[instance.component], arguments, name)
    for name, given in plan.exports.items():
        builder.export(name, INSTANCE, source(given))
    return builder.finish(title)
