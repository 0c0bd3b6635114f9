"""Makes the objects in a component's snapshot immortal, so that using them does not write to them.

CPython counts the references to an object in the object itself. A component starts with hundreds of
thousands of objects, all on pages that are shared until somebody writes to them; a first call used
to copy hundreds of pages only to count. What is there before the first call stays for ever anyway,
so it need not be counted: an immortal object's count is never written (PEP 683).

The guest cannot do that to itself. It leaves a list of its objects and the list's address behind a
marker (:mod:`wae.build.entry`); their counts are set here, and the list is emptied.

Layouts are those of CPython 3.14 for 32 bits (`refcount.h`, `listobject.h`), which the pinned
componentize-py ships.
"""

from __future__ import annotations

from wae.binary.reader import BinaryError
from wae.binary.sections import Id, sections
from wae.build.snapshot import WORD, Snapshot

MARKER = b"wae:lasting-objects="
"""Then the list's address, its complement, and its length: a copy of the marker alone is none."""

_IMMORTAL = 5 << 28
_FEWEST = 1 << 30
"""Counts from here on are those of immortal objects."""

_COUNT, _SIZE, _ITEMS = 0, 2 * WORD, 3 * WORD


def immortalize(component: bytes) -> bytes:
    """The component with immortal objects; as it is, if it has no marker.

    Raises BinaryError where the snapshot is not laid out as expected.
    """
    data = bytearray(component)
    for section in sections(component):
        holds = component.find(MARKER, section.start, section.end) >= 0
        if section.id == Id.CORE_MODULE and holds:
            _immortalize(Snapshot(data, section.start, section.end))
    return bytes(data)


def _immortalize(snapshot: Snapshot) -> None:
    for marker in snapshot.find(MARKER):
        place = marker + len(MARKER)
        address = snapshot.word(place)
        if address and snapshot.word(place + WORD) == address ^ 0xFFFFFFFF:
            _immortalize_all(snapshot, address, snapshot.word(place + 2 * WORD))
            snapshot.set_word(place, 0)


def _immortalize_all(snapshot: Snapshot, objects: int, length: int) -> None:
    """All objects in the list at that address, and the list, which is then empty."""
    if snapshot.word(objects + _SIZE) != length:
        raise BinaryError(f"there is no list of {length} objects at {objects:#x} of the snapshot")
    items = snapshot.word(objects + _ITEMS)
    for number in range(length):
        place = items + WORD * number
        _immortalize_one(snapshot, snapshot.word(place))
        snapshot.set_word(place, 0)
    snapshot.set_word(objects + _SIZE, 0)
    _immortalize_one(snapshot, objects)


def _immortalize_one(snapshot: Snapshot, address: int) -> None:
    count = snapshot.word(address + _COUNT)
    if not count:
        raise BinaryError(f"there is no object at {address:#x} of the snapshot")
    if count < _FEWEST:
        snapshot.set_word(address + _COUNT, _IMMORTAL)
