"""Tells the core modules of a componentize-py component apart by what they are given.

What is looked for is how wit-component's linker (crate ``wit-component``, ``linking.rs``) wires
shared libraries: ``main`` has memory, table and addresses; ``init`` has filled the table and is
given whole instances; ``shim`` and ``fixup`` lead calls to what is made later.
"""

from __future__ import annotations

from dataclasses import dataclass

from wae.link.errors import LinkError
from wae.link.wiring import Bundle, Export, Instantiation, Wiring

BINDINGS = "libcomponentize_py_bindings.so"
INTERPRETERS = "libpython"
_MAIN, _FIXUP, _FIXED_TABLE = "env", "", "$imports"


@dataclass(frozen=True)
class Roles:
    """Core instances by what they are for; ``libraries`` are those to merge, in order."""

    main: int
    init: int
    shim: int
    fixup: int
    bindings: int
    libraries: dict[int, str]


def find_roles(wiring: Wiring) -> Roles | None:
    """Who is who; None for a component that is not made of CPython's libraries.

    Raises :class:`LinkError` for one that is, but not in the way that is known here.
    """
    real = {i: one for i, one in enumerate(wiring.instances) if isinstance(one, Instantiation)}
    init = [number for number, one in real.items() if _takes_instances(wiring, one)]
    if not any(name.startswith(INTERPRETERS) for i in init for name in real[i].arguments):
        return None
    if len(init) != 1 or not {_MAIN, BINDINGS} <= real[init[0]].arguments.keys():
        raise LinkError("its libraries are not wired as expected")
    named = dict(real[init[0]].arguments)
    main, bindings = named.pop(_MAIN), named.pop(BINDINGS)
    fixup, shim = _find_fixup(wiring, real)
    rest = real.keys() - {main, bindings, fixup, shim, *init, *named.values()}
    libraries = {number: name for name, number in named.items()}
    libraries |= {number: f"part {i}" for i, number in enumerate(sorted(rest))}
    roles = [main, bindings, fixup, shim, *init, *libraries]
    if len(set(roles)) != len(named) + len(rest) + 5 or set(roles) != real.keys():
        raise LinkError("a core instance has two parts to play")
    ordered = {number: libraries[number] for number in sorted(libraries)}
    return Roles(main, init[0], shim, fixup, bindings, ordered)


def _takes_instances(wiring: Wiring, one: Instantiation) -> bool:
    """Whether it is given another module's instance as a whole."""
    return any(isinstance(wiring.instance(i), Instantiation) for i in one.arguments.values())


def _find_fixup(wiring: Wiring, real: dict[int, Instantiation]) -> tuple[int, int]:
    """The instance that fills the shim's table, and the shim."""
    for number, one in real.items():
        if one.arguments.keys() == {_FIXUP}:
            bundle = wiring.instance(one.arguments[_FIXUP])
            if isinstance(bundle, Bundle) and _FIXED_TABLE in bundle.items:
                table = wiring.item(bundle.items[_FIXED_TABLE])
                if isinstance(table, Export) and table.instance in real:
                    return number, table.instance
    raise LinkError("it has no shim for calls of imports")
