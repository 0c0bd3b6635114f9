"""Links one component: finds who is who, resolves, and puts it together again."""

from __future__ import annotations

from dataclasses import dataclass

from wae.link.assemble import Assembly
from wae.link.program import Program
from wae.link.resolve import Resolver
from wae.link.roles import find_roles
from wae.link.state import state_module
from wae.link.wiring import read_wiring


@dataclass(frozen=True)
class Linking:
    """A component that can be linked; ``program`` is what its module of code is made of."""

    resolver: Resolver
    program: Program

    def component(self, code: bytes) -> bytes:
        """The linked component; ``code`` is what :func:`wae.link.merge.merge` makes of ``program``.

        Raises :class:`LinkError` if its parts do not fit together.
        """
        main = self.resolver.main
        state = state_module(main.module, main.base, self.resolver.state.items())
        return Assembly(self.resolver, code, state).component()


def read_linking(component: bytes) -> Linking | None:
    """What is needed to link ``component``; None for one that is not CPython's.

    Raises :class:`LinkError` for one that is laid out in an unknown way, :class:`BinaryError` for
    bytes that are no component.
    """
    wiring = read_wiring(component)
    roles = find_roles(wiring)
    if roles is None:
        return None
    resolver = Resolver(wiring, roles)
    return Linking(resolver, resolver.program())
