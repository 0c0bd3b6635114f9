"""From a plan to the bytes of the composite."""

from __future__ import annotations

from wae.binary.build import Argument, ComponentBuilder
from wae.binary.encode import TypeSpace
from wae.binary.syntax import FUNC, INSTANCE, TYPE
from wae.binary.types import Func, Named, Resource, TypeDef
from wae.compose.graph import (
    FromExport,
    FromInstance,
    FromRoot,
    FromType,
    Instance,
    Plan,
    PlanError,
    Source,
    TypeName,
)
from wae.compose.share import shared_modules, use_shared
from wae.compose.type_names import ROOT
from wae.compose.world import WORLD


def encode(plan: Plan, title: str) -> bytes:
    """The composite: shared modules, imports, components, instances and exports, in that order.

    Raises :class:`PlanError` if it is larger than what runtimes take.
    """
    return _Encoder(plan).composite(title)


MOST_COMPONENTS = 1000  # wasmparser's limits, which wasmtime, wasm-tools and jco share
MOST_INSTANCES = 4096


class _Encoder:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.builder = ComponentBuilder()
        self.made: dict[str, int] = {}  # instances
        self.aliases: dict[FromRoot | FromExport, int] = {}
        self.types: dict[TypeName, int] = {}

    def composite(self, title: str) -> bytes:
        plan, builder = self.plan, self.builder
        # Generated components are left as they are, so that an inspector can recognize them.
        ours = [binary for key, binary in plan.components.items() if key not in plan.generated]
        modules = shared_modules(ours)
        index = {digest: builder.core_module(module) for digest, module in modules.items()}
        for name, item in plan.roots.items():
            builder.import_item(name, item)
        components = {
            key: builder.component(
                binary if key in plan.generated else use_shared(binary, index), key
            )
            for key, binary in plan.components.items()
        }
        for name, instance in plan.instances.items():
            arguments = self.arguments(instance)
            self.made[name] = builder.instantiate(components[instance.component], arguments, name)
        for name, given in plan.exports.items():
            self.export(name, given)
        self.check_size()
        return builder.finish(title)

    def export(self, title: str, given: FromExport) -> None:
        signature = self.plan.signatures.get(title)
        if signature is None:
            self.builder.export(title, given.sort, self.source(given))
            return
        types = TypeSpace(self.builder.type, lambda named: self.type(signature.names[named]))
        match signature.item:
            case Func() as function:
                self.builder.export_function(title, self.source(given), types.index(function))
            case TypeDef(kind):
                is_new = isinstance(kind, Resource)
                index = self.source(given) if is_new else types.index(kind)
                name = TypeName(given.instance, WORLD, given.export)
                self.types[name] = self.builder.export(title, TYPE, index)

    def type(self, name: TypeName) -> int:
        """The index of a type by its name at the root."""
        if name not in self.types:
            if name.instance != ROOT:
                owner = self.source(FromExport(name.instance, name.owner))
            elif name.owner:
                owner = self.builder.imported[name.owner]
            else:
                return self.builder.imported[name.name]
            self.types[name] = self.builder.alias_export(owner, name.name, TYPE)
        return self.types[name]

    def check_size(self) -> None:
        """Raises :class:`PlanError` for what is more than validators and engines take."""
        counts = self.builder.counts
        specs = counts.get("component", 0) + counts.get("core module", 0)
        if specs > MOST_COMPONENTS or counts.get("instance", 0) > MOST_INSTANCES:
            raise PlanError(
                "",
                f"the app consists of {specs} components and core modules, and of "
                f"{counts.get('instance', 0)} instances: runtimes accept {MOST_COMPONENTS} and "
                f"{MOST_INSTANCES}",
                hint="Compose specs of it first",
            )

    def arguments(self, instance: Instance) -> list[Argument]:
        arguments: dict[str, Argument] = {}

        def foreign(kind: Named) -> int:
            if kind.owner == WORLD:
                return arguments[kind.name][2]
            owner = self.source(instance.arguments[kind.owner])
            return self.builder.alias_export(owner, kind.name, TYPE)

        types = TypeSpace(self.builder.type, foreign)
        for wanted, given in instance.arguments.items():
            match given:
                case FromType(kind):
                    arguments[wanted] = (wanted, TYPE, types.index(kind))
                case FromInstance():
                    arguments[wanted] = (wanted, INSTANCE, self.source(given))
                case FromRoot() | FromExport():
                    arguments[wanted] = (wanted, given.sort, self.source(given))
        return list(arguments.values())

    def source(self, given: Source) -> int:
        match given:
            case FromRoot(name, _, item):
                imported = self.builder.imported[name]
                return self.function(imported, given, item) if item else imported
            case FromInstance(instance):
                return self.made[instance]
            case FromExport(instance, export, sort, item):
                if item:
                    return self.function(self.source(FromExport(instance, export)), given, item)
                if given not in self.aliases:
                    made = self.made[instance]
                    self.aliases[given] = self.builder.alias_export(made, export, sort)
                return self.aliases[given]
            case FromType():
                raise TypeError("a type is not an instance")

    def function(self, instance: int, given: FromRoot | FromExport, item: str) -> int:
        if given not in self.aliases:
            self.aliases[given] = self.builder.alias_export(instance, item, FUNC)
        return self.aliases[given]
