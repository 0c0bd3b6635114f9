"""Resolves what the libraries import to plain values, so that they can be merged.

What lies before the bindings, in memory and in the table, has the same address in every component;
what lies behind them moves with their size.
"""

from __future__ import annotations

from wae.link.canon import Canon, Reference
from wae.link.errors import LinkError
from wae.link.main import STACK_POINTER, read_main
from wae.link.module import FUNC, GLOBAL, Global, Import, Module, SectionId, read_module
from wae.link.program import (
    Constant,
    Library,
    Outside,
    Program,
    Slot,
    StackPointer,
    State,
    Symbol,
    Variable,
)
from wae.link.roles import BINDINGS, Roles
from wae.link.wiring import Bundle, Destructible, Export, Instantiation, Wiring

TABLE_STEP = 8192
"""The table's size is a multiple of it, so that it is the same whatever the bindings add."""

_GOT_FUNC, _TABLE_BASE = "GOT.func", "__table_base"


class Resolver:
    """A component wired with these roles. All raise :class:`LinkError` where it is not."""

    def __init__(self, wiring: Wiring, roles: Roles) -> None:
        self.wiring, self.roles = wiring, roles
        self.main = read_main(self.module(roles.main), self.module(roles.init))
        self.libraries = {name: self.module(number) for number, name in roles.libraries.items()}
        self.outside: dict[str, Reference] = {}
        self.state: dict[str, Global] = {}
        """What the merged module imports: functions, and globals of the component's own module."""

    def program(self) -> Program:
        """All that the merged module is made of, and what the rest of the component needs of it."""
        for name, module in self.libraries.items():
            _check(name, module)
        kept = self._kept()
        for one in kept:
            item = self.wiring.item(one)
            if one.kind == GLOBAL and isinstance(item, Export) and item.name != STACK_POINTER:
                self.state[item.name] = self.main.variable(item.name)
        functions = [self.function(one) for one in kept if one.kind == FUNC]
        exports = {one for one in functions if isinstance(one, Symbol)}
        return Program(
            tuple(self._library(number, name) for number, name in self.roles.libraries.items()),
            tuple(sorted(exports)),
            tuple(self._symbol(library, name) for library, name in self.main.slots),
            self.main.variable(STACK_POINTER).value,
            -(-self.main.table_size // TABLE_STEP) * TABLE_STEP,
        )

    def module(self, instance: int) -> Module:
        """The module that a core instance is made of."""
        return read_module(self.wiring.module(self.instantiation(instance).module))

    def function(self, reference: Reference) -> Symbol | Canon | Export:
        """What a core function of the component is, behind trampolines.

        An export is one of the shim or the bindings.
        """
        item = self.wiring.item(reference)
        if isinstance(item, Canon):
            return item
        if item.instance == self.roles.main:
            target = self.main.function(item.name)
            if isinstance(target, Import):
                return self._behind_shim(self._argument(self.roles.main, target))
            return self._symbol(*target)
        if item.instance in self.roles.libraries:
            return self._symbol(self.roles.libraries[item.instance], item.name)
        if item.instance not in (self.roles.shim, self.roles.bindings):
            raise LinkError(f"the function {item.name} comes from where none is expected")
        return item

    def _kept(self) -> list[Reference]:
        """The core items that parts of the component refer to which stay as they are."""
        kept: list[Reference] = []
        for instance in (self.roles.bindings, self.roles.fixup):
            for number in self.instantiation(instance).arguments.values():
                kept += self.bundle(number).items.values()
        for one in (*self.wiring.items[FUNC], *self.wiring.outer):
            if isinstance(one, Canon):
                kept += one.references
            elif isinstance(one, Destructible):
                kept.append(one.destructor)
        return kept

    def _behind_shim(self, reference: Reference) -> Symbol | Canon | Export:
        """The same, but the function that fixup puts into the shim, if a library exports it."""
        target = self.function(reference)
        if isinstance(target, Export) and target.instance == self.roles.shim:
            bundle = self.bundle(self.instantiation(self.roles.fixup).arguments[""])
            if target.name not in bundle.items:
                raise LinkError(f"nothing fills slot {target.name} of the shim")
            filled = self.function(bundle.items[target.name])
            return filled if isinstance(filled, Symbol) else target
        return target

    def _library(self, number: int, name: str) -> Library:
        module = self.libraries[name]
        functions = [self._function(number, name, one) for one in module.imported(FUNC)]
        variables = [self._variable(number, one) for one in module.imported(GLOBAL)]
        for index, own in enumerate(module.globals):
            value = own.value + self._base(name, own, variables)
            if own.mutable:
                variables.append(self._state(f"{name}:{index}", Global(own.type, value)))
            else:
                variables.append(Constant(value))
        return Library(name, module, tuple(functions), tuple(variables))

    def _function(self, number: int, library: str, one: Import) -> Symbol | Outside:
        reference = self._argument(number, one)
        target = self._behind_shim(reference)
        if isinstance(target, Symbol):
            return target
        if isinstance(target, Export) and target.instance == self.roles.bindings:
            raise LinkError(f"{library} calls {one.name} of the bindings")
        title = f"{library} {one.module} {one.name}"
        self.outside[title] = reference
        return Outside(title)

    def _variable(self, number: int, one: Import) -> Variable:
        item = self.wiring.item(self._argument(number, one))
        if not isinstance(item, Export) or item.instance != self.roles.main:
            raise LinkError(f"the global {one.name} is not one of main's")
        if item.name == STACK_POINTER:
            return StackPointer()
        variable = self.main.variable(item.name)
        in_table = one.module == _GOT_FUNC or one.name == _TABLE_BASE
        if one.module == _GOT_FUNC and 0 <= variable.value - self.main.base < len(self.main.slots):
            return Slot(variable.value - self.main.base)
        if variable.value < (self._table_of_bindings if in_table else self._memory_of_bindings):
            return Constant(variable.value)
        return self._state(item.name, variable)

    def _base(self, library: str, own: Global, variables: list[Variable]) -> int:
        """What a library adds its global's value to; only earlier globals count."""
        if own.base is None:
            return 0
        base = variables[own.base] if own.base < len(variables) else None
        if not isinstance(base, Constant):
            raise LinkError(f"a global of {library} is not the same in all components")
        return base.value

    def _state(self, title: str, variable: Global) -> State:
        self.state[title] = variable
        return State(title, variable.type)

    @property
    def _memory_of_bindings(self) -> int:
        return self.main.variable(f"{BINDINGS}:memory_base").value

    @property
    def _table_of_bindings(self) -> int:
        return self.main.variable(f"{BINDINGS}:table_base").value

    def _symbol(self, library: str, name: str) -> Symbol:
        module = self.libraries.get(library, Module())
        if module.exports.get(name, (None, 0))[0] != FUNC:
            raise LinkError(f"{library} exports no function {name}")
        return Symbol(library, name)

    def _argument(self, instance: int, one: Import) -> Reference:
        """What the module of ``instance`` is given for an import."""
        given = self.instantiation(instance).arguments.get(one.module, len(self.wiring.instances))
        reference = self.bundle(given).items.get(one.name)
        if reference is None or reference.kind != one.kind:
            raise LinkError(f"nothing fit is given for {one.module} {one.name}")
        return reference

    def instantiation(self, number: int) -> Instantiation:
        one = self.wiring.instance(number)
        if not isinstance(one, Instantiation):
            raise LinkError(f"core instance {number} is not made of a module")
        return one

    def bundle(self, number: int) -> Bundle:
        one = self.wiring.instance(number)
        if not isinstance(one, Bundle):
            raise LinkError(f"core instance {number} is not made of items")
        return one


def _check(name: str, module: Module) -> None:
    """Memory, table and data must all be main's, and nothing run when a library is instantiated."""
    if module.tables or module.memories:
        raise LinkError(f"{name} has a memory or a table of its own")
    for part in (SectionId.START, SectionId.DATA):
        if part in module.sections:
            raise LinkError(f"{name} has data or a start function")
    if SectionId.DATA_COUNT in module.sections:
        raise LinkError(f"{name} counts data segments")
