"""One run of a component's tests: what is made once, and what each test gets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from wae.testing.answering import contract_of_fakes
from wae.testing.imports import Imports
from wae.testing.native import NativeComponent, use
from wae.testing.target import Target, find_component, read_target

if TYPE_CHECKING:
    from wae.testing.sandbox import SealedComponent


class Session:
    """The tests of ``target``, or of the component in the file ``replacement``."""

    def __init__(self, target: Target, replacement: Path | None) -> None:
        self.target = target
        self.replacement = replacement
        use(target.prepare())

    @classmethod
    def of(
        cls, places: Sequence[Path], app: Path | None, replacement: Path | None
    ) -> Session | None:
        """The session for tests in these places; None where they are not those of one component.

        Raises :class:`wae.errors.WaeError` where it cannot be tested.
        """
        target = find_component(places, app)
        return cls(read_target(*target), replacement) if target else None

    @property
    def is_replaced(self) -> bool:
        """Whether there is nothing that could run natively."""
        return self.replacement is not None or not self.target.is_python

    def new_imports(self) -> Imports:
        _ = self._native
        return Imports(self.target.imports)

    def native(self, imports: Imports) -> object:
        exports = {name: kind for name, (_, kind) in self.target.exports.items()}
        return self._native.instance(exports, imports)

    def sandbox(self, imports: Imports) -> tuple[object, Callable[[], None]]:
        exports = {name: interface for name, (interface, _) in self.target.exports.items()}
        return self._sealed.instance(exports, imports)

    @cached_property
    def _native(self) -> NativeComponent:
        """It changes the classes of the bindings, from which tests derive their own in both
        worlds."""
        return NativeComponent(self.target.imports, contract_of_fakes(self.target.world.type))

    @cached_property
    def _sealed(self) -> SealedComponent:
        from wae.testing.sandbox import SealedComponent

        names = {interface: name for name, (interface, _) in self.target.imports.items()}
        binary = self.target.binary(self.replacement)
        return SealedComponent(binary, self.target.entry, self.target.inputs.source, names)
