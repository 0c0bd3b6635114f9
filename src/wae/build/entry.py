"""The module from which componentize-py starts; it runs once, before the snapshot is taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wae.build.immortal import MARKER

ENTRY_MODULE = "wae_entry"

_IMPORTS = '''\
"""Made by the build: puts every module into the snapshot, then the component's classes."""

import gc
import io
import sys
from importlib import import_module

{first}
for name in (
{modules}):
    try:
        import_module(name)
    except (Exception, SystemExit):
        pass  # not for this platform, or not a module

for name, place in (
{required}):
    try:
        import_module(name)
    except ImportError as error:
        what = f"{{place}} imports {{name}}, which is not in the component: {{error}}"
        raise ImportError(what) from None
'''

# The guest's standard streams are unbuffered, and WASI takes at most 64 KiB at a time: Python would
# lose the rest of a longer text without a word.
_STREAMS = '''

class WholeWrites(io.RawIOBase):
    """Writes all that it is given to a raw stream that may take only a part."""

    def __init__(self, raw):
        self.raw = raw

    def writable(self):
        return True

    def fileno(self):
        return self.raw.fileno()

    def isatty(self):
        return self.raw.isatty()

    def write(self, data):
        left = memoryview(data).cast("B")
        size = len(left)
        while left:
            left = left[self.raw.write(left) :]
        return size


def whole(stream):
    raw = WholeWrites(stream.buffer)
    return io.TextIOWrapper(raw, stream.encoding, stream.errors, newline="", write_through=True)


sys.stdout, sys.stderr = whole(sys.stdout), whole(sys.stderr)
'''

# A snapshot stores every byte that is not zero, freed or not: so holes are filled with zeros. They
# stay filled, so that what a call allocates lies together, on few pages. The heap must hardly grow
# here: an engine maps a snapshot instead of copying it only if most of it is data.
_FILL = '''

def fill_holes():
    """Fills the holes of the heap with zeroed blocks of falling size, until one lands behind it."""
    kept = [bytes(1 << 16)]
    end = id(kept[0])
    size = 1 << 20
    while size > 0:
        while id(block := bytes(size)) < end:
            kept.append(block)
        size = size * 3 // 4 if size > 600 else size - 16
    return kept


HOLES = fill_holes()
'''

# See `immortal`. What is frozen, the garbage collector does not look at either.
_LASTING = '''

def lasting_objects():
    """Every object that can be reached; the list keeps each of them where it is."""
    todo = gc.get_objects()
    reached = []
    code = type(lasting_objects.__code__)
    seen = bytearray(1 << 22)  # a bit for each 8 of the first 256 MiB
    while todo:
        one = todo.pop()
        place, bit = id(one) >> 6, 1 << (id(one) >> 3 & 7)
        if place >= len(seen) or seen[place] & bit:
            continue
        seen[place] |= bit
        reached.append(one)
        todo += gc.get_referents(one)
        if type(one) is code:  # it does not say what it refers to
            todo += (one.co_consts, one.co_names, one.co_name, one.co_qualname, one.co_filename)
            todo += (one.co_linetable, one.co_exceptiontable)
    return reached


gc.collect()
LASTING = lasting_objects()
gc.freeze()
WORDS = (id(LASTING), id(LASTING) ^ 0xFFFFFFFF, len(LASTING))
MARKED = {marker} + b"".join(word.to_bytes(4, "little") for word in WORDS)
'''


def entry_module(
    first: Iterable[str],
    preload: Iterable[str],
    classes: Iterable[str],
    required: Mapping[str, str],
) -> str:
    """Python that imports the modules ``first``, which must be there, then all of ``preload`` and,
    for componentize-py, app.py's ``classes``.

    It fails where a module cannot be imported that ``required`` has, with the place that needs it.
    """
    imports = _IMPORTS.format(
        first="".join(f"import {name}\n" for name in first),
        modules="".join(f"    {name!r},\n" for name in preload),
        required="".join(f"    {pair!r},\n" for pair in required.items()),
    )
    wanted = ", ".join(sorted(classes))
    classes = f"\nfrom app import {wanted}\n" if wanted else ""
    lasting = _LASTING.replace("{marker}", repr(MARKER))
    return "".join((imports, classes, _STREAMS, lasting, _FILL))
